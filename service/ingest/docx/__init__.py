"""A docx to the source text: one paragraph a line, with the automatic numbers that its reader sees."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.document import CT_Document
from lxml.etree import _Element as Element

from schemas.source import SourceText
from service.errors import DamagedFile
from service.ingest.docx.numbering import Numbering
from service.ingest.docx.package import open_document
from service.ingest.docx.styles import Styles
from service.ingest.docx.text import Reader


def read(data: bytes) -> SourceText:
    """The source text of a docx. Insertions are kept; deletions, hidden text, headers, footers, notes and tables of
    contents left out.

    Raises EncryptedFile, UnsafeFile, DamagedFile, UnsupportedFormat.
    """
    document = open_document(data)
    root = document.element
    if not isinstance(root, CT_Document) or root.body is None:
        raise DamagedFile(format="docx")
    reader = Reader(Styles(document.styles.element), Numbering(_numbering(document)))
    return SourceText("\n".join(reader.lines(root.body)))


def _numbering(document: Document) -> Element | None:
    """The part that tells how lists are numbered; asking the library for it would make one."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and isinstance(relation.target_part, XmlPart):
            return relation.target_part.element
    return None
