"""The REST API under `/v1`: detect, translate, summarize, and documents as jobs."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from mlsum.core.records import DetectionsRecord, Record, SummaryRecord, TextTranslationsRecord
from mlsum.serve import work
from mlsum.serve.documents import attachment, download_name, file_name
from mlsum.serve.languages import languages
from mlsum.serve.results import MEDIA, render
from mlsum.serve.schemas import (
    ERRORS,
    DetectRequest,
    DocumentRequest,
    JobAnswer,
    Language,
    ResultFormat,
    Summarizer,
    SummarizeRequest,
    TranslateRequest,
    answers,
)
from mlsum.serve.state import Shared
from mlsum.serve.submit import finished, job_of, record, submit
from mlsum.serve.summarizers import choices
from mlsum.writers import records

__all__ = ["router"]

router = APIRouter(prefix="/v1", responses=ERRORS, tags=["v1"])


@router.post("/detect", responses=answers(DetectionsRecord))
async def detect(asked: DetectRequest, state: Shared) -> Response:
    """Tell the language of each text, and of the spans in it."""
    found = await work.detect(state, asked.texts, asked.languages)
    return _answer(DetectionsRecord([*map(records.detection_record, found)]))


@router.post("/translate", responses=answers(TextTranslationsRecord))
async def translate(asked: TranslateRequest, state: Shared) -> Response:
    """Translate each text; requests that come together are translated together."""
    glossary = work.glossary_of(state.settings, asked.glossary)
    values = {"to": asked.to, "source": asked.source, "quotes": asked.quotes}
    request = work.request_of(state.settings, glossary, **values)
    made = await work.translate(state, asked.texts, asked.markup, request)
    return _answer(TextTranslationsRecord([*map(records.text_translation_record, made)]))


@router.post("/summarize", responses=answers(SummaryRecord))
async def summarize(asked: SummarizeRequest, state: Shared) -> Response:
    """Choose the sentences that say most, or have a model write; with `to`, translate them."""
    glossary = work.glossary_of(state.settings, asked.glossary)
    values = asked.model_dump(exclude={"text", "lang", "markup", "glossary"})
    request = work.request_of(state.settings, glossary, source=asked.lang, **values)
    request = work.summarizing(state.settings, request)
    summary = await work.summarize(state, asked.text, asked.markup, request)
    return _answer(records.summary_record(summary))


@router.get("/languages", response_model=list[Language])
async def list_languages(state: Shared) -> JSONResponse:
    """List the languages that the installed models translate, and into which."""
    return JSONResponse(
        languages(state.settings.options.engine, state.settings.options.engine_options)
    )


@router.get("/summarizers", response_model=list[Summarizer])
async def list_summarizers(state: Shared) -> JSONResponse:
    """List who can summarize here, and what the others lack."""
    return JSONResponse([asdict(one) for one in choices(state.settings)])


@router.post("/documents", status_code=202, response_model=JobAnswer)
async def upload(
    asked: Annotated[DocumentRequest, Form(media_type="multipart/form-data")], state: Shared
) -> JSONResponse:
    """Take a document, and begin a job that detects, translates and summarizes it."""
    data = await asked.file.read()
    job = await submit(state, asked, file_name(asked.file.filename), lambda: data)
    return JSONResponse(record(job), 202, headers={"Location": f"/v1/jobs/{job.id}"})


@router.get("/jobs/{id}", response_model=JobAnswer)
async def showrecord(id: str, state: Shared) -> JSONResponse:
    """Tell how far a job is."""
    return JSONResponse(record(job_of(state, id)))


@router.delete("/jobs/{id}", status_code=204, response_class=Response)
async def deleterecord(id: str, state: Shared) -> Response:
    """Stop a job, and forget it and its result."""
    state.jobs.remove(job_of(state, id))
    return Response(status_code=204)


@router.get(
    "/jobs/{id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def followrecord(id: str, state: Shared) -> StreamingResponse:
    """Send the job as server-sent events: now, whenever it has changed, until it is over."""
    job = job_of(state, id)

    async def events() -> AsyncIterator[str]:
        async for now in state.jobs.watch(job):
            yield f"event: {now.state}\ndata: {json.dumps(record(now), ensure_ascii=False)}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


@router.get(
    "/jobs/{id}/result",
    response_class=Response,
    responses={200: {"content": {media: {} for media in sorted({*MEDIA.values()})}}},
)
async def fetch_result(
    id: str,
    state: Shared,
    format: ResultFormat = "json",
    ui: Annotated[str, Query(max_length=35, description="Language of headings in pages")] = "en",
) -> Response:
    """Fetch what became of a document: itself, or a JSON, Markdown or HTML file about it."""
    job, done = finished(state, id)
    data, suffix = await render(done, format, ui)
    headers = {} if format == "view" else attachment(download_name(job.name, done.options, suffix))
    return Response(data, media_type=MEDIA[format], headers=headers)


def _answer(record: Record) -> Response:
    return Response(records.encode(record), media_type="application/json")
