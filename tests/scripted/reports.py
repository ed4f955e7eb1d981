"""An invented report and its chunks, small enough to know its clause numbers by heart."""

from schemas.document import Document
from schemas.draft import Chunk
from service.stages.chunking import chunk
from service.stages.outline import outline

TEXT = """云溪县人民政府关于2023年法治政府建设情况的报告
一、主要成效
（一）优化政务服务。推出“一件事一次办”事项83件，全年累计办件1.3万余件。
（二）化解矛盾纠纷。全年调处矛盾纠纷1282件，调解成功率97.5%。
二、存在的问题
一是行政执法队伍力量不足，部分乡镇没有专职法制审核人员。
三、下一步打算
（一）加强执法培训。组织执法人员培训不少于60学时，提升执法水平。
"""


def document(text: str = TEXT) -> Document:
    return outline(text)


def whole(text: str = TEXT) -> Chunk:
    """The report as one chunk."""
    return chunk(document(text), None, len)[0]


def number(chunk: Chunk, words: str) -> int:
    """The chunk-local number of the clause that holds the words."""
    return next(n for n, clause in enumerate(chunk.clauses, 1) if words in chunk.document.shown(clause))
