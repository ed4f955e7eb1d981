"""Whether the service is alive, and whether it can summarize."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from service import readiness
from service.api import openapi
from service.api.fresh import Fresh
from service.api.problems import language
from service.messages import Language, say
from service.readiness import Check, Look

router = APIRouter(tags=["health"])
_CHECK_SECONDS = 5.0
"""How old a check may be: however many ask, the server asked about is asked this seldom."""

Overall = Literal["ready", "degraded", "unready"]
Name = Literal["database", "queue", "model_server"]


class Alive(BaseModel):
    status: Literal["alive"] = "alive"


class Checked(BaseModel):
    status: Literal["ok", "failed", "unused"]
    code: str = Field(description="for programs", examples=["ready_model_ok"])
    message: str = Field(description="for people, in the language of Accept-Language")


class Checks(BaseModel):
    """What the service stands on, each by itself."""

    database: Checked
    queue: Checked
    model_server: Checked

    def overall(self) -> Overall:
        """Without the database no report is taken; without the others some wait, or are summarized otherwise."""
        if self.database.status == "failed":
            return "unready"
        return "degraded" if "failed" in (self.queue.status, self.model_server.status) else "ready"


class Ready(BaseModel):
    """`degraded`: reports are taken, but wait, or are summarized by the embedded engine. `unready`: none are taken."""

    status: Overall
    engine: str = Field(description="the engine that answers where a request names none", examples=["extractive"])
    model: str | None = Field(description="the model configured, if any")
    checks: Checks


class Readiness:
    """The checks, a few seconds old at most. Belongs to one event loop."""

    def __init__(self, database: Look, queue: Look, model_server: Look) -> None:
        self._looks: dict[Name, tuple[Look, str]] = {
            "database": (database, "ready_database_failed"),
            "queue": (queue, "ready_queue_failed"),
            "model_server": (model_server, "ready_model_failed"),
        }
        self._found: Fresh[Name, Check] = Fresh(self._look, _CHECK_SECONDS)

    async def checks(self, tongue: Language) -> Checks:
        return Checks(**{name: _checked(await self._found.get(name), tongue) for name in self._looks})

    async def _look(self, name: Name) -> Check:
        return await readiness.bounded(*self._looks[name])


@router.get("/healthz", summary="是否存活 · Alive")
async def healthz() -> Alive:
    """进程在应答。The process answers."""
    return Alive()


@router.get(
    "/readyz",
    summary="是否就绪 · Ready",
    response_model=Ready,
    responses=openapi.READY_RESPONSES,
)
async def readyz(request: Request) -> JSONResponse:
    """数据库、队列、模型服务各自的状态，几秒内有效。数据库连不上为 503；没有工作进程或模型服务不通只是降级。

    Database, queue and model server, each by itself, as they were some seconds ago. Without the database it is 503;
    without a worker or the model server the service is degraded.
    """
    work = getattr(request.state, "work", None)
    if work is None:
        raise HTTPException(503)
    found: Readiness = request.state.readiness
    checks = await found.checks(language(request))
    ready = Ready(
        status=checks.overall(), engine=work.pipeline.engine.name, model=work.pipeline.engine.model, checks=checks
    )
    told = {"Content-Language": language(request), "Vary": "Accept-Language"}
    return JSONResponse(ready.model_dump(), 503 if ready.status == "unready" else 200, headers=told)


def _checked(check: Check, tongue: Language) -> Checked:
    return Checked(status=check.status, code=check.code, message=say(check.code, tongue))
