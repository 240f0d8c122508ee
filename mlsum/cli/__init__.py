"""The command line: options are parsed, one function is called, errors become exit codes."""

import os
import sys
from typing import Any

import typer

from mlsum.cli.app import app
from mlsum.cli.outputs import report, say
from mlsum.errors import MlsumError

__all__ = ["app", "main"]

# Typer brings a parser of its own from some version on; this is the usage error of either.
_Wrong: Any = typer.BadParameter.__mro__[1]


def main() -> None:
    """Run `mlsum`; the exit code is 0 good, 1 some documents failed, 2 usage, 3 missing."""
    for stream in (sys.stdout, sys.stderr):
        # Text in any script must come out under LANG=C and on Windows as well.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    debug = "--debug" in sys.argv[1:]
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except _Wrong as error:
        sys.exit(_wrong(error))
    except BrokenPipeError:
        # A reader that leaves early (`| head`); nothing more may be written at the end, either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except typer.Abort:
        say("mlsum: stopped")
        sys.exit(1)
    except MlsumError as error:
        if debug:
            raise
        report(error)
        sys.exit(error.exit_code)
    except Exception as error:
        if debug:
            raise
        say(
            f"mlsum: unexpected {type(error).__name__}",  # its message may quote the document
            "this is a bug in mlsum; --debug shows where",
        )
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _wrong(error: Any) -> int:
    """Tell of a wrong command line in two lines, or show the help where there is nothing in it."""
    if "NoArgsIsHelp" in type(error).__name__:
        sys.stdout.write(error.format_message() + "\n")
    else:
        command = error.ctx.command_path if error.ctx else "mlsum"
        message = error.format_message().removesuffix(".").replace("Value error, ", "")
        say(f"mlsum: {message}", f"{command} --help")
    return int(error.exit_code)
