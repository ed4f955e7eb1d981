"""The files that the page loads, read once: there are few, they are small, and nothing else can be asked for."""

import hashlib
from importlib import resources
from pathlib import PurePath
from typing import NamedTuple, Self

_MEDIA = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Asset(NamedTuple):
    content: bytes
    media: str
    etag: str


class Assets:
    """All files under one version, so that a page never meets the modules of another."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {name: _asset(name, content) for name, content in sorted(files.items())}
        whole = hashlib.sha256()
        for name, file in self._files.items():
            whole.update(f"{name} {file.etag}\n".encode())
        self._version = whole.hexdigest()[:12]

    @classmethod
    def of_package(cls) -> Self:
        folder = resources.files("service.web") / "assets"
        return cls({file.name: file.read_bytes() for file in folder.iterdir() if PurePath(file.name).suffix in _MEDIA})

    @property
    def folder(self) -> str:
        """Where they are, relative to the page."""
        return f"assets/{self._version}"

    @property
    def modules(self) -> tuple[str, ...]:
        """The scripts, for the page to load them all at once."""
        return tuple(name for name in self._files if name.endswith(".js"))

    def get(self, version: str, name: str) -> Asset | None:
        """None for a file that is not there, and for one of another version."""
        return self._files.get(name) if version == self._version else None


def _asset(name: str, content: bytes) -> Asset:
    return Asset(content, _MEDIA[PurePath(name).suffix], f'"{hashlib.sha256(content).hexdigest()[:16]}"')
