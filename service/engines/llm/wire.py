"""A chat completion as it comes over the wire: the text of the answer, or why it is of no use."""

import re
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from service.engines.llm.answers import Unusable

_THINKING = re.compile(r"<think(?:ing)?>", re.I)
_THOUGHT = re.compile(r"</think(?:ing)?>", re.I)
# Grammars allow blanks between tokens, and some models then write nothing else until they are stopped.
_MIN_WRITTEN_SHARE = 0.5


class Used(NamedTuple):
    """What a call is billed for, in the server's own tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Wire(BaseModel):
    """What is read of a chat completion; servers differ in the rest."""

    model_config = ConfigDict(frozen=True)


def _plain(content: Any) -> Any:
    """Some gateways send the content as a list of parts."""
    if not isinstance(content, list):
        return content
    return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))


def _count(value: Any) -> int:
    """Tokens as told; a server that tells nonsense of them is not doubted for its answer."""
    return value if isinstance(value, int) and value > 0 else 0


class _Function(_Wire):
    arguments: Any = None


class _ToolCall(_Wire):
    function: _Function = _Function()


class _Message(_Wire):
    content: Annotated[str | None, BeforeValidator(_plain)] = None
    refusal: str | None = None
    reasoning_content: str | None = None
    tool_calls: tuple[_ToolCall, ...] | None = None


class _Choice(_Wire):
    message: _Message
    finish_reason: str | None = None


_Tokens = Annotated[int, BeforeValidator(_count)]


class _Details(_Wire):
    cached_tokens: _Tokens = 0


class _Used(_Wire):
    prompt_tokens: _Tokens = 0
    completion_tokens: _Tokens = 0
    prompt_cache_hit_tokens: _Tokens = 0
    prompt_tokens_details: Annotated[_Details, BeforeValidator(lambda told: told if isinstance(told, dict) else {})] = (
        _Details()
    )

    @property
    def cached_prompt_tokens(self) -> int:
        """As OpenAI and vLLM tell them, or DeepSeek."""
        told = self.prompt_tokens_details.cached_tokens or self.prompt_cache_hit_tokens
        return min(told, self.prompt_tokens)


class _Completion(_Wire):
    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: Annotated[_Used | None, BeforeValidator(lambda value: value if isinstance(value, dict) else None)] = None


class Completion(NamedTuple):
    """A completion that was billed, good or not: `fault` is a reason of Unusable, empty where `content` may be read.
    `cached_prompt_tokens` of its prompt came from the server's own cache."""

    content: str
    used: Used
    fault: str = ""
    cached_prompt_tokens: int = 0


def read(body: str) -> Completion:
    """What a response's body says. Raises Unusable where it is no completion at all."""
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError as error:
        raise Unusable("blank" if not body.strip() else "response") from error
    told = completion.usage or _Used()
    choice = completion.choices[0]
    content = _content(choice.message)
    fault = _fault(choice, content)
    used = Used(told.prompt_tokens, told.completion_tokens)
    return Completion("" if fault else content, used, fault, told.cached_prompt_tokens)


def _content(message: _Message) -> str:
    """The arguments of the tool that was called, else the text; a tool call may come as an object, or as text."""
    for call in message.tool_calls or ():
        arguments = call.function.arguments
        if isinstance(arguments, str) and arguments.strip():
            return arguments
        if isinstance(arguments, dict):
            return _Arguments(arguments=arguments).text
    return message.content or ""


class _Arguments(_Wire):
    arguments: dict[str, Any]

    @property
    def text(self) -> str:
        return self.model_dump_json()


def _fault(choice: _Choice, content: str) -> str:
    reason, written = choice.finish_reason, content.strip()
    if choice.message.refusal or reason in ("content_filter", "sensitive"):
        return "refused"
    if reason == "insufficient_system_resource":
        return "response"
    if reason in ("length", "max_tokens"):
        return _cut(choice.message, content, written)
    return "" if written else "blank"


def _cut(message: _Message, content: str, written: str) -> str:
    """Why an answer reached its longest: thinking, blanks without end, or an answer that is as long as that."""
    thinks = _THINKING.search(content) and not _THOUGHT.search(content)
    if thinks or (not written and (message.reasoning_content or "").strip()):
        return "thought"
    blanks = sum(map(str.isspace, content))
    return "whitespace" if blanks > (1 - _MIN_WRITTEN_SHARE) * len(content) or not written else "length"
