"""Zip containers: which office format one is, by the names of its parts."""

import io
import zipfile

from schemas.source import SourceText
from service.errors import DamagedFile, UnsupportedFormat
from service.ingest import docx

_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document", "docx"),
    ("OFD.xml", "ofd"),
    ("xl/workbook", "xlsx"),
    ("ppt/presentation", "pptx"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "odt"),
)


def read(data: bytes) -> SourceText:
    """The text of a docx, whatever its name. Raises UnsupportedFormat for another container."""
    kind = _kind(data)
    if kind != "docx":
        raise UnsupportedFormat(format=kind)
    return docx.read(data)


def _kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DamagedFile(format=_torn(data)) from error
    return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in names)), "zip")


def _torn(data: bytes) -> str:
    """The format of a container whose list of parts is lost: names stand before the parts too."""
    return next((kind for part, kind in _PARTS if part.encode() in data), "zip")
