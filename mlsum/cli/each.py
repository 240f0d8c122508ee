"""Work on one document after the other, and write the results where they belong."""

from collections.abc import Callable, Sequence

from mlsum import writers
from mlsum.cli.outputs import STDOUT, emit, is_folder, report, say, target_path
from mlsum.cli.progress import progress
from mlsum.core.document import Document
from mlsum.core.errors import InputError, MissingError, MlsumError, UsageError
from mlsum.request import Request
from mlsum.writers import Shown

__all__ = ["each"]


def each(request: Request, act: Callable[[Document], Shown]) -> int:
    """Do one document after the other and write the results; a bad one does not stop the rest.

    Returns the exit code: that of the failure where every document failed, 1 where some did.
    """
    failed: list[MlsumError] = []
    done: list[Shown] = []
    many = len(request.files) > 1
    folder = is_folder(request.output)
    if not folder:
        for path in request.files:  # before the work, which would be in vain
            target_path(request, path, many and not _combined(request), "")
    on_screen = request.output in (None, STDOUT)
    at_once = folder or (on_screen and request.output_format not in ("json", "html"))
    for path, document in progress(request.files, request.input_format, request.quiet):
        try:
            if isinstance(document, InputError):
                raise document
            shown = act(document)
            if at_once:
                _write([shown], request, path, many)
        except (UsageError, MissingError):
            raise
        except MlsumError as error:
            report(error)
            failed.append(error)
            continue
        if not at_once:
            done.append(shown)
    if done:
        _write(done, request, request.files[0], many)
    if len(failed) == len(request.files):
        return failed[0].exit_code
    return 1 if failed else 0


def _write(shown: Sequence[Shown], request: Request, path: str, many: bool) -> None:
    native = request.output_format == "text" and shown[0].native is not None
    suffix = shown[0].suffix if native else writers.SUFFIXES[request.output_format]
    beside = shown[0].beside
    target = beside or target_path(request, path, many and not _combined(request), suffix)
    drawn = request.output_format == "text" and not native
    emit(writers.compose(shown, request.output_format, titled=many), target, drawn)
    if beside and not request.quiet:
        say(f"mlsum: {path}: translated into {beside}")


def _combined(request: Request) -> bool:
    """Whether the results of several documents are one file."""
    return request.output_format in ("json", "jsonl", "html")
