"""A summary as the response that a client wants to have."""

import asyncio
from collections.abc import Mapping

from fastapi import Request, Response

from schemas.summary import ReportSummary
from service import render
from service.api.negotiation import choose
from service.errors import NotAcceptable
from service.messages import Language

JSON, MARKDOWN = "application/json", "text/markdown"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFERED = (JSON, MARKDOWN, DOCX)


def chosen(request: Request, format: str | None, offered: Mapping[str, str]) -> str:
    """The media type that is asked for, by the name of a format or by Accept. Raises NotAcceptable."""
    if format is not None:
        return offered[format]
    accept = request.headers.get("accept")
    media = choose(accept, tuple(offered.values()))
    if media is None:
        raise NotAcceptable(media=accept, offered=", ".join(offered.values()))
    return media


async def rendered(summary: ReportSummary, media: str, language: Language) -> Response:
    """The response in one of the media types OFFERED; a briefing is made beside the event loop, it takes a while."""
    told = {"Content-Language": language, "Vary": "Accept, Accept-Language"}
    if media == DOCX:
        from service.render.docx import docx

        told["Content-Disposition"] = 'attachment; filename="summary.docx"'
        return Response(await asyncio.to_thread(docx, summary, language), headers=told, media_type=DOCX)
    if media == MARKDOWN:
        return Response(render.markdown(summary, language), headers=told, media_type=f"{MARKDOWN}; charset=utf-8")
    return Response(summary.model_dump_json(), headers=told, media_type=JSON)
