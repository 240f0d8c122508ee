"""Errors as answers: a status, and a JSON object with `error` and `hint`, never what was sent."""

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from mlsum.core.errors import EngineError, InputError, MlsumError, OutputError, UsageError

__all__ = [
    "Busy",
    "Refused",
    "answer",
    "http_answer",
    "install",
    "status_of",
    "unexpected",
    "where_of",
]

_log = logging.getLogger("mlsum.serve")
_TOLD = 5


class Refused(HTTPException):
    """A request that is answered with a status of its own."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(status, message)
        self.hint = hint


class Busy(Refused):
    """More is asked than may wait."""

    def __init__(self, message: str) -> None:
        super().__init__(429, message, "try again in a second")


def answer(
    status: int,
    message: str,
    hint: str = "",
    headers: Mapping[str, str] | None = None,
    where: str = "",
) -> JSONResponse:
    """An error in the shape that all have; `hint` and `where` only where there is one."""
    told = {"hint": hint, "where": where}
    content = {"error": message} | {name: text for name, text in told.items() if text}
    retry = {"Retry-After": "1"} if status in (429, 503) else {}
    return JSONResponse(content, status, headers={**retry, **(headers or {})})


def status_of(error: MlsumError) -> int:
    """400 for what was asked wrongly, 422 for what cannot be done, 500 for what broke."""
    if isinstance(error, UsageError):
        return 400
    return 500 if isinstance(error, EngineError | OutputError) else 422


def where_of(error: MlsumError) -> str:
    """The place in what was sent, with its line; empty for places on this machine."""
    return error.where if isinstance(error, InputError) else ""


def install(app: FastAPI) -> None:
    """Answer whatever a request raises."""

    @app.exception_handler(MlsumError)
    async def ours(_: Request, error: MlsumError) -> JSONResponse:
        return answer(status_of(error), error.message, error.hint, where=where_of(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI would repeat what was sent; it may be a document.
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return answer(422, "; ".join(told[:_TOLD]))

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        return http_answer(error)


def http_answer(error: HTTPException) -> JSONResponse:
    """The answer to a refusal, ours or Starlette's."""
    hint = error.hint if isinstance(error, Refused) else ""
    return answer(error.status_code, str(error.detail), hint, error.headers)


def unexpected(error: BaseException) -> JSONResponse:
    """The answer to a bug, and a line in the log: where it is, not what it says of a text."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("unexpected %s at %s", type(error).__name__, place)
    return answer(500, f"unexpected {type(error).__name__}", "this is a bug in mlsum")
