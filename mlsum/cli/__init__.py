"""The command line: options are parsed, one function is called, errors become exit codes."""

import sys

from mlsum.cli.app import app
from mlsum.cli.outputs import report, say
from mlsum.errors import MlsumError

__all__ = ["app", "main"]


def main() -> None:
    """Run `mlsum`; the exit code is 0 good, 1 some documents failed, 2 usage, 3 missing."""
    for stream in (sys.stdout, sys.stderr):
        # Text in any script must come out under LANG=C and on Windows as well.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    debug = "--debug" in sys.argv[1:]
    try:
        app()
    except MlsumError as error:
        if debug:
            raise
        report(error)
        sys.exit(error.exit_code)
    except Exception as error:
        if debug:
            raise
        say(
            f"mlsum: unexpected {type(error).__name__}: {error}",
            "this is a bug in mlsum; --debug shows where",
        )
        sys.exit(1)
