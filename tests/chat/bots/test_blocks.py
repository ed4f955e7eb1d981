"""Blocks become messages within a platform's limits, and nothing is lost of them."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.chat.bots import blocks, dingtalk, feishu, slack, wecom
from service.chat.bots.blocks import Style
from service.chat.bots.port import Block, Link, Reply

STYLES = {"feishu": feishu.STYLE, "dingtalk": dingtalk.STYLE, "wecom": wecom.STYLE, "slack": slack.STYLE}
TEXTS = st.text(alphabet="法治政府建设，。\n<>&*`[]()#!@_ a1", max_size=3_000)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(["heading", "line", "note"]), TEXTS), max_size=30)


@pytest.mark.parametrize("name", sorted(STYLES))
@given(of=BLOCKS)
def test_every_message_is_within_the_limit_and_nothing_is_lost(name: str, of: Sequence[Block]) -> None:
    style = STYLES[name]
    told = blocks.packed(of, style)
    assert all(style.size(text) <= style.limit for text in told)
    for character in "法治政府建设，。":
        wanted = sum(block.text.count(character) for block in of)
        assert sum(text.count(character) for text in told) == wanted


@pytest.mark.parametrize("name", sorted(STYLES))
def test_nothing_can_be_made_up_by_markup(name: str) -> None:
    style: Style = STYLES[name]
    escaped = style.escape("<at user_id=all></at> <!channel> <@u> [a](http://evil.example)")
    assert not re.search(r"<at|<!|<@", escaped)
    if name != "slack":  # which has no such links
        assert "](" not in escaped


def test_a_long_answer_is_several_messages_of_each_platform() -> None:
    long = tuple(Block("line", f"{n}. " + "全年办理行政处罚案件一百二十六件。" * 20) for n in range(150))
    reply = Reply("标题", long, Link("查看", "https://tiyao.example/x"))
    assert len(feishu.cards(reply)) > 1
    assert len(dingtalk.messages(reply)) > 1
    assert len(wecom.messages(reply)) > 1
    assert len(slack.messages(reply)) > 1
    assert "https://tiyao.example/x" in str(feishu.cards(reply)[-1])
    assert "https://tiyao.example/x" not in str(feishu.cards(reply)[:-1])
    assert dingtalk.messages(reply)[-1][0] == "sampleActionCard"
    assert wecom.messages(reply)[-1]["msgtype"] == "textcard"
