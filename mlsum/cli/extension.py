"""What the extension of the file that `-o` names asks for: a form of the result, or a refusal."""

from dataclasses import replace
from pathlib import Path

from mlsum.cli.inputs import is_words
from mlsum.cli.outputs import STDOUT, is_folder
from mlsum.core.document import OutputFormat
from mlsum.core.errors import UsageError
from mlsum.formats import About, about, names
from mlsum.request import Request

__all__ = ["followed"]

_FORMS: dict[str, OutputFormat] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
}
_OWN = (".txt", ".md")  # a document of either kind may be written under either name


def followed(request: Request, native: bool) -> Request:
    """The options with the form that the extension of `-o` names, where `--format` names none.

    `native` results are documents in their own format, which keep it under a name of their kind.
    Raises UsageError where the extension is that of a format in which nothing is written here.
    """
    if request.output in (None, STDOUT) or is_folder(request.output):
        return request
    ending = Path(str(request.output)).suffix.lower()
    sources = {_ending(path) for path in request.files}
    if native and request.output_format == "text":
        _refuse_other_kind(str(request.output), ending, sources)
        if ending in _OWN or ending in sources or "" in sources:
            return request
    elif (kind := _kind(ending)) and kind.binary:
        hint = f"-o {Path(str(request.output)).with_suffix('.txt')}"
        raise UsageError(f"{kind.title} cannot be written here", where=ending, hint=hint)
    form = _FORMS.get(ending)
    if request.output_format != "text" or form is None:
        return request
    return replace(request, output_format=form)


def _refuse_other_kind(output: str, ending: str, sources: set[str]) -> None:
    """An office document stays one of its kind, and a text does not become one."""
    wanted = _kind(ending)
    for source in sources - {""}:
        kind = _kind(source)
        own = kind.suffixes if kind and kind.binary else ()
        fits = _OWN if kind and kind.written else own
        if ending in fits or (not own and not (wanted and wanted.binary)):
            continue
        if kind and kind.written and ending in _FORMS:
            continue
        title = wanted.title if wanted else f"a {ending} file"
        right = Path(output).with_suffix(kind.written if kind and kind.written else source)
        raise UsageError(f"a {source} file is not written as {title}", hint=f"-o {right}")


def _ending(path: str) -> str:
    """The extension of a source; empty where it does not tell the format."""
    return "" if path == STDOUT or is_words(path) else Path(path).suffix.lower()


def _kind(ending: str) -> About | None:
    return next((one for one in map(about, names()) if ending and ending in one.suffixes), None)
