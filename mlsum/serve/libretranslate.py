"""LibreTranslate's API, so that its clients work here: `/translate`, `/detect`, `/languages`.

Source: LibreTranslate 1.6, its OpenAPI description and its clients. What it does silently and
mlsum does not: a text that no model translates is an error, never the text itself.
"""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from mlsum.core.document import Detection, Markup, Translation
from mlsum.core.lang import UND, Lang
from mlsum.lexicon import resolve_language
from mlsum.serve import work
from mlsum.serve.errors import Refused
from mlsum.serve.guard import is_token
from mlsum.serve.languages import languages, targets
from mlsum.serve.schemas import (
    ERRORS,
    Language,
    LibreDetected,
    LibreDetectRequest,
    LibreTranslated,
    LibreTranslateRequest,
    body_of,
    characters,
)
from mlsum.serve.state import Shared
from mlsum.text.checks import explain

__all__ = ["router"]

router = APIRouter(tags=["LibreTranslate"], responses=ERRORS)
_MOST = 1000

Asked = dict[str, Any]


@router.get("/languages", response_model=list[Language])
async def list_languages(state: Shared) -> JSONResponse:
    """The languages and those into which each is translated."""
    return JSONResponse(
        languages(state.settings.options.engine, state.settings.options.engine_options)
    )


@router.post(
    "/detect", response_model=list[LibreDetected], openapi_extra=body_of(LibreDetectRequest)
)
async def detect(request: Request, state: Shared) -> JSONResponse:
    """The language of a text, with a confidence of 0 to 100."""
    asked = await _read(request, state)
    texts, _ = _texts(asked)
    found = await work.detect(state, texts)
    return JSONResponse([_detected(one) for one in found])


@router.post(
    "/translate", response_model=LibreTranslated, openapi_extra=body_of(LibreTranslateRequest)
)
async def translate(request: Request, state: Shared) -> JSONResponse:
    """Translate a text or several; `alternatives` are never offered."""
    asked = await _read(request, state)
    texts, many = _texts(asked)
    source = _lang(asked, "source", "auto")
    target = _lang(asked, "target")
    markup = asked.get("format") or "text"
    if markup not in ("text", "html"):
        raise Refused(400, f"{markup} format is not supported", "format: text or html")
    if target == "auto":
        raise Refused(400, "auto is not supported as a target")
    _supported(source, target, state)
    kind: Markup = "html" if markup == "html" else "plain"
    wanted = work.request_of(state.settings, to=target, source=source)
    made = await work.translate(state, texts, kind, wanted)
    told = [_text(one) for one in made]
    answer: Asked = {"translatedText": told if many else told[0]}
    if source == "auto":
        found = [_detected(one) for one in await work.detect(state, texts)]
        answer["detectedLanguage"] = found if many else found[0]
    if asked.get("alternatives"):
        answer["alternatives"] = [[] for _ in texts] if many else []
    return JSONResponse(answer)


async def _read(request: Request, state: Shared) -> Asked:
    """What was asked, as JSON or as a form; `api_key` is the server's token."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        try:
            asked = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise Refused(400, "this is no JSON") from None
    else:
        asked = dict(await request.form())
    if not isinstance(asked, dict):
        raise Refused(400, "this is no JSON object")
    key = asked.get("api_key") or ""
    if not isinstance(key, str):
        raise Refused(400, "Invalid request: api_key is no text")
    _check_key(request, key, state)
    return asked


def _check_key(request: Request, key: str, state: Shared) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        key = given.strip()
    if state.settings.token and not is_token(key, state.settings.token):
        raise Refused(403, "Invalid API key")


def _texts(asked: Asked) -> tuple[list[str], bool]:
    """The texts in `q`, and whether they came as a list."""
    q = asked.get("q")
    texts: Sequence[Any] = q if isinstance(q, list) else [q]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise Refused(400, "Invalid request: missing q parameter")
    if len(texts) > _MOST:
        raise Refused(400, f"q may be a list of {_MOST} texts")
    try:
        return [characters(text) for text in texts], isinstance(q, list)
    except ValueError as error:
        raise Refused(400, f"Invalid request: {error}") from None


def _lang(asked: Asked, name: str, default: str = "") -> str:
    tag = asked.get(name) or default
    if not tag or not isinstance(tag, str):
        raise Refused(400, f"Invalid request: missing {name} parameter")
    return tag if tag == "auto" else str(resolve_language(tag))


def _supported(source: str, target: str, state: Shared) -> None:
    known = targets(state.settings.options.engine, state.settings.options.engine_options)
    for tag in (source, target):
        if tag != "auto" and Lang.parse(tag).base not in known:
            raise Refused(400, f"{tag} is not supported")


def _text(made: Translation) -> str:
    # A text of which nobody can tell the language comes back, with a confidence of 0.
    if made.status == "untranslated" and made.reasons != ("language not detected",):
        raise Refused(
            400, "; ".join(map(explain, made.reasons)), "mlsum models list shows what can be pulled"
        )
    return made.text


def _detected(found: Detection) -> Asked:
    if found.lang == UND:
        return {"confidence": 0.0, "language": "en"}  # as LibreTranslate says it knows nothing
    return {"confidence": round(found.confidence * 100, 1), "language": str(found.lang)}
