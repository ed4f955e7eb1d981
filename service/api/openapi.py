"""What the OpenAPI document says beyond what FastAPI finds by itself: bodies read by hand, problems, examples."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from schemas.request import SummaryOptions, SummaryRequest
from service.api import problems as problem
from service.api.rendered import DOCX

_REF = "#/components/schemas/{model}"

EXAMPLE_TEXT = (
    "云岫县2024年法治政府建设情况报告\n"
    "一、主要举措和成效\n"
    "（一）规范行政执法。全年办理行政处罚案件126件，同比下降8.2%，群众满意率达97.5%。\n"
    "（二）化解行政争议。受理行政复议案件45件，调解结案18件。\n"
    "二、存在问题\n"
    "一是基层执法力量不足，部分乡镇仅有2名持证执法人员。\n"
    "三、下步工作计划\n"
    "2025年将组织执法人员轮训4期，推动行政复议服务点覆盖全部12个乡镇。\n"
)

_DESCRIPTION = {
    400: "无法理解 · not HTTP as it should be",
    406: "Accept 无法满足 · neither JSON nor Markdown is accepted",
    413: "过长 · over the limit of characters, bytes or pages",
    415: "媒体类型不支持 · no type or kind of file that is read, or an unknown charset",
    422: "内容有误：空、不是中文、编码不明、文件损坏或加密、扫描件、未知选项、JSON 或表单有误 · empty, not Chinese, of no known encoding, a damaged or locked file, a scan, an unknown option, wrong JSON or form",
    500: "内部错误 · a mistake of the service",
    502: "模型服务出错 · the model server gave no usable answer",
    503: "尚未就绪或连不上模型 · not ready, or the model server cannot be reached",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented problem responses of a route."""
    content = {problem.MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {status: {"description": _DESCRIPTION[status], "content": content} for status in statuses}


FILE_TYPES = (
    "text/html",
    "application/pdf",
    DOCX,
    "application/octet-stream",
)
_OPTIONS = SummaryOptions.model_json_schema()["properties"]
_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary", "description": "txt, html, pdf, docx"}, **_OPTIONS},
    "required": ["file"],
    "additionalProperties": False,
}

SUMMARY_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": _REF.format(model="SummaryRequest")},
            "examples": {
                "最少 · minimal": {"value": {"text": EXAMPLE_TEXT}},
                "选项 · options": {
                    "value": {
                        "text": EXAMPLE_TEXT,
                        "options": {"engine": "extractive", "script": "hans", "include_source": True},
                    }
                },
            },
        },
        "text/plain": {"schema": {"type": "string"}, "examples": {"全文 · a report": {"value": EXAMPLE_TEXT}}},
        "multipart/form-data": {"schema": _FORM, "encoding": {"file": {"contentType": ", ".join(FILE_TYPES)}}},
        **{media: {"schema": {"type": "string", "format": "binary"}} for media in FILE_TYPES},
    },
}

SUMMARY_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "摘要；不像报告的文本带有 quality.warnings · the summary, its doubts in quality.warnings",
        "content": {
            "text/markdown": {"schema": {"type": "string"}},
            DOCX: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    **problems(406, 413, 415, 422, 500, 502, 503),
}


def install(app: FastAPI) -> None:
    """Make the app's OpenAPI document complete. It is made when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _, ours = models_json_schema(
        [(SummaryRequest, "validation"), (problem.Problem, "serialization")], ref_template=_REF
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(ours["$defs"])
    # FastAPI documents its own shape of a validation error wherever a route has parameters; ours are problems.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return found
