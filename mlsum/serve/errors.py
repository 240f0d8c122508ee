"""Errors as answers: a status, and a JSON object with `error` and `hint`, never what was sent.

The page shows none of these messages: it has a sentence for each `code` (`data/errors.tsv`).
"""

import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from mlsum.core.errors import (
    EncodingError,
    EngineError,
    FormatError,
    InputError,
    LanguageError,
    MissingError,
    MissingExtraError,
    MissingModelError,
    MlsumError,
    ModelError,
    OutputError,
    UsageError,
)
from mlsum.core.tables import read_rows

__all__ = [
    "CODES",
    "Busy",
    "Refused",
    "answer",
    "describe",
    "http_answer",
    "install",
    "sentences",
    "status_of",
    "unexpected",
]

_log = logging.getLogger("mlsum.web")
_MOST = 5

CODES: Mapping[type[BaseException], str] = {
    EncodingError: "encoding",
    FormatError: "format",
    InputError: "unreadable",
    LanguageError: "language",
    UsageError: "usage",
    OutputError: "output",
    MissingModelError: "missing-model",
    MissingExtraError: "missing-extra",
    MissingError: "missing",
    ModelError: "model",
    EngineError: "engine",
    RequestValidationError: "invalid",
    HTTPException: "invalid",
    Exception: "unexpected",
}
"""The codes of errors whose message has none of its own, subclasses first."""


class Refused(HTTPException):
    """A request that is answered with a status of its own."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(status, message)
        self.message = message
        self.hint = hint


class Busy(Refused):
    """More requests or jobs than may wait."""

    def __init__(self, message: str) -> None:
        super().__init__(429, message, "try again in a second")


def describe(error: BaseException) -> dict[str, Any]:
    """An error as JSON: `error`, `hint`, `where` in what was sent, `code`, and its `values`.

    What is empty is left out. Only errors of mlsum are quoted; a library's message never is.
    """
    hint = where = ""
    if isinstance(error, MlsumError | Refused):
        message, hint = error.message, error.hint
        where = error.where if isinstance(error, InputError) else ""
    elif isinstance(error, RequestValidationError):
        # FastAPI would repeat what was sent; it may be a document.
        lines = [f"{'.'.join(map(str, it['loc']))}: {it['msg']}" for it in error.errors()]
        message = "; ".join(lines[:_MOST])
    elif isinstance(error, HTTPException):
        message = str(error.detail)
    else:
        message, hint = f"unexpected {type(error).__name__}", "this is a bug in mlsum"
    code, values = _code(message, error)
    found = {"error": message, "hint": hint, "where": where, "code": code, "values": values}
    return {name: value for name, value in found.items() if value}


def _code(message: str, error: BaseException) -> tuple[str, list[str]]:
    """The code of a message with what stands in its gaps, else that of the error's class."""
    for code, pattern in _patterns():
        if match := pattern.fullmatch(message):
            return code, list(match.groups())
    return next(code for kind, code in CODES.items() if isinstance(error, kind)), []


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["code"], re.compile(re.escape(row["message"]).replace(r"\{\}", "(.+?)"), re.DOTALL))
        for row in read_rows("errors.tsv")
        if row["message"]
    )


@lru_cache(maxsize=8)
def sentences(ui: str) -> Mapping[str, tuple[str, str]]:
    """The sentence and what to do for each code, in the language `ui`."""
    return {row["code"]: (row[ui], row[f"do_{ui}"]) for row in read_rows("errors.tsv")}


def answer(
    status: int, error: BaseException, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error in the shape that all have."""
    retry = {"Retry-After": "1"} if status in (429, 503) else {}
    return JSONResponse(describe(error), status, headers={**retry, **(headers or {})})


def status_of(error: MlsumError) -> int:
    """400 for a wrong request, 422 for what cannot be done, 500 for what broke."""
    if isinstance(error, UsageError):
        return 400
    return 500 if isinstance(error, EngineError | OutputError) else 422


def install(app: FastAPI) -> None:
    """Answer whatever a request raises."""

    @app.exception_handler(MlsumError)
    async def ours(_: Request, error: MlsumError) -> JSONResponse:
        return answer(status_of(error), error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return answer(422, error)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        return http_answer(error)


def http_answer(error: HTTPException) -> JSONResponse:
    """The answer to a refusal, ours or Starlette's."""
    return answer(error.status_code, error, error.headers)


def unexpected(error: BaseException) -> JSONResponse:
    """The answer to a bug, and a line in the log: where it is, not what it says of a text."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("unexpected %s at %s", type(error).__name__, place)
    return answer(500, error)
