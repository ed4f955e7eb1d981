"""What is wrong with the options and arguments of a command, in the language of the reader.

Typer words its errors in English only. What each says is taken from the error itself where it tells, else from its
sentence; a sentence of some other version of typer is shown as it stands.
"""

import re
from typing import Any

from service.commands.reasons import reason
from service.commands.words import translated, word
from service.messages import Language, say

_NAMED = re.compile("'(.+?)'")
_EXTRA = re.compile(r"unexpected extra argument(?:\(s\)|s)? \((.+)\)")
_CHOICES = re.compile(r"is not one of (.+?)\.?$")


def told(error: Any, language: Language) -> str:
    """The lines for an error of typer's: how the command is used, where its help is, what is wrong."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.message)  # the help page, in the language already
    lines = []
    if error.ctx is not None:
        lines.append(translated(error.ctx.get_usage(), language))
        lines.append(word("usage_help", language).format(command=error.ctx.command_path) + "\n")
    return "\n".join([*lines, word("usage_wrong", language).format(said=_said(error, language))])


def _said(error: Any, language: Language) -> str:
    kind = type(error).__name__
    if kind == "MissingParameter" and error.param is not None:
        return word("usage_missing", language).format(name=_name(error.param))
    if kind == "NoSuchOption":
        return _unknown("usage_no_option", error.option_name, sorted(error.possibilities or ()), language)
    if kind == "BadOptionUsage":
        code = "usage_no_value" if "does not take" in error.message else "usage_needs_value"
        return word(code, language).format(name=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        why = _why(error, language)
        return word("usage_wrong_value", language).format(name=_name(error.param), reason=why)
    return _plain(str(error.message), language)


def _plain(message: str, language: Language) -> str:
    """The errors that have no class of their own: an unknown command, arguments too many."""
    if message.startswith("No such command"):
        name, *alike = _NAMED.findall(message)
        return _unknown("usage_no_command", name, alike, language)
    if extra := _EXTRA.search(message):
        return word("usage_extra", language).format(names=extra[1])
    return message


def _unknown(code: str, name: str, alike: list[str], language: Language) -> str:
    said = word(code, language).format(name=name)
    if not alike:
        return said
    between = "、" if language == "zh" else ", "
    return said + word("usage_alike", language).format(names=between.join(alike))


def _why(error: Any, language: Language) -> str:
    """Why pydantic, which reads the values for typer, does not take one."""
    cause = error.__cause__
    wrong = cause.errors(include_input=False, include_url=False)[0] if hasattr(cause, "errors") else None
    if found := _CHOICES.search(str(error.message)):
        expected = found[1].replace(", ", "、") if language == "zh" else found[1]
        return say("reason_choice", language, expected=expected)
    if wrong is None:
        return str(error.message)
    details = reason(wrong)
    return say(details["reason"], language, bound=details["bound"])


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help page names it."""
    if parameter.param_type_name == "option":
        return "/".join(parameter.opts)
    return str(parameter.metavar or parameter.human_readable_name)
