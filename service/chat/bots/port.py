"""What comes in and goes out, whatever the platform."""

import hashlib
from typing import Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

PlatformName = Literal["feishu", "dingtalk", "wecom", "slack"]
_OWNER_CHARACTERS = 32


class File(BaseModel):
    """A file that came with a message; `id` is what its platform hands it out for. `bytes` is its length where the
    platform tells it."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    bytes: int | None = None


class Incoming(BaseModel):
    """A message to a bot. `event` is the same whenever the platform sends the message again; `reply_to` is what the
    platform answers it by; `sent_at_ms` its own time. `joined` says that the text is a whole report put together."""

    model_config = ConfigDict(frozen=True)

    platform: PlatformName
    tenant: str
    user: str
    chat: str
    event: str
    text: str = ""
    files: tuple[File, ...] = ()
    reply_to: str = ""
    sent_at_ms: int = 0
    joined: bool = False

    @property
    def key(self) -> str:
        """64 hexadecimal digits that are the message's, and no other's."""
        return _digest(self.platform, self.tenant, self.event)

    @property
    def owner(self) -> str:
        """Whoever sent it, as an owner of summaries: no tenant shares one with another, nor with any key."""
        return f"{self.platform}:{_digest(self.tenant, self.user)}"[:_OWNER_CHARACTERS]

    @property
    def place(self) -> str:
        """The chat, among those of all tenants."""
        return _digest(self.platform, self.tenant, self.chat)


BlockKind = Literal["heading", "line", "quote", "note"]


class Block(NamedTuple):
    """A line of an answer, plain text: what it may look like is the platform's."""

    kind: BlockKind
    text: str


class Link(NamedTuple):
    text: str
    url: str


class Reply(NamedTuple):
    """An answer. A title makes it a card where the platform has cards."""

    title: str | None
    blocks: tuple[Block, ...]
    link: Link | None = None


class Platform(Protocol):
    """A chat platform, as bots need it."""

    @property
    def name(self) -> PlatformName: ...

    async def fetch(self, incoming: Incoming, file: File, most_bytes: int) -> bytes:
        """A file of a message. Raises FileTooLarge, PlatformFailed."""

    async def send(self, incoming: Incoming, reply: Reply) -> None:
        """Answer a message, in as many messages as its length takes. Raises PlatformFailed."""

    async def close(self) -> None: ...


def _digest(*parts: str) -> str:
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()
