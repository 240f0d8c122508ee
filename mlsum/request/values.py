"""The frozen values that a request consists of; each default is here or in `Options`."""

from dataclasses import dataclass, field
from typing import Literal

from mlsum.core.document import OutputFormat, SummaryOptions
from mlsum.request.options import Options

__all__ = ["JobSettings", "Request", "Runner", "Server", "Shape", "Ui"]

Shape = Literal["tree", "jsonl", "parquet", "csv"]
Runner = Literal["local", "ray"]
Ui = Literal["en", "pt", "ko"]

# The options that ask for a summary where it is not the command itself.
_SUMMARY = frozenset({"summarize", "sentences", "max_chars", "ratio", "style", "summarizer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSettings:
    """How a job of many documents is carried out.

    `shapes` are the forms of the results: a tree of documents, and datasets. A batch holds at most
    `batch` documents; `limit` is the number of documents to take, `max_bytes` the largest one that
    is read. A worker process that takes longer than `timeout` seconds, and as many again for each
    10 kB of its batch, counts as dead.
    """

    shapes: tuple[Shape, ...] = ("tree",)
    batch: int = 32
    limit: int | None = None
    max_bytes: int = 64 << 20
    retry_failed: bool = False
    fail_fast: bool = False
    force: bool = False
    timeout: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server listens, who may use it, and how much.

    `token` is what every request must bring; `hosts` are further names of the server. `max_bytes`
    limits a request, `timeout` its seconds, `waiting` and `jobs` those in the queues. With
    `allow_pull` the page may install models.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    hosts: tuple[str, ...] = ()
    max_bytes: int = 16 << 20
    timeout: float = 60.0
    waiting: int = 256
    jobs: int = 16
    allow_pull: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is read, how it is detected, translated and summarized, and where results go.

    `options` and `summary` are for the pipeline, `job` for a batch, `server` for a server. `given`
    are the names of the options that were set.
    """

    files: tuple[str, ...] = ()
    input_format: str | None = None
    options: Options = field(default_factory=Options)
    summary: SummaryOptions = field(default_factory=SummaryOptions)
    count: int = 10
    together: bool = False
    highlight: bool = False
    columns: tuple[str, ...] = ()
    output: str | None = None
    output_format: OutputFormat = "text"
    ui: Ui | None = None
    force: bool = False
    in_place: bool = False
    strict: bool = False
    quiet: bool = False
    debug: bool = False
    out: str = ""
    summarize: bool = False
    job: JobSettings = field(default_factory=JobSettings)
    workers: int | None = None
    every: float = 2.0
    dry_run: bool = False
    log_json: bool = False
    runner: Runner = "local"
    ray_address: str | None = None
    gpus: float = 0.0
    server: Server = field(default_factory=Server)
    open_page: bool = False
    log: bool = False
    given: frozenset[str] = frozenset()

    @property
    def summarizes(self) -> bool:
        """Whether a command that can do without summaries is to write them."""
        return not self.given.isdisjoint(_SUMMARY)
