"""Who reports on what: title, issuer, region, level, year; null where the report does not say."""

import pytest

from service.stages.outline import outline

BODY = "一、主要工作\n（一）规范执法。{voice}全年评查案卷213宗，培训执法人员470人次，整改问题56个。\n"


def read(title: str, voice: str = "", foot: str = ""):
    return outline(f"{title}\n{BODY.format(voice=voice)}{foot}")


@pytest.mark.parametrize(
    ("title", "issuer", "region", "level", "year"),
    [
        ("澄溪县人民政府关于2023年法治政府建设情况的报告", "澄溪县人民政府", "澄溪县", "county", 2023),
        ("青檀省人民政府关于2021年度法治政府建设情况的报告", "青檀省人民政府", "青檀省", "province", 2021),
        ("望川市人民政府2022年法治政府建设情况报告", "望川市人民政府", "望川市", "city", 2022),
        ("南汀镇人民政府关于二〇二三年法治政府建设情况的报告", "南汀镇人民政府", "南汀镇", "town", 2023),
        ("柳桥区司法局2023年度法治政府建设工作总结", "柳桥区司法局", "柳桥区", "department", 2023),
        (
            "望川市市场监督管理局关于2022年度法治政府建设情况的报告",
            "望川市市场监督管理局",
            "望川市",
            "department",
            2022,
        ),
        (
            "北泽自治区人民政府关于２０２０年法治政府建设情况的报告",
            "北泽自治区人民政府",
            "北泽自治区",
            "province",
            2020,
        ),
        ("石榆街道办事处2024年法治政府建设工作情况报告", "石榆街道办事处", "石榆街道", "town", 2024),
        ("青檀省教育厅关于2023年法治政府建设情况的报告", "青檀省教育厅", "青檀省", "department", 2023),
        (
            "望川市柳桥区人民政府关于2023年法治政府建设情况的报告",
            "望川市柳桥区人民政府",
            "望川市柳桥区",
            "county",
            2023,
        ),
    ],
)
def test_identity_from_the_title(title: str, issuer: str, region: str, level: str, year: int) -> None:
    document = read(title)
    assert (document.issuer, document.region, document.level, document.year) == (issuer, region, level, year)


def test_a_title_without_an_issuer() -> None:
    document = read("2023年法治政府建设情况报告")
    assert (document.issuer, document.region, document.level, document.year) == (None, None, None, 2023)


def test_the_signature_names_the_issuer() -> None:
    document = read("2023年法治政府建设情况报告", foot="澄溪县人民政府\n2024年1月29日\n")
    assert (document.issuer, document.region, document.level, document.year) == (
        "澄溪县人民政府",
        "澄溪县",
        "county",
        2023,
    )


def test_what_the_report_does_not_say_is_none() -> None:
    document = outline("全年评查案卷213宗，培训执法人员470人次。\n整改问题56个。\n")
    assert (document.title, document.issuer, document.region, document.level, document.year) == (None,) * 5


@pytest.mark.parametrize(
    "broken", ["澄溪县人民政府\n关于2023年法治政府建设情况的报告", "澄溪县人民政府关于2023年\n法治政府建设情况的报告"]
)
def test_a_title_broken_over_two_lines(broken: str) -> None:
    document = read(broken)
    assert (document.title or "").replace(" ", "") == "澄溪县人民政府关于2023年法治政府建设情况的报告"
    assert (document.issuer, document.year) == ("澄溪县人民政府", 2023)


def test_the_year_is_the_one_reported_on() -> None:
    """Not the year of publication, nor the one of the plans."""
    text = "澄溪县法治政府建设年度报告\n发布时间：2025-01-29\n2023年，全县评查案卷213宗。\n一、2023年工作情况\n2022年办件90件，2023年办件120件。\n二、2024年打算\n2024年建站9个。\n"
    assert outline(text).year == 2023


def test_a_county_level_city_speaks_as_a_county() -> None:
    document = read(
        "岚阳市人民政府关于2023年法治政府建设情况的报告", voice="我县级市统筹推进，县政府常务会议学法9次，全县"
    )
    assert document.level == "county"


def test_a_department_of_towns_and_country_is_no_township() -> None:
    assert read("海川市住房和城乡建设局2022年度法治政府建设情况报告").region == "海川市"


