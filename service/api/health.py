"""Whether the service is alive, and whether it can summarize."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from service.api import openapi

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    status: Literal["ready"] = "ready"
    engine: str = Field(description="the engine that answers where a request names none", examples=["extractive"])
    model: str | None = Field(description="the model configured, if any")


@router.get("/healthz", summary="是否存活 · Alive")
async def healthz() -> Alive:
    """The process answers."""
    return Alive()


@router.get("/readyz", summary="是否就绪 · Ready", responses=openapi.problems(503))
async def readyz(request: Request) -> Ready:
    """The pipeline is built. A model's server is not called: it may be down for a while, and what needs it says so."""
    work = getattr(request.state, "work", None)
    if work is None:
        raise HTTPException(503)
    return Ready(engine=work.pipeline.engine.name, model=work.pipeline.engine.model)
