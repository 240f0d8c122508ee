"""`mlsum serve`: the page and the API, on this machine."""

import logging
import sys
from functools import partial
from importlib.util import find_spec
from typing import Annotated

import typer

from mlsum.backends import EngineOptions
from mlsum.cli.options import (
    BaseUrl,
    Beam,
    Debug,
    Device,
    Engine,
    ForeignNames,
    Glossary,
    Model,
    Names,
    Quiet,
    Threads,
)
from mlsum.errors import MissingExtraError

__all__ = ["serve"]

_PANEL = "Limits"

Host = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Where to listen; other machines need a --token.")
]
Port = Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes one that is free.")]
Token = Annotated[
    str | None,
    typer.Option(
        envvar="MLSUM_TOKEN", metavar="SECRET", help="What every request must bring (Bearer)."
    ),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="A further name by which the server may be asked."),
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in a browser.")]
Lend = Annotated[
    bool, typer.Option("--memory/--no-memory", help="Use, and keep, what was translated before.")
]
Log = Annotated[
    bool, typer.Option("--log", help="A line per request on standard error; never its text.")
]
MaxMb = Annotated[
    int, typer.Option(min=1, metavar="N", help="Refuse larger requests.", rich_help_panel=_PANEL)
]
Timeout = Annotated[
    float,
    typer.Option(min=1, metavar="SECONDS", help="A request may take so long; jobs take longer.",
                 rich_help_panel=_PANEL),
]  # fmt: skip
Waiting = Annotated[
    int,
    typer.Option(
        min=1, metavar="N", help="Requests that may wait; more get 429.", rich_help_panel=_PANEL
    ),
]
MaxJobs = Annotated[
    int,
    typer.Option(
        "--jobs", min=1, metavar="N", help="Documents that may wait.", rich_help_panel=_PANEL
    ),
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8765,
    token: Token = None,
    allow_host: AllowHost = None,
    open_page: Open = False,
    engine: Engine = None,
    model: Model = None,
    device: Device = "auto",
    beam: Beam = 2,
    threads: Threads = None,
    base_url: BaseUrl = None,
    glossary: Glossary = None,
    lend: Lend = False,
    foreign_names: ForeignNames = "original",
    names: Names = "customary",
    max_mb: MaxMb = 16,
    timeout: Timeout = 60.0,
    waiting: Waiting = 256,
    jobs: MaxJobs = 16,
    log: Log = False,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Open a page to look at documents, and an API to call, on this machine.

    The page shows a document with its languages, beside its translation, with a summary. The API
    is described at `/docs`; clients of LibreTranslate work, too. Nothing is sent anywhere, kept
    on disk or written to the log. Ctrl-C finishes what is in hand; twice, it ends at once.

    Examples:

    - `mlsum serve --open`

    - `MLSUM_TOKEN=$(openssl rand -hex 16) mlsum serve --host 0.0.0.0 --port 9000`
    """
    for package in ("fastapi", "uvicorn", "multipart", "prometheus_client"):
        if find_spec(package) is None:
            raise MissingExtraError(package, "web")
    from mlsum.cli.work import refuse_missing
    from mlsum.lang import UND
    from mlsum.lexicon import Glossary as Terms
    from mlsum.options import Options
    from mlsum.web import Settings
    from mlsum.web.server import serve as run

    running = EngineOptions(model, device, beam, threads, base_url=base_url)
    refuse_missing(Options(UND, engine=engine, engine_options=running))
    settings = Settings(
        host,
        port,
        token,
        tuple(allow_host or ()),
        engine,
        running,
        Terms.load(glossary) if glossary else None,
        lend,
        foreign_names,
        names,
        max_bytes=max_mb << 20,
        timeout=timeout,
        waiting=waiting,
        jobs=jobs,
    )
    logging.basicConfig(format="mlsum: %(message)s", stream=sys.stderr)
    logging.getLogger("mlsum.web").setLevel(logging.INFO if log else logging.WARNING)
    run(settings, partial(_ready, quiet=quiet, open_page=open_page))


def _ready(url: str, quiet: bool, open_page: bool) -> None:
    """Tell where the page is."""
    if not quiet:
        sys.stderr.write(f"mlsum: the page is at {url}\n  hint: Ctrl-C stops it\n")
        sys.stderr.flush()
    if open_page:
        import webbrowser

        webbrowser.open(url)
