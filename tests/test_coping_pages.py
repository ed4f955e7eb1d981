"""What a web page puts around the report, and the scripts and digits that it is written in.

Asserted on the final result: one item for each point, of the right kind, in the report's order, and no other.
"""

import pytest

from tests.reports import BASE, check, faults, found, full_width, listed, plain, summarize, traditional

HEAD_FURNITURE = [
    "无障碍阅读 | 长者模式 | 登录 注册",
    "您当前的位置：首页 > 政务公开 > 法治政府建设",
    "发布时间：2024-01-29 09:12 来源：澄溪县司法局 浏览次数：1386",
    "字体：[大 中 小] 打印本页 关闭窗口",
    "分享到：微信 微博 扫一扫在手机打开当前页",
    "索引号：CX-2024-00173 文号：无 有效性：有效",
    "保护视力色：",
]


FOOT_FURNITURE = [
    "上一篇：澄溪县2023年度“谁执法谁普法”履职报告",
    "下一篇：澄溪县2024年度重大行政决策事项目录公布45项",
    "相关阅读：澄溪县存在问题整改不力被通报3次",
    "责任编辑：李某某",
    "主办：澄溪县人民政府办公室 备案号：青ICP备00000001号",
    "版权所有 未经授权禁止转载 网站地图 联系我们",
    "扫一扫在手机打开当前页",
]


def test_furniture_around_the_report() -> None:
    title, *rest = BASE.text.split("\n")
    source = "\n".join([*HEAD_FURNITURE[:2], title, *HEAD_FURNITURE[2:], *rest, *FOOT_FURNITURE])
    summary = check(source, BASE.keys)
    assert plain(summary.report.title or "") == plain(title)
    assert len(summary.report.sections) == len(summarize(BASE.text).report.sections)
    assert summary.quality.coverage == pytest.approx(summarize(BASE.text).quality.coverage, abs=0.001)


@pytest.mark.parametrize("line", [*HEAD_FURNITURE, *FOOT_FURNITURE])
@pytest.mark.parametrize("place", ["above the title", "below the title", "at the foot"])
def test_one_line_of_furniture(line: str, place: str) -> None:
    title, *rest = BASE.text.split("\n")
    pages = {
        "above the title": [line, title, *rest],
        "below the title": [title, line, *rest],
        "at the foot": [title, *rest, line],
    }
    summary = check("\n".join(pages[place]), BASE.keys)
    assert plain(summary.report.title or "") == plain(title)


def test_furniture_on_a_flattened_page() -> None:
    title, *rest = BASE.text.split("\n")
    source = " ".join([*HEAD_FURNITURE[1:2], title, *HEAD_FURNITURE[2:4], *rest, *FOOT_FURNITURE[:4]])
    summary = check(source, BASE.keys)
    assert plain(summary.report.title or "") == plain(title)


def test_full_width_digits() -> None:
    source = full_width(BASE.text)
    assert "２．６万余件" in source
    summary = check(source, BASE.keys)
    figure = next(f for f in summary.achievements[0].figures if f.number == "26000")
    assert figure.value == "２．６万余"
    assert "２．６万余件" in summary.achievements[0].text, "numbers in a text stay as printed in the source"
    assert summary.report.year == 2023


def test_figures_in_chinese_numerals() -> None:
    source = (
        BASE.text.replace("56处", "五十六处")
        .replace("213宗", "二百一十三宗")
        .replace("31.4%", "百分之三十一点四")
        .replace("2023年", "二〇二三年")
    )
    keys = {
        **BASE.keys,
        "achievement": ("主题服务47项", "下降百分之三十一点四", "二百一十三宗", *BASE.keys["achievement"][3:]),
    }
    summary = check(source, keys)
    assert [(f.value, f.number, f.unit) for f in summary.achievements[2].figures] == [
        ("二百一十三", "213", "宗"),
        ("五十六", "56", "处"),
        ("3", "3", "家"),
    ]
    assert [(f.value, f.number, f.unit, f.direction) for f in summary.achievements[1].figures] == [
        ("百分之三十一点四", "31.4", "%", "down")
    ]
    assert "二百一十三宗" in summary.achievements[2].text
    assert summary.report.year == 2023


def test_traditional_characters() -> None:
    source = traditional(BASE.text)
    assert "澄溪縣" in source
    summary = check(source, BASE.keys)
    assert summary.report.script == "hant"
    assert [item.text for item in summary.items()] == [item.text for item in summarize(BASE.text).items()]


def test_taiwan_wording() -> None:
    source = traditional(BASE.text).replace("梳理上線", "透過網際網路上線").replace("當事人", "民眾")
    keys = {
        **BASE.keys,
        "achievement": ("主题服务47项", *BASE.keys["achievement"][1:3], "对394名民众", *BASE.keys["achievement"][4:]),
    }
    summary = summarize(source)
    assert found(summary, keys) == listed(keys)
    assert "互联网" in summary.achievements[0].text
    assert "394名群众" in summary.achievements[3].text
    assert faults(summary, source) == []
