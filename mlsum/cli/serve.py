"""`mlsum serve`: the page and the API, on this machine."""

import logging
import sys
from dataclasses import asdict
from functools import partial
from importlib.util import find_spec

from mlsum.cli.refusals import refuse_missing
from mlsum.core.errors import MissingExtraError
from mlsum.request import Request

__all__ = ["serve"]


def serve(request: Request) -> int:
    """Serve until a signal ends it. Raises MissingExtraError without the extra `web`."""
    for package in ("fastapi", "uvicorn", "multipart", "prometheus_client"):
        if find_spec(package) is None:
            raise MissingExtraError(package, "web")
    from mlsum.serve import Settings
    from mlsum.serve.server import serve as run

    refuse_missing(request.options)
    settings = Settings(**asdict(request.server), options=request.options)
    logging.basicConfig(format="mlsum: %(message)s", stream=sys.stderr)
    logging.getLogger("mlsum.serve").setLevel(logging.INFO if request.log else logging.WARNING)
    run(settings, partial(_ready, quiet=request.quiet, open_page=request.open_page))
    return 0


def _ready(url: str, quiet: bool, open_page: bool) -> None:
    """Tell where the page is."""
    if not quiet:
        sys.stderr.write(f"mlsum: the page is at {url}\n  hint: Ctrl-C stops it\n")
        sys.stderr.flush()
    if open_page:
        import webbrowser

        webbrowser.open(url)
