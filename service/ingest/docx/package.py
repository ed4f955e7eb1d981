"""Opening a docx without harm: what is read of the zip is bounded, and only the parts that hold the text are read."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Container

import docx
from docx.document import Document
from lxml import etree

from service.errors import DamagedFile, EncryptedFile, UnsafeFile, UnsupportedFormat

_MAX_ENTRIES = 5_000
_MAX_DECLARED_BYTES = 512 * 1024 * 1024
_MAX_READ_BYTES = 64 * 1024 * 1024
_MAX_RATIO = 200
_SMALL_BYTES = 1024 * 1024
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED_FLAG = 1
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# The strict form has names of its own; the library knows the usual ones only.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
# Templates and documents with macros hold the same text; the macros are never read.
_MAIN_TYPE = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml"
)
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
# A missing part, another main part, other xml than the library looks for.
_FOREIGN_XML = (etree.XMLSyntaxError, KeyError, ValueError, AttributeError)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_ROOT_RELATIONS = "_rels/.rels"
_CONTENT_TYPES = "[Content_Types].xml"


def open_document(data: bytes) -> Document:
    """The document with its styles and numbering, nothing else of the file.

    Raises EncryptedFile, UnsafeFile, DamagedFile, UnsupportedFormat.
    """
    if data.startswith(_OLE2):
        raise EncryptedFile() if _ENCRYPTED in data else UnsupportedFormat(format="doc")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            plain = _rebuilt(_Parts(archive))
        return docx.Document(io.BytesIO(plain))
    except (*_BROKEN_ZIP, *_FOREIGN_XML) as error:
        raise DamagedFile(format="docx") from error


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse by the table of contents what no report needs, before anything is unpacked."""
    entries = archive.infolist()
    if any(entry.flag_bits & _LOCKED_FLAG for entry in entries):
        raise EncryptedFile()
    swollen = any(e.file_size > max(_SMALL_BYTES, _MAX_RATIO * e.compress_size) for e in entries)
    if swollen or len(entries) > _MAX_ENTRIES or sum(e.file_size for e in entries) > _MAX_DECLARED_BYTES:
        raise UnsafeFile(format="docx", reason="zip_bomb")


class _Parts:
    """The parts of a package, read within one budget of bytes: what a zip declares of its sizes need not be true."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = _MAX_READ_BYTES

    def read(self, name: str) -> bytes:
        """One part in the usual names. Raises KeyError where it is missing, UnsafeFile."""
        with self._archive.open(name) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise UnsafeFile(format="docx", reason="zip_bomb")
        if _DOCTYPE.search(data.replace(b"\0", b"")):  # the same in UTF-16
            raise UnsafeFile(format="docx", reason="doctype")
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)

    def relations(self, part: str, kinds: Container[str]) -> tuple[bytes, list[str]]:
        """The relations of a part that are of these kinds, as xml, and the names of the parts that they lead to."""
        folder, name = posixpath.split(part)
        try:
            root = etree.fromstring(self.read(posixpath.join(folder, "_rels", f"{name}.rels")), _PARSER)
        except KeyError:
            return b"", []
        targets = []
        for relation in list(root):
            if relation.get("Type", "").rpartition("/")[2] in kinds and relation.get("TargetMode") != "External":
                targets.append(posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:])
            else:
                root.remove(relation)
        return etree.tostring(root), targets


def _rebuilt(parts: _Parts) -> bytes:
    """A package of the text, its styles and its numbering alone, not compressed: nothing else is ever unpacked."""
    kept = {_CONTENT_TYPES: _MAIN_TYPE.sub(_DOCUMENT_TYPE, parts.read(_CONTENT_TYPES))}
    kept[_ROOT_RELATIONS], mains = parts.relations("", ("officeDocument",))
    for main in mains[:1]:
        folder, name = posixpath.split(main)
        relations, targets = parts.relations(main, ("styles", "numbering"))
        if relations:
            kept[posixpath.join(folder, "_rels", f"{name}.rels")] = relations
        kept |= {part: parts.read(part) for part in (main, *targets)}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for part, data in kept.items():
            archive.writestr(part, data)
    return result.getvalue()
