"""Who does it to whom. All sentences are invented."""

import pytest

from service.language.actors import exchanged

OWN = "云港县人民政府\n云港县"
TURNED = [
    ("我县要求省政府完善机制", "省政府要求我县完善机制"),
    ("云港县通报省委督察组", "省委督察组通报我县3个问题"),
    ("县政府向县法院移送线索12条", "县法院向县政府移送线索12条"),
    ("云港县约谈省厅", "省厅约谈我县"),
    ("县检察院督促县政府整改", "县政府督促县检察院整改"),
    ("企业检查执法人员12次", "执法人员检查企业12次"),
    ("我县表彰省政府", "我县被省政府表彰"),
    ("县司法局接受乡镇指导", "县司法局指导乡镇"),
    ("县政府听取省委汇报", "省委听取县政府汇报"),
]
ALIKE = [
    ("云港县被省政府通报", "省政府通报我县"),
    ("获省政府表彰", "我县被省政府表彰"),
    ("县政府约谈市监局", "县政府对市监局进行约谈"),
    ("接受省委督察", "省委对我县开展督察"),
    ("检查企业12次", "执法人员检查企业12次"),
    ("镇纪委抽查各村公示", "镇纪委对各村公示情况抽查一轮"),
    ("A类企业抽查比例下调", "对A类企业抽查比例下调"),
    ("挂牌督办省级督察反馈问题", "针对省级督察反馈的问题,县委挂牌督办"),
]


@pytest.mark.parametrize(("claim", "evidence"), TURNED)
def test_the_other_way_round(claim: str, evidence: str) -> None:
    assert exchanged(claim, evidence, OWN)


@pytest.mark.parametrize(("claim", "evidence"), ALIKE)
def test_the_same_way_round(claim: str, evidence: str) -> None:
    assert exchanged(claim, evidence, OWN) == []
