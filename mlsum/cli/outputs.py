"""Put results where the command line says: standard output, a file, or a folder."""

import os
import select
import stat
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mlsum.cli.inputs import is_words
from mlsum.core.errors import MlsumError, OutputError, UsageError
from mlsum.request import Request
from mlsum.writers.doubts import plainly
from mlsum.writers.files import write_atomic
from mlsum.writers.terminal import printable, wrapped

__all__ = [
    "STDOUT",
    "emit",
    "is_folder",
    "page_language",
    "place_beside",
    "put",
    "report",
    "say",
    "target_path",
]

STDOUT = "-"
_AT_ONCE = 1000  # characters, of at most four bytes: a pipe that takes any takes 4096 bytes
_PATIENCE = 30  # seconds
_deaf = threading.Event()  # once it was waited for in vain, it is not again


def emit(data: bytes, output: Path | None, drawn: bool = False) -> None:
    """Write to `output`, whole or not at all, or to standard output.

    A terminal is shown nothing that it would obey; `drawn` data were made for it already.
    """
    if output:
        _folder(output.parent)
        write_atomic(output, data)
        return
    if sys.stdout.isatty() and not drawn:
        data = printable(data.decode("utf-8", "replace")).encode()
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # a reader that leaves early (`| head`) is no error
    except OSError as error:
        hint = "name another place with -o"
        raise OutputError(
            f"cannot write: {error.strerror}", where="standard output", hint=hint
        ) from error


def page_language(request: Request) -> str:
    """The language of headings: of pages the reader's, and English elsewhere."""
    from mlsum.writers.words import reader

    return reader(request.ui, request.options.target) if request.output_format == "html" else "en"


def is_folder(output: str | None) -> bool:
    """Whether this names a folder: one that exists, or a name that ends with a slash."""
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def target_path(request: Request, source: str, many: bool, suffix: str) -> Path | None:
    """Where the result for `source` goes: the file of `-o`, or a file of its name in that folder.

    None is standard output. `suffix` replaces the source's (empty keeps it). Raises UsageError
    when several results would go into one file, or a result over its own source, and OutputError
    where a file exists already.
    """
    if request.output in (None, STDOUT):
        return None
    output = Path(str(request.output))
    name = _name_of(source)
    if is_folder(request.output):
        output = output / (Path(name).stem + suffix if suffix else name)
    elif not output.parent.is_dir():
        hint = f"make it first: mkdir -p {output.parent}"
        raise UsageError("no such folder", where=str(output.parent), hint=hint)
    elif many:
        raise UsageError(
            f"{output} is not a folder, and there are several files", hint=f"-o {output}/"
        )
    # pathlib raises an error where a source, such as words in quotes, is too long for a name.
    if _there(output) and os.path.exists(source) and output.samefile(source):  # noqa: PTH110
        raise UsageError("this would overwrite the document itself", where=str(output))
    _refuse_existing(output, request.force)
    return output


def _name_of(source: str) -> str:
    """What a result in a folder is called: as its source, unless that is no file."""
    if source == "-":
        return "stdin"
    return "text" if is_words(source) else Path(source).name


def _refuse_existing(path: Path, force: bool) -> None:
    if not force and _there(path) and path.is_file():
        hint = "to write over it: --force"
        raise OutputError("this file already exists", where=str(path), hint=hint)


def _folder(path: Path) -> None:
    """Make a folder that results are to go into. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "name another place with -o"
        reason = f"cannot make the folder: {error.strerror}"
        raise OutputError(reason, where=str(path), hint=hint) from error


def place_beside(source: str, request: Request) -> Path | None:
    """Where the translation of a file goes that is no text: `report.pt.docx`, or over itself.

    None for standard input. Raises OutputError where another file is there already.
    """
    if source == "<stdin>":
        return None
    path = Path(source)
    if request.in_place:
        return path
    path = path.with_suffix(f".{request.options.target}{path.suffix}")
    _refuse_existing(path, request.force)
    return path


def _there(path: Path) -> bool:
    """Whether there is a file. Raises OutputError where there can be none: too long a name."""
    try:
        return path.exists()
    except OSError as error:
        hint = "name another place with -o"
        reason = f"cannot write: {error.strerror}"
        raise OutputError(reason, where=str(path), hint=hint) from error


def say(message: str, hint: str = "", lines: Iterable[str] = ()) -> None:
    """A message to the person, on standard error, then its `lines`, then the hint."""
    told = [_plain(message), *(_wrapped(f"  {_plain(line)}") for line in lines)]
    put("\n".join([*told, *([f"  hint: {_plain(hint)}"] if hint else [])]) + "\n")


def _wrapped(line: str) -> str:
    """A line as wide as the terminal; in a log it stays whole."""
    try:
        return wrapped(line, os.get_terminal_size(sys.stderr.fileno()).columns)
    except (OSError, ValueError):
        return line


def put(text: str) -> None:
    """Write to standard error; where nobody listens any more, a result is worth more."""
    with suppress(OSError):
        for start in range(0, len(text), _AT_ONCE):
            if not _listens():
                return
            sys.stderr.write(text[start : start + _AT_ONCE])
            sys.stderr.flush()


def _listens() -> bool:
    """Whether standard error takes something soon: a full pipe that nobody reads never does."""
    if os.name != "posix" or _deaf.is_set():
        return not _deaf.is_set()
    try:
        number = sys.stderr.fileno()
    except (OSError, ValueError):  # no file: a stream of a program that calls this one
        return True
    if not stat.S_ISFIFO(os.fstat(number).st_mode):
        return True
    waiting = select.poll()
    waiting.register(number, select.POLLOUT)
    if not waiting.poll(_PATIENCE * 1000):
        _deaf.set()
    return not _deaf.is_set()


def report(error: MlsumError) -> None:
    """An error in two lines: what and where, then how to fix it."""
    # Where nothing can be written, no table is opened either.
    said = str(error) if isinstance(error, OutputError) else plainly(str(error))
    say(f"mlsum: {said}", error.hint)


def _plain(message: str) -> str:
    # A file name or a quoted piece of a document must not move the cursor.
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in message)
