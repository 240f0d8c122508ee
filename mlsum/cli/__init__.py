"""The command line: options are parsed, one function is called, errors become exit codes."""

import os
import sys
from contextlib import nullcontext, suppress
from typing import Any

import typer

from mlsum.cli.app import app
from mlsum.cli.outputs import report, say
from mlsum.core.errors import MlsumError

__all__ = ["app", "main"]

# Typer brings a parser of its own from some version on; this is the usage error of either.
_Wrong: Any = typer.BadParameter.__mro__[1]


def main() -> None:
    """Run `mlsum`; `docs/exit-codes.md` lists the exit codes."""
    _streams()
    debug = "--debug" in sys.argv[1:]
    try:
        code = app(standalone_mode=False)
        # What could not be written has been reported where the code is not 0.
        with suppress(OSError) if code else nullcontext():
            sys.stdout.flush()
    except _Wrong as error:
        code = _wrong(error)
    except BrokenPipeError:  # a reader that leaves early (`| head`)
        code = 1
    except typer.Abort:
        say("mlsum: stopped")
        code = 1
    except Exception as error:
        if debug:
            raise
        code = _told(error)
    _drop_unwritten()
    sys.exit(code if isinstance(code, int) else 0)


def _streams() -> None:
    """Make what a program is begun with fit for any text, and be there at all.

    Of a stream that was closed (`>&-`) Python has none, and the next file that is opened gets its
    number: what a library tells would be written into it. Standard output that was closed takes
    nothing, so that a result which goes there is an error.
    """
    closed = {"stdin": ("r", os.O_RDONLY), "stdout": ("w", os.O_RDONLY), "stderr": ("w", os.O_RDWR)}
    for name, (mode, flags) in closed.items():
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))
    for stream in (sys.stdout, sys.stderr):
        # Text in any script must come out under LANG=C and on Windows as well.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdin, "reconfigure"):  # names of files, which may be in any encoding
        sys.stdin.reconfigure(errors="surrogateescape")


def _told(error: Exception) -> int:
    """Tell what went wrong, in two lines; the exit code."""
    if isinstance(error, MlsumError):
        report(error)
        return error.exit_code
    if isinstance(error, OSError):  # of the machine: no room, too many files, no such stream
        where = f"{error.filename}: " if error.filename else ""
        say(
            f"mlsum: {where}{error.strerror or type(error).__name__}",
            "run again with --debug for the cause",
        )
        return 1
    if isinstance(error, MemoryError):
        say("mlsum: out of memory", "split the document, or use --threads 1")
        return 1
    # Its message may quote the document.
    say(
        f"mlsum: unexpected {type(error).__name__}",
        "this is a bug in mlsum; --debug shows the traceback",
    )
    return 1


def _drop_unwritten() -> None:
    """Where standard output takes nothing, nothing more may be written to it at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong(error: Any) -> int:
    """Tell of a wrong command line in two lines, or show the help where there is nothing in it."""
    if "NoArgsIsHelp" in type(error).__name__:
        sys.stdout.write(error.format_message() + "\n")
    else:
        command = error.ctx.command_path if error.ctx else "mlsum"
        message = error.format_message().removesuffix(".").replace("Value error, ", "")
        say(f"mlsum: {message}", f"{command} --help")
    return int(error.exit_code)
