"""What the OpenAPI document says beyond what FastAPI finds by itself: bodies read by hand, problems, examples."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from schemas.correction import Correction
from schemas.key import Scope
from schemas.request import SummaryOptions, SummaryRequest
from schemas.session import Login
from service.api import problems as problem
from service.api.access import needed
from service.api.auth import COOKIE
from service.api.rendered import DOCX

_REF = "#/components/schemas/{model}"

_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer tiyao_…"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "POST /v1/session"},
}

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
    401: "没有有效的密钥（开启密钥时） · no valid key, where keys are on",
    403: "密钥没有所需权限，或请求来自外来网页 · the key lacks the scope, or a page from elsewhere asks",
    429: "超过密钥的限额，见 Retry-After · over a limit of the key; see Retry-After",
    400: "无法理解 · not HTTP as it should be",
    404: "没有 · not there, or somebody else's",
    406: "Accept 无法满足 · none of the formats that there are is accepted",
    408: "正文没有传完 · the body did not come to its end",
    409: "当前状态不允许 · not in its present state",
    412: "其间已有别人保存，或还没有校订 · somebody else has saved meanwhile, or nobody has yet",
    413: "过长 · over the limit of characters, bytes or pages",
    415: "媒体类型不支持 · no type or kind of file that is read, or an unknown charset",
    422: "内容有误：空、不是中文、编码不明、文件损坏或加密、扫描件、未知选项、JSON 或表单有误 · empty, not Chinese, of no known encoding, a damaged or locked file, a scan, an unknown option, wrong JSON or form",
    500: "内部错误 · a mistake of the service",
    502: "模型服务出错 · the model server gave no usable answer",
    503: "尚未就绪，或连不上数据库或模型 · not ready, or the database or the model server cannot be reached",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented problem responses of a route."""
    content = {problem.MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {status: {"description": _DESCRIPTION[status], "content": content} for status in statuses}


READY_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"Content-Language": {"schema": {"type": "string"}}}},
    503: {
        "description": "不能接收报告 · no reports are taken",
        "content": {
            "application/json": {"schema": {"$ref": _REF.format(model="Ready")}},
            problem.MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}},
        },
    },
}

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
    202: {
        "description": "等待时间已到，转为后台任务 · patience ended: it has become a job",
        "headers": {"Location": {"description": "任务的地址 · where it is", "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"$ref": _REF.format(model="Job")}}},
    },
    **problems(406, 413, 415, 422, 500, 502, 503),
}


def offered(*medias: str) -> dict[int | str, dict[str, Any]]:
    """A good response in further media types."""
    binary = {"type": "string", "format": "binary"}
    content = {media: {"schema": {"type": "string"} if media.startswith("text/") else binary} for media in medias}
    return {200: {"description": "按所要的格式 · in the format that is asked for", "content": content}}


_LINE = '{"name": "云岫县", "text": "…", "options": {"script": "hans"}}\n{"name": "清河区", "text": "…"}\n'
BATCH_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/x-ndjson": {
            "schema": {"type": "string", "description": "每行一个 SummaryRequest · a SummaryRequest a line"},
            "examples": {"两份 · two": {"value": _LINE}},
        },
        "application/zip": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        },
    },
}
ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "已接受 · accepted",
        "headers": {"Location": {"description": "任务或批次的地址 · where it is", "schema": {"type": "string"}}},
    }
}
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "事件，`data` 为 JobEvent · events, each a JobEvent", "content": {"text/event-stream": {}}},
    204: {"description": "已结束，没有更多事件 · it is over, and there is nothing more"},
}
CORRECTED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"ETag": {"description": "供 If-Match 使用 · for If-Match", "schema": {"type": "string"}}}}
}
LOGGED_IN: dict[int | str, dict[str, Any]] = {
    204: {
        "description": "已登录；浏览器随后的请求自带会话 · logged in: what the browser asks from now on shows it",
        "headers": {"Set-Cookie": {"schema": {"type": "string"}}},
    }
}
PURGED: dict[int | str, dict[str, Any]] = {204: {"description": "已全部删除 · deleted, everything of it"}}


def body_of(name: str) -> dict[str, Any]:
    """A JSON body that is read by hand; the schema is one of those that the document adds."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": _REF.format(model=name)}}},
        }
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
        [
            (SummaryRequest, "validation"),
            (Login, "validation"),
            (Correction, "validation"),
            (problem.Problem, "serialization"),
        ],
        ref_template=_REF,
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(ours["$defs"])
    # FastAPI documents its own shape of a validation error wherever a route has parameters; ours are problems.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                operation["responses"]["422"] = problems(422)[422]
            _guarded(operation, needed(method.upper(), path))
    found["components"]["securitySchemes"] = _SCHEMES
    return found


def _guarded(operation: dict[str, Any], scope: Scope | None) -> None:
    """What the door answers before any route is asked."""
    if scope is None:
        return
    operation["security"] = [{scheme: [scope]} for scheme in _SCHEMES]
    slow = (408,) if "requestBody" in operation else ()
    for status, response in problems(401, 403, *slow, 413, 429, 500, 503).items():
        operation["responses"].setdefault(str(status), response)
    operation["responses"] = dict(sorted(operation["responses"].items()))
