"""What the service counts, for Prometheus: `GET /metrics`."""

import threading
import time
from collections.abc import Callable, Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool

from service.engines.protocol import Tally
from service.errors import StoreError
from service.storage.census import Census

router = APIRouter(tags=["health"])

_CENSUS_SECONDS = 5.0
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
_STAGE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 900)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER = "other"
"""Methods and paths that are nobody's come from clients, in any number."""


class Metrics:
    """The counts of one process; an `Observer` of its pipeline. `currency` is that of the model's price."""

    def __init__(self, currency: str = "") -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._currency = currency
        self._requests = self._counter("tiyao_http_requests", "Requests answered", "method", "path", "status")
        self._request_seconds = self._histogram(
            "tiyao_http_request_seconds", "From a request's head to the end of its answer", _REQUEST_SECONDS, "path"
        )
        self._stages = self._histogram("tiyao_stage_seconds", "Stages of the pipeline", _STAGE_SECONDS, "stage")
        self._reports = self._counter("tiyao_reports", "Reports worked on, by what came of them", "engine", "outcome")
        self._calls = self._counter("tiyao_model_calls", "Calls that the model's server answered")
        self._retries = self._counter("tiyao_model_retries", "Calls that failed and were tried again")
        self._kept = self._counter("tiyao_model_kept_answers", "Answers taken from those kept, and not paid for again")
        self._tokens = self._counter("tiyao_model_tokens", "Tokens as the server counts them", "kind")
        self._cost = self._counter("tiyao_model_cost", "Money, by the price table", "currency")
        self._fallbacks = self._counter("tiyao_fallbacks", "What the model could not do, by its warning's code", "code")

    def request(self, method: str, path: str | None, status: int, seconds: float) -> None:
        """A request is answered; `path` is its route's template."""
        path = path or _OTHER
        self._requests.labels(method if method in _METHODS else _OTHER, path, status).inc()
        self._request_seconds.labels(path).observe(seconds)

    def stage(self, name: str, seconds: float) -> None:
        self._stages.labels(name).observe(seconds)

    def report(self, engine: str, tally: Tally, error: str | None) -> None:
        self._reports.labels(engine, error or "succeeded").inc()
        self.question(tally)

    def question(self, tally: Tally) -> None:
        self._calls.inc(tally.calls)
        self._retries.inc(tally.retries)
        self._kept.inc(tally.cached_calls)
        self._tokens.labels("prompt").inc(tally.prompt_tokens)
        self._tokens.labels("cached_prompt").inc(tally.cached_prompt_tokens)
        self._tokens.labels("completion").inc(tally.completion_tokens)
        self._cost.labels(self._currency).inc(tally.cost or 0)
        for notice in tally.notices:
            self._fallbacks.labels(notice.code).inc()

    def watch_jobs(self, census: Callable[[], Census]) -> None:
        """Tell of jobs too, counted when the metrics are asked for."""
        self.registry.register(_Jobs(census))

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, registry=self.registry)

    def _histogram(self, name: str, told: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, told, labels, registry=self.registry, buckets=buckets)


class _Jobs(Collector):
    """From the database, at most once in some seconds whoever asks. Without it the rest is told all the same."""

    def __init__(self, census: Callable[[], Census]) -> None:
        self._census = census
        self._lock = threading.Lock()
        self._found: tuple[float, Census | None] = (float("-inf"), None)

    def describe(self) -> Iterator[Metric]:
        return iter(())

    def collect(self) -> Iterator[Metric]:
        found = self._fresh()
        yield GaugeMetricFamily("tiyao_database_up", "Whether the database answered", value=float(found is not None))
        if found is None:
            return
        jobs = GaugeMetricFamily("tiyao_jobs", "Jobs in the database, by state", labels=["state"])
        for state, number in found.jobs.items():
            jobs.add_metric([state], number)
        yield jobs
        yield GaugeMetricFamily(
            "tiyao_oldest_queued_seconds", "How long the oldest queued job waits", value=found.oldest_queued_seconds
        )
        yield GaugeMetricFamily("tiyao_workers", "Workers that were heard of lately", value=found.workers_alive)

    def _fresh(self) -> Census | None:
        with self._lock:
            if time.monotonic() - self._found[0] >= _CENSUS_SECONDS:
                self._found = time.monotonic(), self._counted()
            return self._found[1]

    def _counted(self) -> Census | None:
        try:
            return self._census()
        except StoreError:
            return None  # told as tiyao_database_up


@router.get(
    "/metrics",
    summary="运行指标 · Metrics",
    response_class=Response,
    responses={200: {"description": "Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """Prometheus 格式：请求、任务、模型调用与费用、各阶段耗时。开启密钥时需要 `admin` 权限。

    In the format of Prometheus: requests, jobs, model calls and money, seconds of each stage. Where keys are on, the
    scope `admin` is needed.
    """
    counted: Metrics = request.state.metrics
    encode, media = choose_encoder(request.headers.get("accept", ""))
    return Response(await run_in_threadpool(encode, counted.registry), media_type=media)