POINTS = "（二）普法宣传。开展普法活动42场次，发放资料2万份。\n二、存在问题\n（一）执法力量不足。持证人员仅有4人。"
SIGNED = "\n{}\n2025年1月3日"


@pytest.mark.parametrize("between", ["\n", " ", ""])
@pytest.mark.parametrize(
    ("title", "signature", "issuer", "region", "level"),
    [
        (
            "望川市柳桥区人民政府办公室关于2024年法治政府建设情况的报告",
            "",
            "望川市柳桥区人民政府办公室",
            "望川市柳桥区",
            "county",
        ),
        ("2024年柳桥区法治政府建设情况报告", "柳桥区人民政府办公室", "柳桥区人民政府办公室", "柳桥区", "county"),
        (
            "望川市柳桥区2024年法治政府建设情况报告",
            "望川市柳桥区人民政府",
            "望川市柳桥区人民政府",
            "望川市柳桥区",
            "county",
        ),
        ("2024年度法治政府建设工作报告", "澄溪县卫生健康委员会", "澄溪县卫生健康委员会", "澄溪县", "department"),
        (
            "市住建局关于2024年法治政府建设工作情况的报告",
            "望川市住房和城乡建设局",
            "望川市住房和城乡建设局",
            "望川市",
            "department",
        ),
        ("县水利局2024年度法治政府建设工作情况报告", "", "县水利局", None, "department"),
        (
            "柳桥区综合行政执法局（城市管理局）2024年度法治政府建设工作报告",
            "",
            "柳桥区综合行政执法局(城市管理局)",
            "柳桥区",
            "department",
        ),
        ("国家税务总局澄溪县税务局2024年法治政府建设情况报告", "", "国家税务总局澄溪县税务局", "澄溪县", "department"),
        (
            "望川高新技术产业开发区管委会2024年法治政府建设情况报告",
            "",
            "望川高新技术产业开发区管委会",
            "望川高新技术产业开发区",
            "county",
        ),
        ("澄溪县林业和草原局二〇二四年度法治政府建设工作总结", "", "澄溪县林业和草原局", "澄溪县", "department"),
        ("2024年石榆街道法治政府建设工作情况汇报", "", "石榆街道", "石榆街道", "town"),
    ],
)
def test_identity_with_and_without_line_ends(
    title: str, signature: str, issuer: str, region: str | None, level: str, between: str
) -> None:
    foot = SIGNED.format(signature) if signature else ""
    document = outline((f"{title}\n{BODY.format(voice='')}{POINTS}{foot}").replace("\n", between))
    assert (document.issuer, document.region, document.level, document.year) == (issuer, region, level, 2024)


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_party_committee_that_reports_together_with_the_government(between: str) -> None:
    document = read(f"中共澄溪县委{between}澄溪县人民政府关于2024年法治政府建设情况的报告")
    assert document.title == "中共澄溪县委 澄溪县人民政府关于2024年法治政府建设情况的报告"
    assert (document.issuer, document.region) == ("中共澄溪县委 澄溪县人民政府", "澄溪县")


def test_a_report_printed_with_a_notice_has_its_own_title() -> None:
    notice = "柳桥区人民政府办公室关于印发《柳桥区2024年法治政府建设情况报告》的通知\n各镇人民政府：\n现印发给你们，请认真贯彻执行。\n"
    signed = "柳桥区人民政府办公室\n2025年1月3日\n"
    assert read(f"{notice}{signed}柳桥区2024年法治政府建设情况报告").title == "柳桥区2024年法治政府建设情况报告"


@pytest.mark.parametrize("foot", ["松河县人民政府\n2024年1月5日", "松河县司法局\n2024年1月5日"])
def test_the_signature_takes_no_part_of_the_region_away(foot: str) -> None:
    assert read("清江市松河县2023年法治政府建设情况报告", foot=foot).region == "清江市松河县"


def test_the_issuer_of_a_report_named_in_a_letter() -> None:
    assert read("关于报送《松河县水利局2022年度法治政府建设工作报告》的函").issuer == "松河县水利局"


def test_the_year_on_a_line_of_its_own() -> None:
    document = read("松河县水利局法治政府建设年度报告\n（2023年度）", voice="将于2024年投用，2024年完工。")
    assert document.year == 2023
