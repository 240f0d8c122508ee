"""The commands on documents: each names its groups of options, and hands its request on.

What does the work is imported by the command: `--help` waits for no engine.
"""

from mlsum.cli.command import command
from mlsum.request import (
    BATCH,
    ENGINE,
    OUTPUT,
    READING,
    SERVER,
    SUMMARIZING,
    TRANSLATING,
    Request,
)

__all__ = ["batch", "detect", "keywords", "plan", "serve", "summarize", "translate", "watch"]

_RESULT = OUTPUT.without("count", "in_place", "columns")
_SHOWN = _RESULT.without("strict")
_JOB = (READING.without("files"), TRANSLATING, ENGINE)
_SUMMARIES = SUMMARIZING.without("together", "highlight")


@command(READING.without("source"), _SHOWN)
def detect(request: Request) -> int:
    """Tell the language of every part: labels, values, and the spans inside them.

    Examples:

    - `mlsum detect article.txt`

    - `mlsum detect --languages en,pt,ko --format json *.txt > languages.json`

    - `echo "The song is called ロミオとシンデレラ" | mlsum detect -`
    """
    from mlsum.cli import work

    return work.detect(request)


@command(READING, TRANSLATING, ENGINE, _SHOWN, required=["to"])
def plan(request: Request) -> int:
    """Show what `translate` would do to each part. Loads no model.

    Example: `mlsum plan article.txt --to ko`
    """
    from mlsum.cli import work

    return work.plan(request)


@command(READING, TRANSLATING, ENGINE, OUTPUT.without("count"), required=["to"])
def translate(request: Request) -> int:
    """Translate a document: its metadata by tables, its text by an engine.

    The document comes back in its own format. What could not be translated stays as it was, with
    a message and the exit code 1, or 3 where a model is missing for all of it. A document that is
    no text goes into a file beside it: `report.docx` becomes `report.pt.docx`. A PDF
    comes back as Markdown, a table by `--columns`.

    Examples:

    - `mlsum translate article.txt --to pt`

    - `mlsum translate article.txt --to Korean --fields title,date,source --labels keep`

    - `mlsum translate news.jsonl --to en --format json -o news.en.json`

    - `mlsum translate report.docx slides.pptx --to pt`

    - `mlsum translate table.csv --columns title,summary --to pt`
    """
    from mlsum.cli import columns, work

    if "columns" in request.given:
        return columns.translate_tables(request)
    return work.translate(request)


@command(READING.without("fields"), TRANSLATING, SUMMARIZING, ENGINE, _RESULT)
def summarize(request: Request) -> int:
    """Say in a few sentences what a document says; with --to, in your language.

    Sentences are chosen from the text, unless a model is to write them; what such a model says
    that the text does not is told as suspect. With --to the fields are translated, too.

    Examples:

    - `mlsum summarize article.txt`

    - `mlsum summarize article.txt --sentences 2 --to pt`

    - `mlsum summarize report.md --max-chars 600 --format json`

    - `mlsum summarize article.txt --style headline --to pt`

    - `mlsum summarize report.md --highlight --format html -o report.html`

    - `mlsum summarize report.md --summarizer abstractive --model ~/models/mt5-xlsum`

    - `mlsum summarize news/*.txt --together --to ko --format html -o digest.html`
    """
    from mlsum.cli import summaries

    return summaries.digest(request) if request.together else summaries.summarize(request)


@command(READING.without("fields"), TRANSLATING, ENGINE, _SHOWN, OUTPUT.only("count"))
def keywords(request: Request) -> int:
    """List key terms and names with their weights; with --to, their translations and sources.

    Example: `mlsum keywords article.txt --to ko`
    """
    from mlsum.cli import summaries

    return summaries.keywords(request)


@command(BATCH.without("every"), *_JOB, _SUMMARIES, OUTPUT.only("strict", "quiet", "debug"),
         required=["out"])  # fmt: skip
def batch(request: Request) -> int:
    """Translate and summarize many documents; stopped at any moment, it goes on where it was.

    Without --to and --summarize, languages are detected, into `dataset.jsonl`. OUT holds the
    results, `summary.json`, and `report.html`. The exit code is 1 where documents failed or parts
    stayed untranslated, and 3 where a model or a package is missing for all of them.

    Examples:

    - `mlsum batch articles/ --out done --to pt --summarize`

    - `mlsum batch news.parquet --out done --to en --as parquet,csv`

    - `find . -name '*.txt' | mlsum batch - --out done --summarize`

    - `mlsum batch s3://news/2024/ --out s3://news/2024-pt/ --to pt --engine-runner ray`
    """
    from mlsum.cli import jobs

    return jobs.batch(request)


_ENDLESS = ("limit", "retry_failed", "dry_run", "fail_fast", "redo")
_RAY = ("engine_runner", "ray_address", "gpus")


@command(BATCH.without(*_ENDLESS, *_RAY), *_JOB, _SUMMARIES, OUTPUT.only("quiet", "debug"),
         required=["out"])  # fmt: skip
def watch(request: Request) -> int:
    """Do what `batch` does, and go on with every document that comes or changes; Ctrl-C ends it.

    It shares the journal of `batch` in OUT. A file is taken once it is no longer written to. In
    OUT, datasets and reports are always those of all that is in IN.

    Example: `mlsum watch inbox/ --out done --to ko --summarize`
    """
    from mlsum.cli import jobs

    return jobs.watch(request)


@command(SERVER, TRANSLATING.without("to", "labels", "check"), ENGINE,
         OUTPUT.only("quiet", "debug"), memory=False)  # fmt: skip
def serve(request: Request) -> int:
    """Open a page to look at documents, and an API to call, on this machine.

    The page shows a document with its languages, beside its translation, with a summary. The API
    is described at `/docs`; clients of LibreTranslate work, too. Nothing is sent anywhere, kept
    on disk or written to the log. Ctrl-C finishes what is in hand; twice, it ends at once.

    Examples:

    - `mlsum serve --open`

    - `MLSUM_TOKEN=$(openssl rand -hex 16) mlsum serve --host 0.0.0.0 --port 9000`
    """
    from mlsum.cli.serve import serve as run

    return run(request)
