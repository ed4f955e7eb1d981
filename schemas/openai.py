"""What chat pages send in the wire format of OpenAI's chat completions; what is not told here is not looked at."""

from pydantic import BaseModel, ConfigDict, Field


class _Lenient(BaseModel):
    """Clients send more fields every year; none of the others means anything here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class FilePart(_Lenient):
    """`file_data` is a data: URL, or base64 alone."""

    filename: str = ""
    file_data: str | None = None


class Part(_Lenient):
    type: str
    text: str | None = None
    file: FilePart | None = None


class Message(_Lenient):
    role: str
    content: str | tuple[Part, ...] | None = None


class StreamOptions(_Lenient):
    include_usage: bool = False


class Completion(_Lenient):
    model: str
    messages: tuple[Message, ...] = Field(min_length=1)
    stream: bool | None = False
    stream_options: StreamOptions | None = None


class TokenUsage(BaseModel):
    """What a model was billed for; nothing where none was asked."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0
