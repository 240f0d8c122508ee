"""What the page asks of its server beside the public API; it may change with the page."""

import asyncio
import io
import socket
import zipfile
from collections import Counter
from functools import partial
from ipaddress import ip_address
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from mlsum import store
from mlsum.core.lang import UND, Lang
from mlsum.serve import work
from mlsum.serve.documents import Done, attachment, download_name, file_name
from mlsum.serve.errors import Refused
from mlsum.serve.missing import install, missing_models, model_record
from mlsum.serve.results import lacks, native_text, suffix_of, view_of
from mlsum.serve.schemas import DocumentOptions
from mlsum.serve.sentences import source_sentence
from mlsum.serve.settings import Settings
from mlsum.serve.state import Shared
from mlsum.serve.submit import finished, record, submit
from mlsum.store.address import fetch

__all__ = ["router"]

router = APIRouter(prefix="/page", include_in_schema=False)
Ui = Annotated[str, Query(max_length=35)]


class PageDocument(DocumentOptions):
    """A document as a file, or at an address."""

    file: UploadFile | None = None
    url: str | None = None


@router.post("/documents", status_code=202)
async def start_document(
    document: Annotated[PageDocument, Form(media_type="multipart/form-data")], state: Shared
) -> JSONResponse:
    """Begin a job for a file, or for what is at an address."""
    if document.file:
        data = await document.file.read()
        job = await submit(state, document, file_name(document.file.filename), lambda: data)
    elif document.url:
        read = partial(fetch, document.url, partial(_refuse_private, state.settings))
        job = await submit(state, document, _name_at(document.url), read)
    else:
        raise Refused(422, "send a file or an address")
    return JSONResponse(record(job), 202)


@router.get("/jobs/{id}")
async def show_result(id: str, state: Shared, ui: Ui = "en") -> JSONResponse:
    """The result of a job for the page, in the reader's language."""
    _, done = finished(state, id)
    return JSONResponse(await asyncio.to_thread(_result, done, ui))


def _result(done: Done, ui: str) -> dict[str, Any]:
    view, missing = view_of(done, ui), lacks(done)
    return {
        "missing": missing and [str(lang) for lang in missing[:2]],
        "edit": done.options.memory is not None and done.result is not None,
        "title": view.title,
        "html": view.html,
        "check": view.check,
        "lang": str(view.lang) if view.lang != UND else "",
        "name": view.language_name,
        "suffix": suffix_of(done),
        "text": native_text(done),
    }


@router.get("/zip")
async def save_all(job: Annotated[list[str], Query(max_length=100)], state: Shared) -> Response:
    """The translated documents of several jobs, in one archive."""
    done = [finished(state, id) for id in job]
    data = await asyncio.to_thread(
        _archive, [(download_name(it.name, it.result.options, end.suffix), end) for it, end in done]
    )
    return Response(data, media_type="application/zip", headers=attachment("mlsum.zip"))


def _archive(files: list[tuple[str, Done]]) -> bytes:
    """Names that come twice are numbered: `a.pt.txt`, `a.pt (2).txt`."""
    written = io.BytesIO()
    seen: Counter[str] = Counter()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, done in files:
            seen[name] += 1
            path = PurePath(name)
            number = f" ({seen[name]})" if seen[name] > 1 else ""
            archive.writestr(f"{path.stem}{number}{path.suffix}", done.native)
    return written.getvalue()


@router.post("/glossary")
async def read_glossary(file: UploadFile) -> JSONResponse:
    """The terms of a file as a table: the codes of its columns, if it has any, and its rows."""
    data, name = await file.read(), file_name(file.filename)
    entries = (await asyncio.to_thread(work.parse_glossary, data, name)).entries
    columns: dict[Lang, None] = dict.fromkeys(lang for entry in entries for lang in entry)
    rows = [[entry.get(lang, "") for lang in columns] for entry in entries]
    languages = [] if UND in columns else [str(lang) for lang in columns]
    return JSONResponse({"languages": languages, "rows": rows})


class Edit(BaseModel):
    """A better translation of a sentence: that of index `sentence` in a body or a field."""

    job: str
    part: str = Field(pattern=r"^(b\d{1,6}|f\d{1,6}-\d{1,6})$")
    sentence: int = Field(ge=0)
    text: str = Field(min_length=1, max_length=5000)


@router.post("/memory", status_code=204, response_class=Response)
async def edit_sentence(edit: Edit, state: Shared) -> Response:
    """Keep a reader's translation of a sentence in the memory, where it goes before any engine."""
    _, done = finished(state, edit.job)
    if done.options.memory is None:
        raise Refused(409, "this server runs without a translation memory")
    query = source_sentence(done, edit.part, edit.sentence)
    if query is None:
        raise Refused(404, "there is no such sentence")
    entry = (query, " ".join(edit.text.split()))
    await asyncio.to_thread(done.options.memory.add, [entry])
    return Response(status_code=204)


class Pair(BaseModel):
    """The language of a text, and the one to translate it into."""

    source: str
    target: str


@router.get("/models")
async def show_missing(pair: Annotated[Pair, Query()], state: Shared) -> JSONResponse:
    """What a pair of languages lacks, and how to get it."""
    names = missing_models(pair.source, pair.target)
    return JSONResponse(
        {
            "models": [model_record(name) for name in names],
            "command": " && ".join(f"mlsum models pull {name}" for name in names),
            "pull": state.settings.allow_pull and not store.offline(),
        }
    )


@router.post("/pull", status_code=202)
async def pull_missing(pair: Pair, state: Shared) -> JSONResponse:
    """Begin to install what a pair of languages lacks; any other model is refused."""
    if not state.settings.allow_pull:
        raise Refused(403, "this server does not install models")
    names = missing_models(pair.source, pair.target)
    return JSONResponse(record(state.pulls.start("models", partial(install, names))), 202)


def _name_at(url: str) -> str:
    """The name of the document at an address: the last part of its path, else its host."""
    parts = urlsplit(url)
    name = file_name(unquote(PurePath(parts.path).name))
    if PurePath(name).suffix and PurePath(parts.path).name:
        return name
    return f"{file_name(parts.hostname)}.html"


def _refuse_private(settings: Settings, host: str) -> None:
    """Who may use a server from elsewhere must not reach its own network through it."""
    if settings.local:
        return
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return  # it cannot be reached either
    if not all(ip_address(str(address).partition("%")[0]).is_global for address in found):
        raise Refused(403, "addresses of this network are refused")
