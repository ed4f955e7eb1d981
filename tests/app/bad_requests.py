"""Requests that are wrong before any file is read."""

from typing import NamedTuple

from tests.app.bad_files import MIB, REPORT

BOUNDARY = "b0undary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


class Request(NamedTuple):
    zh: str
    en: str
    media: str
    body: bytes
    code: str


def part(name: str, content: bytes, file: str | None = None) -> bytes:
    named = f'; filename="{file}"' if file else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


FILE = part("file", REPORT.encode(), "a.txt")
REQUESTS: tuple[Request, ...] = (
    Request("没有边界的表单", "a form without its boundary", "multipart/form-data", form(FILE), "invalid_request"),
    Request("边界不符的表单", "a form with another boundary", FORM + "x", form(FILE), "invalid_request"),
    Request("截断的表单", "a form cut off", FORM, FILE, "invalid_request"),
    Request("在文件中间截断的表单", "a form cut off within its file", FORM, FILE[:100], "invalid_request"),
    Request("空表单", "an empty form", FORM, b"", "invalid_request"),
    Request("乱码表单", "a form of rubbish", FORM, bytes(range(256)), "invalid_request"),
    Request("没有文件的表单", "a form without a file", FORM, form(part("script", b"hans")), "invalid_request"),
    Request("文件栏是文字的表单", "a form whose file is a mere field", FORM, form(part("file", b"x")), "invalid_request"),
    Request("多个文件的表单", "a form of several files", FORM, form(FILE, FILE), "invalid_request"),
    Request("选项有误的表单", "a form with a wrong option", FORM, form(FILE, part("script", b"x")), "invalid_request"),
    Request("选项不存在的表单", "a form with an unknown option", FORM, form(FILE, part("scirpt", b"hans")), "invalid_request"),
    Request("栏目过多的表单", "a form of too many fields", FORM, form(FILE, *[part("a", b"x")] * 99), "invalid_request"),
    Request("过大的表单", "a form over the limit", FORM, form(part("file", b"x" * (21 * MIB), "a")), "file_too_large"),
    Request("没有类型的正文", "a body without a type", "", b"x", "unsupported_media_type"),
    Request("类型不明的正文", "a body of an unknown type", "video/mp4", b"x", "unsupported_media_type"),
    Request("字符集不明的正文", "a text in an unknown charset", "text/plain; charset=x", b"x", "unsupported_media_type"),
    Request("过大的 JSON", "a JSON body over the limit", "application/json", b" " * (17 * MIB), "body_too_large"),
    Request("不完整的 JSON", "JSON cut off", "application/json", b'{"text": "', "invalid_request"),
    Request("孤立代理项", "a lone surrogate", "application/json", b'{"text": "\\ud800"}', "lone_surrogate"),
)  # fmt: skip
