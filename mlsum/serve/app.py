"""The application: its routes, its guard, and what begins and ends with it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from mlsum.core.schema import components
from mlsum.serve import errors, libretranslate, page_api, pages, routes
from mlsum.serve.collector import Collector
from mlsum.serve.guard import Guard
from mlsum.serve.jobs import Jobs
from mlsum.serve.metrics import Metrics
from mlsum.serve.settings import Settings
from mlsum.serve.state import State

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server as an ASGI application; its state is in `app.state.mlsum`."""
    settings = settings or Settings()
    app = FastAPI(
        title="mlsum",
        version=version("mlsum"),
        summary="Detect, translate and summarize multilingual documents.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    metrics = Metrics()
    app.state.mlsum = state = State(
        settings,
        metrics,
        Collector(settings.window, settings.waiting, seen=metrics.batch, timeout=settings.timeout),
        Jobs(settings.jobs, settings.keep, ended=metrics.job, timeout=settings.job_timeout),
        Jobs(1, settings.keep, timeout=settings.job_timeout),
    )
    metrics.watch("requests", lambda: state.collector.waiting)
    metrics.watch("jobs", lambda: state.jobs.waiting)
    metrics.stuck(lambda: state.stuck)
    errors.install(app)
    app.include_router(routes.router)
    app.include_router(libretranslate.router)
    app.include_router(page_api.router)
    pages.install(app)
    app.add_middleware(Guard, settings=settings, metrics=metrics)
    app.openapi = partial(_described, app, app.openapi)  # type: ignore[method-assign]
    return app


def _described(app: FastAPI, describe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The OpenAPI description with the schemas of the records."""
    if not app.openapi_schema:
        describe()["components"]["schemas"] |= components()
    return app.openapi_schema or {}


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state: State = app.state.mlsum
    state.collector.start()
    yield
    state.closing = True
    await state.jobs.close()
    await state.pulls.close()
    await state.collector.close()
