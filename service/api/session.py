"""`/v1/session`: a key shown once, for a cookie that stands for it (docs/decisions/0016-session.md)."""

from fastapi import APIRouter, Request, Response

from schemas.key import SCOPES
from schemas.session import Login, SessionInfo
from service import credentials
from service.access_errors import LoginNotNeeded, Unauthenticated
from service.api import body, openapi
from service.api.auth import COOKIE
from service.api.door import Keyed, Open
from service.api.security import check_own_page

router = APIRouter(tags=["session"])
_LOGIN_BYTES = 4_096
_HOUR_SECONDS = 3_600


@router.post(
    "/v1/session",
    summary="登录 · Log in",
    status_code=204,
    response_class=Response,
    responses=openapi.LOGGED_IN | openapi.problems(401, 403, 409, 413, 415, 422, 429, 500, 503),
    openapi_extra=openapi.body_of("Login"),
)
async def log_in(request: Request) -> Response:
    """用密钥换一个会话 cookie（HttpOnly、SameSite=Strict），供浏览器使用；程序请用请求头。密钥吊销或换新后会话即失效。

    A cookie in exchange for a key, for browsers; programs use the headers. It ends with the key, or with the key's secret.
    """
    check_own_page(request.headers, sure=False)
    rule: Keyed | Open = request.state.rule
    if isinstance(rule, Open):
        raise LoginNotNeeded()
    address = request.client.host if request.client else ""
    rule.logins.check(address)
    login = await body.read_json(request, Login, _LOGIN_BYTES)
    hours = request.state.settings.session_hours
    try:
        session = await rule.keeper.log_in(login.key.get_secret_value(), hours)
    except Unauthenticated:
        rule.logins.failed(address)
        raise
    return _with_cookie(request, credentials.in_cookie(session), round(hours * _HOUR_SECONDS))


@router.get("/v1/session", summary="是否需要登录 · Who is logged in", responses=openapi.problems(500, 503))
async def get_session(request: Request) -> SessionInfo:
    """不需要密钥。Never needs a key."""
    rule: Keyed | Open = request.state.rule
    if isinstance(rule, Open):
        return SessionInfo(keys=False)
    try:
        caller = await rule.keeper.caller(request.headers)
    except Unauthenticated:
        return SessionInfo(keys=True)
    return SessionInfo(keys=True, name=caller.name, scopes=tuple(one for one in SCOPES if one in caller.scopes))


@router.delete(
    "/v1/session",
    summary="退出 · Log out",
    status_code=204,
    response_class=Response,
    responses=openapi.problems(403, 500, 503),
)
async def log_out(request: Request) -> Response:
    """会话立即失效，cookie 清除；没有登录也可以调用。The session ends; without one nothing happens."""
    check_own_page(request.headers, sure=False)
    rule: Keyed | Open = request.state.rule
    if isinstance(rule, Keyed):
        await rule.keeper.log_out(request.headers)
    return _with_cookie(request, "", 0)


def _with_cookie(request: Request, value: str, seconds: int) -> Response:
    """Behind a proxy that ends TLS only the Origin tells that the browser speaks https."""
    secure = request.url.scheme == "https" or request.headers.get("origin", "").startswith("https://")
    response = Response(status_code=204)
    response.set_cookie(COOKIE, value, seconds, path="/", secure=secure, httponly=True, samesite="strict")
    return response
