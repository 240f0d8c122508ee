"""What a job is asked to do, and the values that pass between its stages."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mlsum.core.document import SummaryOptions
from mlsum.core.fingerprint import fingerprint
from mlsum.core.lang import UND
from mlsum.request import JobSettings, Shape
from mlsum.request.options import Options
from mlsum.translation import Tally

__all__ = [
    "DATASETS",
    "JOURNAL",
    "LOCK",
    "LOST",
    "REPORT",
    "SCRATCH",
    "SUMMARY",
    "Done",
    "Job",
    "Progress",
    "Shape",
    "Totals",
    "Unit",
]

DATASETS: Mapping[Shape, str] = MappingProxyType(
    {"jsonl": "dataset.jsonl", "parquet": "dataset.parquet", "csv": "dataset.csv"}
)
SUMMARY = "summary.json"
REPORT = "report.html"
JOURNAL = ".mlsum-journal.db"
LOCK = ".mlsum-lock"
SCRATCH = ".mlsum-scratch"
LOST = ("failed", "missing")
"""Statuses of a document that nothing came of; `missing` ones lack a package, and are retried."""


@dataclass(frozen=True, slots=True)
class Job(JobSettings):
    """Inputs, the folder for outputs, and how to go about it.

    `options.target` UND translates nothing; `summary` None writes no summaries; `ui` is the
    language of the report, by default that of the target.
    `careful` works in processes, even with one worker, where the run before was cut off: whatever
    killed it kills no more than a worker. Processes import the script that calls, which must
    therefore guard its call by `if __name__ == "__main__":`.
    """

    inputs: Sequence[str]
    out: Path
    options: Options
    summary: SummaryOptions | None = None
    input_format: str | None = None
    workers: int = 1
    careful: bool = False
    ui: str | None = None

    @property
    def translates(self) -> bool:
        """Whether documents are translated at all."""
        return self.options.target != UND

    @property
    def tree(self) -> bool:
        """Whether documents come back one by one, in folders like theirs."""
        return "tree" in self.shapes

    @property
    def datasets(self) -> tuple[Shape, ...]:
        """The forms in which all results are one file."""
        return tuple(shape for shape in DATASETS if shape in self.shapes)

    @property
    def signature(self) -> str:
        """A digest of everything but the content that shapes an output.

        Installed models are not in it: what they would do is compared language by language.
        """
        return fingerprint(
            mlsum=version("mlsum"),
            options=self.options.deciding,
            summary=self.summary,
            shapes=(self.tree, bool(self.datasets)),  # all datasets are made of the same records
            input_format=self.input_format,
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """One document of the listing: a file, or a row of a file that holds many.

    `name` is its place under OUT; `data` are its bytes, and `error` says why there are none.
    `dataset` names the file of a row; `position` orders units as they were listed.
    """

    name: str
    data: bytes = b""
    error: str = ""
    dataset: str | None = None
    position: int = 0

    @property
    def digest(self) -> str:
        """What names the content; empty where it could not be read."""
        return "" if self.error else hashlib.blake2b(self.data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a unit: its outputs, or the error; `stats` are counts for the report.

    `written` is the suffix of `native` where it is in another format than the document. `routes`
    are what each source language that needed an engine was translated with, or why it was not.
    """

    status: str
    error: str = ""
    native: bytes | None = None
    written: str = ""
    summary: str | None = None
    records: tuple[str, ...] = ()
    routes: dict[str, str] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def lost(self) -> bool:
        """Whether nothing came of it."""
        return self.status in LOST


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands: documents worked on, found done already, and failed."""

    stage: str = "listing"
    done: int = 0
    fresh: int = 0
    failed: int = 0
    failure: str = ""
    finished: tuple[tuple[str, str], ...] = ()  # (name, status) of the last batch


@dataclass(frozen=True, slots=True)
class Totals:
    """What a job came to; `failures` are (name, reason), the first thousand.

    `reasons` counts the sentences to look at by `status: reason`, the most frequent first. Of
    `worked` and `fresh`, `untranslated` documents have parts that stayed untranslated; `lacking`
    of `failed` lack a package.
    """

    documents: int
    worked: int
    fresh: int
    failed: int
    failures: tuple[tuple[str, str], ...]
    seconds: float
    reasons: tuple[tuple[str, int], ...] = ()
    tally: Tally = field(default_factory=Tally)
    untranslated: tuple[int, int] = (0, 0)
    lacking: int = 0

    def exit_code(self, strict: bool = False) -> int:
        """That of the tally, but 1 where documents failed, and 3 where all lack a package."""
        if self.failed:
            return 3 if self.lacking == self.documents else 1
        return self.tally.exit_code(strict)
