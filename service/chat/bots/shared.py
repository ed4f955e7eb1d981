"""The page that a link in a chat leads to: one summary with its evidence, for whoever has the link.

The link is a signature over the owner and the summary by the platform's own secret: nobody makes one up, and no list
leads to it. It is good as long as the summary and the secret are.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from functools import cache
from importlib import resources
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, Template
from starlette.concurrency import run_in_threadpool

from schemas.summary import ReportSummary
from service.api.problems import language
from service.api.stored import known
from service.chat.bots import words
from service.errors import NotFound
from service.messages import Language
from service.render.labels import identity, label, parts
from service.storage.summaries import SummaryStore

PREFIX = "/chat/shared/"
_SIGNATURE_DIGITS = 40
_STYLE = (
    "body{max-width:48rem;margin:2rem auto;padding:0 1rem;line-height:1.7;font-family:system-ui,sans-serif}"
    "blockquote{margin:.2rem 0 1rem 1rem;padding-left:.8rem;border-left:3px solid #999;color:#555}"
    "@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}blockquote{color:#aaa}}"
)
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "X-Robots-Tag": "noindex"}


class Links:
    """Makes links and checks them. `secrets` are those of the platforms, by their names, with which owners begin."""

    def __init__(self, public_url: str | None, secrets: Mapping[str, str]) -> None:
        self._public_url = public_url.rstrip("/") if public_url else None
        self._secrets = secrets

    def of(self, owner: str, summary: str) -> str | None:
        """The address of a summary's page; None where it is not said where people reach this service."""
        if self._public_url is None:
            return None
        return f"{self._public_url}{PREFIX}{quote(owner, safe='')}/{summary}/{self._signature(owner, summary)}"

    def is_good(self, owner: str, summary: str, signature: str) -> bool:
        return hmac.compare_digest(self._signature(owner, summary).encode(), signature.encode())

    def _signature(self, owner: str, summary: str) -> str:
        secret = self._secrets.get(owner.partition(":")[0])
        if not secret:
            raise NotFound(what=summary)
        signed = f"tiyao summary {owner}/{summary}".encode()
        return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()[:_SIGNATURE_DIGITS]


def router(links: Links) -> APIRouter:
    """The route of the pages."""
    made = APIRouter()

    @made.get(PREFIX + "{owner}/{summary}/{signature}", include_in_schema=False)
    async def shared(request: Request, owner: str, summary: str, signature: str) -> HTMLResponse:
        id = known(summary, "summaries")
        if not links.is_good(owner, id, signature):
            raise NotFound(what=summary)
        found = await run_in_threadpool(SummaryStore(request.state.database).get, owner, id)
        if found is None:
            raise NotFound(what=summary)
        return HTMLResponse(await run_in_threadpool(_page, found, language(request)), headers=_HEADERS)

    return made


def _page(summary: ReportSummary, tongue: Language) -> str:
    return _template().render(
        language=tongue,
        style=_STYLE,
        title=summary.report.title or words.say("untitled", tongue),
        identity=" · ".join(identity(summary, tongue)),
        overview=summary.overview.text,
        warnings=[warning.message for warning in summary.quality.warnings],
        parts=parts(summary, tongue),
        none=label("none", tongue),
    )


@cache
def _template() -> Template:
    text = resources.files(__package__).joinpath("shared.html").read_text("utf-8")
    return Environment(autoescape=True).from_string(text)
