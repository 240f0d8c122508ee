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

from mlsum.core.lang import UND, Lang
from mlsum.serve import work
from mlsum.serve.documents import Done, attachment, download_name, file_name
from mlsum.serve.errors import Refused
from mlsum.serve.results import native_text, suffix_of, view_of
from mlsum.serve.schemas import DocumentOptions
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
    asked: Annotated[PageDocument, Form(media_type="multipart/form-data")], state: Shared
) -> JSONResponse:
    """Begin a job for a file, or for what is at an address."""
    if asked.file:
        data = await asked.file.read()
        job = await submit(state, asked, file_name(asked.file.filename), lambda: data)
    elif asked.url:
        read = partial(fetch, asked.url, partial(_refuse_private, state.settings))
        job = await submit(state, asked, _name_at(asked.url), read)
    else:
        raise Refused(422, "send a file or an address")
    return JSONResponse(record(job), 202)


@router.get("/jobs/{id}")
async def show_result(id: str, state: Shared, ui: Ui = "en") -> JSONResponse:
    """The result of a job for the page, in the reader's language."""
    _, done = finished(state, id)
    return JSONResponse(await asyncio.to_thread(_result, done, ui))


def _result(done: Done, ui: str) -> dict[str, Any]:
    view = view_of(done, ui)
    return {
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
