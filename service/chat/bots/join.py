"""A report that is sent in several messages, put together."""

from collections.abc import Sequence
from typing import Any

from service.chat.bots.port import Incoming
from service.storage import chats

_ENDS = "。！？；：!?;:\n"


def joined(texts: Sequence[str]) -> str:
    """The pieces as one text: a new line where a piece ended with a sentence, nothing where a platform cut one."""
    whole = ""
    for text in filter(None, texts):
        whole += "\n" + text if whole and whole[-1] in _ENDS else text
    return whole


def whole(connection: Any, chat: str, owner: str) -> bool:
    """Make one message, which is still to be answered, of the pieces that somebody sent to a chat; whether there were any.
    In the caller's transaction, so that they are never lost."""
    pieces = [Incoming.model_validate_json(body) for body in chats.take_pieces(connection, chat, owner)]
    if not pieces:
        return False
    text = joined([piece.text for piece in pieces])
    message = pieces[-1].model_copy(update={"text": text, "event": f"joined:{pieces[-1].event}", "joined": True})
    return chats.note(connection, message.key, message.model_dump_json().encode(), None)
