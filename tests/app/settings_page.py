"""`docs/settings.md`, made from the settings: `python -m tests.app.settings_page`."""

import typing
from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from service.bot_settings import BotSettings
from service.settings import ASKING, SERVING, STORING, Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
_HEAD = """# Settings

Each is an environment variable, or a line of a `.env` file in the working directory. Units are in the names; a setting without a value is unset. A value that
makes no sense ends the start with a message that names it (exit code 78). This page is made from `service/settings.py`: `python -m tests.app.settings_page`.
"""
_BOTS = frozenset(BotSettings.model_fields)
_GROUPS: dict[str, Collection[str]] = {
    "The model": ASKING - STORING,
    "Reading": Settings.model_fields.keys() - ASKING - SERVING,
    "What is kept": STORING,
    "The service and its workers": SERVING - _BOTS,
    "Bots": _BOTS,
}


def page() -> str:
    return "\n".join([_HEAD, *(line for name, of in _GROUPS.items() for line in _group(name, of))])


def _group(name: str, of: Collection[str]) -> Iterator[str]:
    yield f"## {name}\n"
    yield "| variable | default | what it is |"
    yield "| --- | --- | --- |"
    for setting, field in Settings.model_fields.items():
        if setting in of:
            yield f"| `TIYAO_{setting.upper()}` | {_default(field)} | {_told(field)} |"
    yield ""


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or value in ((), {}):
        return ""
    return str(value).lower() if isinstance(value, bool) else f"{value}"


def _told(field: FieldInfo) -> str:
    words = (field.description or "").replace("|", "\\|")
    choices = [value for value in typing.get_args(field.annotation) if isinstance(value, str)]
    return f"{words} ({', '.join(choices)})" if choices else words


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
