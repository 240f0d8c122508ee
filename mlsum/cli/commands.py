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
    """Detect the language of every part: labels, values, and the spans inside them.

    Examples:

    - `mlsum detect article.txt`

    - `mlsum detect --languages en,pt,ko --format json *.txt > languages.json`

    - `echo "The song is called ロミオとシンデレラ" | mlsum detect -`
    """
    from mlsum.cli import work

    return work.detect(request)


@command(READING, TRANSLATING, ENGINE, _SHOWN, required=["to"])
def plan(request: Request) -> int:
    """Show what `translate` would do with each part, without loading a model.

    Example: `mlsum plan article.txt --to ko`
    """
    from mlsum.cli import work

    return work.plan(request)


@command(READING, TRANSLATING, ENGINE, OUTPUT.without("count"), required=["to"])
def translate(request: Request) -> int:
    """Translate a document: its metadata by tables, its text by an engine.

    The document keeps its format. Parts that cannot be translated stay in the original, with a
    message and exit code 1, or 3 if the model for all of them is missing. A document that is not
    text is written to a new file beside it: `report.docx` becomes `report.pt.docx`. A PDF is
    written as Markdown. For a table, name its `--columns`.

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
    """Summarize a document; with --to, in your language.

    Sentences are selected from the text unless you choose a model that writes them. Claims of
    such a model that are not found in the text are marked as suspect. With --to, the fields are
    translated as well.

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


@command(BATCH.without("every"), *_JOB, _SUMMARIES, OUTPUT.only("ui", "strict", "quiet", "debug"),
         required=["out"])  # fmt: skip
def batch(request: Request) -> int:
    """Translate and summarize many documents. Can be interrupted; run it again to resume.

    Without --to and --summarize, it detects languages and writes `dataset.jsonl`. OUT receives the
    results, `summary.json` and `report.html`. The exit code is 1 if documents failed or parts
    were not translated, and 3 if a model or a package is missing for all of them.

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


@command(BATCH.without(*_ENDLESS, *_RAY), *_JOB, _SUMMARIES, OUTPUT.only("ui", "quiet", "debug"),
         required=["out"], interrupted=0)  # fmt: skip
def watch(request: Request) -> int:
    """Watch folders and process new and changed documents like `batch`, until Ctrl-C.

    It shares the journal of `batch` in OUT. A file is processed once it is no longer being
    written. Datasets and reports in OUT always cover everything in IN.

    Example: `mlsum watch inbox/ --out done --to ko --summarize`
    """
    from mlsum.cli import jobs

    return jobs.watch(request)


@command(SERVER, TRANSLATING.without("to", "labels", "check"), ENGINE,
         OUTPUT.only("quiet", "debug"), interrupted=None, memory=False)  # fmt: skip
def serve(request: Request) -> int:
    """Start a local web page and an API.

    The page shows a document beside its translation, with its languages and a summary. The API is
    described at `/docs`; LibreTranslate clients work with it. No text is sent elsewhere, stored or
    logged. Ctrl-C finishes current requests; press it twice to stop at once.

    Examples:

    - `mlsum serve --open`

    - `MLSUM_TOKEN=$(openssl rand -hex 16) mlsum serve --host 0.0.0.0 --port 9000`
    """
    from mlsum.cli.serve import serve as run

    return run(request)
