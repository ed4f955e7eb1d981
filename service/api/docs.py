"""`GET /docs`: the OpenAPI document as a page that loads nothing from anywhere, with a form to try the service."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from service.api.openapi import EXAMPLE_TEXT

router = APIRouter(include_in_schema=False)

_STYLE = """
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;
color:#1d2125;background:#fff}
h1 small,td small{color:#5b6670;font-weight:400}h2{margin-top:2.5rem}code,pre,textarea{font-family:ui-monospace,monospace}
pre,textarea{background:#f4f5f7;padding:.8rem;border:1px solid #d5d9de;border-radius:4px;overflow:auto;white-space:pre-wrap}
textarea{width:100%;box-sizing:border-box;height:14rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #d5d9de;padding:.3rem .6rem;text-align:left;vertical-align:top}
b.method{background:#0b5394;color:#fff;padding:.1rem .5rem;border-radius:3px;font-size:.8em}label{margin-right:1rem}
"""
_SCRIPT = """
const form = document.getElementById("try"), answer = document.getElementById("answer");
form.addEventListener("submit", async event => {
  event.preventDefault();
  answer.textContent = "…";
  const query = new URLSearchParams({engine: form.engine.value, script: form.script.value, include_source: "false"});
  if (!form.engine.value) query.delete("engine");
  const headers = {"Content-Type": "text/plain; charset=utf-8", "Accept": form.accept.value};
  if (form.key.value) headers.Authorization = "Bearer " + form.key.value;
  try {
    const response = await fetch("v1/summaries?" + query, {method: "POST", body: form.text.value,
      headers});
    const text = await response.text();
    const json = (response.headers.get("Content-Type") || "").includes("json");
    answer.textContent = response.status + "\\n" + (json ? JSON.stringify(JSON.parse(text), null, 2) : text);
  } catch (error) { answer.textContent = String(error); }
});
"""


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The page; its policy forbids every request but those of its own form."""
    policy = (
        f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(page(request.app.openapi()), headers={"Content-Security-Policy": policy})


def page(document: dict[str, Any]) -> str:
    """An OpenAPI document as HTML."""
    info = document["info"]
    return "".join(
        [
            f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(info["title"])}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{_STYLE}</style></head><body>",
            f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>",
            f'<p>{escape(info["description"])}</p><p><a href="openapi.json">openapi.json</a></p>',
            *_form(),
            *_operations(document["paths"]),
            "<h2>类型 · Schemas</h2>",
            *(_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())),
            f"<script>{_SCRIPT}</script></body></html>",
        ]
    )


def _form() -> Iterator[str]:
    yield "<h2>试一试 · Try it</h2>"
    yield f'<form id="try"><textarea name="text" aria-label="报告全文 · report">{escape(EXAMPLE_TEXT)}</textarea><p>'
    yield _choice("engine", ("", "extractive", "llm"))
    yield _choice("script", ("hans", "hant", "source"))
    yield _choice("accept", ("application/json", "text/markdown"))
    yield '<label>密钥 · key <input name="key" type="password" autocomplete="off" placeholder="tiyao_…"></label>'
    yield '<button>摘要 · Summarize</button></p></form><pre id="answer" aria-live="polite"></pre>'


def _choice(name: str, values: tuple[str, ...]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return f'<label>{name} <select name="{name}">{options}</select></label>'


def _operations(paths: dict[str, Any]) -> Iterator[str]:
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield f'<h2><b class="method">{method.upper()}</b> <code>{escape(path)}</code></h2>'
            yield f"<p><strong>{escape(operation['summary'])}</strong></p>"
            for paragraph in operation.get("description", "").split("\n\n"):
                yield f"<p>{escape(paragraph)}</p>"
            yield from _parameters(operation.get("parameters", []))
            yield from _body(operation.get("requestBody", {}))
            yield from _responses(operation["responses"])


def _parameters(parameters: list[dict[str, Any]]) -> Iterator[str]:
    if parameters:
        yield "<h3>参数 · Parameters</h3>"
        rows = ((p["name"], f"{p['in']}: {_type(p['schema'])}", p.get("description", "")) for p in parameters)
        yield _table(rows)


def _body(body: dict[str, Any]) -> Iterator[str]:
    for media, content in body.get("content", {}).items():
        yield f"<h3>请求正文 · Body <code>{escape(media)}</code></h3>"
        for name, example in content.get("examples", {}).items():
            value = example["value"]
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
            yield f"<p>{escape(name)}</p><pre>{escape(shown)}</pre>"


def _responses(responses: dict[str, Any]) -> Iterator[str]:
    yield "<h3>应答 · Responses</h3>"
    yield _table(
        (status, ", ".join(response.get("content", {})), response["description"])
        for status, response in responses.items()
    )


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = (
        (field, _type(inner), inner.get("description", "")) for field, inner in schema.get("properties", {}).items()
    )
    return f"<details><summary><code>{escape(name)}</code></summary><p>{escape(schema.get('description', ''))}</p>{_table(rows)}</details>"


def _table(rows: Any) -> str:
    cells = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _type(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " | ".join(map(str, schema.get("enum", [schema.get("const")])))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("type", ""))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
