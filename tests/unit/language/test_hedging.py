"""What is only aimed at, granted in part or called few. All sentences are invented."""

import pytest

from service.language.hedging import dropped

LOST = [
    ("服务覆盖率达到95%", "力争服务覆盖率达到95%"),
    ("建成县级调解中心3个", "预计年底建成县级调解中心3个"),
    ("建成数据平台", "基本建成数据平台"),
    ("乡镇没有审核人员", "部分乡镇没有审核人员"),
    ("持证人员占3%", "持证人员仅占3%"),
    ("非现场执法占比15%", "非现场执法占比不足15%"),
    ("整改问题3个", "仅整改问题3个"),
]
KEPT = [
    ("力争覆盖率达到95%", "力争服务覆盖率达到95%"),
    ("基本建成平台", "基本建成数据平台"),
    ("部分乡镇没有人员", "部分乡镇没有审核人员"),
    ("持证人员仅3%", "持证人员仅占3%"),
    ("平均周期19天", "平均调处周期仅为19天"),
    ("监督平台9月建成", "年初计划建设的监督平台,已于9月建成"),
    ("保障基本公共服务", "保障基本公共服务"),
]


@pytest.mark.parametrize(("claim", "evidence"), LOST)
def test_hedges_that_are_dropped(claim: str, evidence: str) -> None:
    assert dropped(claim, evidence, ahead=False)


@pytest.mark.parametrize(("claim", "evidence"), KEPT)
def test_hedges_that_are_kept(claim: str, evidence: str) -> None:
    assert dropped(claim, evidence, ahead=False) == []


def test_a_plan_needs_no_word_of_time() -> None:
    assert dropped("服务覆盖率达到95%", "力争服务覆盖率达到95%", ahead=True) == []
