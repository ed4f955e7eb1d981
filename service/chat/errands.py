"""Small errands that a chat page sends before and after a turn: a title, tags, questions to go on with.

Open WebUI begins them with "### Task" and says in which JSON it wants the answer. None of them is worth a summary.
"""

import json
import re

from service.chat import words
from service.messages import Language

_BEGINS = re.compile(r"\s*#{1,4} ?Task\b")
_HISTORY = re.compile(r"<chat_history>(.*?)</chat_history>", re.DOTALL)
_FORMS = ("follow_ups", "queries", "title", "tags", "text", "prompt")
_FORM = re.compile(rf'"({"|".join(_FORMS)})"')
_SPEAKER = re.compile(r"^(?:USER|ASSISTANT|用户|助手)\s*[:：]\s*", re.IGNORECASE)
_TITLE = re.compile(r"[^\s，。；：:#>*]{2,60}(?:报告|总结)")
_MARKUP = re.compile(r"[#*>`_\[\]{}\"\\]|</?[a-z_]+[^>]*>")
_TITLE_CHARACTERS = 24


def is_errand(text: str) -> bool:
    """Whether a message is a page's own errand; attached files, which begin alike, are none."""
    return bool(_BEGINS.match(text)) and "<source" not in text


def done(text: str, language: Language) -> str:
    """The answer to an errand, in the JSON that it asks for; a title as plain text where it asks for none."""
    asked, history = _FORM.search(text), _HISTORY.search(text)
    form = asked.group(1) if asked else "title"
    title = title_of(history.group(1) if history else "", language)
    answers: dict[str, object] = {
        "follow_ups": [words.say(f"follow_up_{n}", language) for n in (1, 2, 3)],
        "queries": [],
        "title": title,
        "tags": [words.say("tag_1", language), words.say("tag_2", language)],
        "text": "",
        "prompt": "",
    }
    return json.dumps({form: answers[form]}, ensure_ascii=False) if asked else title


def title_of(history: str, language: Language) -> str:
    """A chat's title: that of the report in it, else how it begins."""
    if found := _TITLE.search(history):
        return _MARKUP.sub("", found.group())[:_TITLE_CHARACTERS]
    for line in history.split("\n"):
        if plain := _MARKUP.sub("", _SPEAKER.sub("", line.strip())).strip():
            return plain[:_TITLE_CHARACTERS]
    return words.say("chat_title", language)
