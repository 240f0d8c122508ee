"""What is refused before any work: models that are not there, tables as texts, IN within OUT."""

import os
from pathlib import Path, PurePath

from mlsum.core.document import Document
from mlsum.core.errors import FormatError, UsageError
from mlsum.formats.tables import by_columns, is_table
from mlsum.request import Request
from mlsum.request.options import Options

__all__ = ["refuse_missing", "refuse_overlap", "refuse_table"]

_LOCAL = ("firefox", "ctranslate2", "transformers")  # engines whose models are on this machine


def refuse_missing(options: Options) -> None:
    """Raise MissingModelError where the model that was named for translating is not there.

    A named model is required, so its absence is an error rather than a reason to skip parts. What a
    server calls its models, or an engine of a package, is not known here.
    """
    named = options.engine_options
    at_server = named.base_url or os.environ.get("MLSUM_BASE_URL")
    if not named.model or at_server or options.engine not in (None, *_LOCAL):
        return
    from mlsum.engines import missing_model

    if missing := missing_model(named.model):
        raise missing


def refuse_table(document: Document, request: Request) -> None:
    """A table, read as a text, would come back without its rows. Raises FormatError for one."""
    path = document.source.path or ""
    if request.input_format or not is_table(path):
        return
    hint = by_columns(path, document.source.text, str(request.options.target))
    raise FormatError("tables are translated by column: name the columns", where=path, hint=hint)


def refuse_overlap(inputs: tuple[str, ...], out: str) -> None:
    """Raise UsageError where IN and OUT contain each other: results would be read, or sources lost.

    Patterns and lists on standard input are not looked into.
    """
    from mlsum.batch import is_url

    one: PurePath
    other: PurePath
    for given in inputs:
        if is_url(given) != is_url(out):
            continue
        if is_url(out):
            one, other = PurePath(given), PurePath(out)
        elif os.path.exists(given):  # noqa: PTH110 (pathlib raises an error for too long a name)
            one, other = Path(given).resolve(), Path(out).resolve()
        else:
            continue
        if one.is_relative_to(other) or other.is_relative_to(one):
            hint = "name a folder beside IN"
            raise UsageError(f"OUT ({out}) and IN contain each other", where=given, hint=hint)
