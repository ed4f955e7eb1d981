"""`GET /` and what it loads: one HTML page in the reader's language, its modules and its style sheets."""

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from service.api.problems import language
from service.errors import NotFound
from service.messages import Language
from service.web.assets import Asset, Assets
from service.web.words import table

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing from elsewhere, nothing inline, and no text that becomes markup (trusted types)."""
LANGUAGE, SCHEME = "tiyao_language", "tiyao_scheme"
"""Cookies that the page sets where its reader chooses otherwise than the browser."""
_SCHEMES = frozenset({"light", "dark"})


def router() -> APIRouter:
    """The routes of the page; its files are read now."""
    assets, template = Assets.of_package(), _template()
    made = APIRouter(include_in_schema=False)

    @made.api_route("/", methods=["GET", "HEAD"])
    async def page(request: Request) -> Response:
        return _page(request, template, assets)

    @made.api_route("/assets/{version}/{name}", methods=["GET", "HEAD"])
    async def asset(request: Request, version: str, name: str) -> Response:
        found = assets.get(version, name)
        if found is None:
            raise NotFound(what=request.url.path)
        return _asset(request, found)

    return made


def chosen_language(request: Request) -> Language:
    """What the reader chose on the page, else what the browser asks for."""
    chosen = request.cookies.get(LANGUAGE)
    if chosen == "zh":
        return "zh"
    return "en" if chosen == "en" else language(request)


def _template() -> Template:
    loader = PackageLoader("service.web")
    strict = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return strict.get_template("page.html")


def _page(request: Request, template: Template, assets: Assets) -> Response:
    """Which view it shows stands behind the #, where no server sees it."""
    tongue = chosen_language(request)
    scheme = request.cookies.get(SCHEME, "")
    html = template.render(
        language=tongue,
        scheme=scheme if scheme in _SCHEMES else "",
        assets=assets.folder,
        modules=assets.modules,
        words=table(tongue),
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Content-Language": tongue,
        "Vary": "Accept-Language, Cookie",
        "Cache-Control": "no-cache",
    }
    return Response(html, headers=headers, media_type="text/html; charset=utf-8")


def _asset(request: Request, found: Asset) -> Response:
    """Its address holds the version, so it may be kept for good."""
    headers = {"ETag": found.etag, "Cache-Control": "public, max-age=31536000, immutable"}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.content, headers=headers, media_type=found.media)
