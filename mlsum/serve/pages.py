"""The page, the description of the API, and the signs of life."""

import json
import re
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from mlsum.core.lang import Lang
from mlsum.serve.describe import describe
from mlsum.serve.languages import targets
from mlsum.serve.metrics import CONTENT_TYPE
from mlsum.serve.settings import Settings
from mlsum.serve.state import Shared
from mlsum.serve.summarizers import choices
from mlsum.writers.html import STATIC as SHARED
from mlsum.writers.words import LANGUAGES, name_in, say_in, words_in

__all__ = ["install"]

STATIC = Path(__file__).parent / "static"
_DOES = {
    "extractive": "select sentences by their words",
    "semantic": "select sentences by their meaning",
    "morphemes": "select sentences by Korean morphemes",
    "abstractive": "written by a local model",
    "chat": "written by the chat model",
}
_WORD = re.compile(r"\{\{(.+?)\}\}")


def install(app: FastAPI) -> None:
    """Add the routes that people, and those who run the server, look at."""
    app.mount("/static/view", StaticFiles(directory=str(SHARED)), name="view")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.get("/", include_in_schema=False, response_class=HTMLResponse)
    async def page(
        state: Shared,
        ui: Annotated[str | None, Query(max_length=35)] = None,
        accept_language: Annotated[str, Header()] = "",
    ) -> HTMLResponse:
        """The page, in the language that is asked for or that the browser prefers."""
        return HTMLResponse(_page(ui or _preferred(accept_language), state.settings))

    @app.get("/docs", include_in_schema=False, response_class=HTMLResponse)
    async def docs() -> HTMLResponse:
        """What the API takes and gives."""
        return HTMLResponse(describe(app.openapi()))

    @app.get("/healthz", tags=["server"])
    async def healthz(state: Shared) -> JSONResponse:
        """Tell whether the server takes work; 503 once it is about to stop, or has to be restarted.

        `stuck` counts threads whose work did not come back in time.
        """
        status = "stopping" if state.closing else "stuck" if state.lost else "ok"
        content = {"status": status, "version": version("mlsum"), "stuck": state.stuck}
        return JSONResponse(content, 200 if status == "ok" else 503)

    @app.get("/metrics", tags=["server"], response_class=Response)
    async def metrics(state: Shared) -> Response:
        """Give counts and times in Prometheus' text format."""
        return Response(state.metrics.text(), media_type=CONTENT_TYPE)


def _preferred(accepted: str) -> str:
    """The first of our languages that a browser names (RFC 9110, section 12.5.4, by order)."""
    named = (part.partition(";")[0].strip().partition("-")[0] for part in accepted.split(","))
    return next((code.lower() for code in named if code.lower() in LANGUAGES), LANGUAGES[0])


def _page(ui: str, settings: Settings) -> str:
    lang = ui if ui in LANGUAGES else LANGUAGES[0]
    say = say_in(lang)
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    text = _WORD.sub(lambda match: escape(say(match[1])), text)
    words = json.dumps(words_in(lang), ensure_ascii=False).replace("<", "\\u003c")
    parts = {
        "{lang}": lang,
        "{version}": escape(version("mlsum")),
        "{languages}": "".join(_switch(code, lang) for code in LANGUAGES),
        "{targets}": _targets(lang, settings),
        "{summarizers}": _summarizers(lang, settings),
        "{words}": words,
    }
    return re.sub("|".join(map(re.escape, parts)), lambda match: parts[match[0]], text)


def _switch(code: str, current: str) -> str:
    name = name_in(Lang(code), code)
    here = ' aria-current="page"' if code == current else ""
    return (
        f'<li><a href="/?ui={code}" lang="{code}" hreflang="{code}"{here}>{escape(name)}</a></li>'
    )


def _summarizers(ui: str, settings: Settings) -> str:
    """Those that are ready, by what they do and as the command line calls them."""
    say, ready = say_in(ui), [one.name for one in choices(settings) if one.ready]
    called = {name: f"{say(_DOES[name])} ({name})" for name in ready if name in _DOES}
    return "".join(
        f'<option value="{escape(name)}">{escape(called.get(name, name))}</option>'
        for name in ready
    )


def _targets(ui: str, settings: Settings) -> str:
    """The languages that something can be translated into; the reader's own is chosen."""
    known = targets(settings.options.engine, settings.options.engine_options)
    reached = {target for source, found in known.items() for target in found - {source}}
    names = {lang: name_in(lang, ui) for lang in reached | set(map(Lang, LANGUAGES))}
    options = [f'<option value="">{escape(say_in(ui)("no translation"))}</option>']
    for lang, name in sorted(names.items(), key=lambda entry: entry[1].casefold()):
        chosen = " selected" if str(lang) == ui else ""
        options.append(f'<option value="{lang}"{chosen}>{escape(name)}</option>')
    return "".join(options)
