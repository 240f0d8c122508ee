"""The page, the description of the API, and the signs of life."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from mlsum import formats
from mlsum.core.lang import Lang
from mlsum.serve.describe import describe
from mlsum.serve.errors import sentences
from mlsum.serve.languages import targets
from mlsum.serve.metrics import CONTENT_TYPE
from mlsum.serve.settings import Settings
from mlsum.serve.state import Shared
from mlsum.serve.summarizers import choices
from mlsum.writers.html import STATIC as SHARED
from mlsum.writers.words import LANGUAGES, Say, name_in, say_in, words_in

__all__ = ["install"]

STATIC = Path(__file__).parent / "static"
_DOES = {
    "extractive": "select sentences by their words",
    "semantic": "select sentences by their meaning",
    "morphemes": "select sentences by Korean morphemes",
    "abstractive": "written by a local model",
    "chat": "written by the chat model",
}
Known = Mapping[Lang, set[Lang]]
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
    known = targets(settings.options.engine, settings.options.engine_options)
    parts = {
        "{lang}": lang,
        "{version}": escape(version("mlsum")),
        "{languages}": "".join(_switch(code, lang) for code in LANGUAGES),
        "{sources}": _options(sorted(known, key=str), lang, "", say("Detect language")),
        "{targets}": _targets(lang, known),
        "{summarizers}": _summarizers(lang, settings),
        "{limit}": escape(say(f"At most {settings.max_bytes >> 20} MB each.")),
        "{formats}": "".join(_formats(say)),
        "{data}": _data(lang, known),
    }
    return re.sub("|".join(map(re.escape, parts)), lambda match: parts[match[0]], text)


def _data(ui: str, known: Known) -> str:
    """What the scripts of the page know, as JSON that can stand in HTML."""
    names = {str(lang): name_in(lang, ui) for lang in {*known, *map(Lang, LANGUAGES)}}
    data = {
        "words": words_in(ui),
        "errors": sentences(ui),
        "names": names,
        "targets": {str(lang): sorted(map(str, found)) for lang, found in known.items()},
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _formats(say: Say) -> Iterator[str]:
    """The formats that are read, with their suffixes, and what comes back in another one."""
    for name in formats.names():
        about = formats.about(name)
        back = f" – {say(f'comes back as {about.written}')}" if about.written else ""
        suffixes = escape(" ".join(about.suffixes[:3]) + back)
        yield f'<li>{escape(say(about.title))} <span class="note">{suffixes}</span></li>'


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


def _targets(ui: str, known: Known) -> str:
    """The languages that something can be translated into, then those that lack a model."""
    reached = {target for source, found in known.items() for target in found - {source}}
    missing = {Lang(code) for code in LANGUAGES} - reached
    here = _options(sorted(reached, key=str), ui, ui, say_in(ui)("no translation"))
    if not missing:
        return here
    label = escape(say_in(ui)("Not installed"))
    return (
        f'{here}<optgroup label="{label}">{_options(sorted(missing, key=str), ui, ui)}</optgroup>'
    )


def _options(langs: Sequence[Lang], ui: str, chosen: str, first: str = "") -> str:
    """Options by name; `first` stands for no language."""
    options = [f'<option value="">{escape(first)}</option>'] if first else []
    names = sorted(
        ((name_in(lang, ui), str(lang)) for lang in langs), key=lambda it: it[0].casefold()
    )
    for name, code in names:
        selected = " selected" if code == chosen else ""
        options.append(f'<option value="{code}"{selected}>{escape(name)}</option>')
    return "".join(options)
