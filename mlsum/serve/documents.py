"""A document as a job: read, detect, translate, summarize; and its result in many formats."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from mlsum.core.document import Document, ItemSummary, Result, SummaryOptions
from mlsum.core.errors import FormatError, InputError
from mlsum.core.lang import UND
from mlsum.core.records import DocumentRecord
from mlsum.detection import ItemDetection
from mlsum.formats import about, parse_bytes, render_bytes
from mlsum.formats.tables import by_columns, is_table
from mlsum.request import Request
from mlsum.request.options import Options
from mlsum.serve.jobs import Tell
from mlsum.service import process
from mlsum.writers import records

__all__ = ["Done", "Upload", "attachment", "carry_out", "download_name", "file_name"]

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A document, what gives its bytes, and what is to be done with it."""

    name: str
    read: Callable[[], bytes]
    request: Request
    summarizes: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a document; `result` is None where no language was asked for."""

    document: Document
    options: Options
    detections: tuple[ItemDetection, ...]
    result: Result | None
    summaries: tuple[ItemSummary, ...]
    length: SummaryOptions | None = None

    @property
    def native(self) -> bytes:
        """The document in its own format, translated where that was asked for."""
        return render_bytes(self.document, self.result.edits if self.result else {})

    @property
    def suffix(self) -> str:
        """The suffix of a translation where it comes in another format; else empty."""
        written = about(self.document.format).written
        return written if self.result and self.result.edits else ""

    @property
    def record(self) -> DocumentRecord:
        """All of it for programs: what each command prints with `--format json`."""
        everything = [range(len(item.fields)) for item in self.document.items]
        summaries = records.summarize_records(self.document, self.summaries)
        return DocumentRecord(
            list(records.detect_records(self.document, self.detections, everything)),
            list(records.translate_records(self.result)) if self.result else [],
            list(summaries) if self.length else [],
        )


def carry_out(upload: Upload) -> Callable[[Tell], Done]:
    """The work of a job: tells its stages reading, detecting, translating, summarizing."""

    def work(tell: Tell) -> Done:
        tell("reading", 0, 0)
        options, format = upload.request.options, upload.request.input_format
        document = parse_bytes(upload.read(), upload.name, format)
        if not document.source.text.strip():
            raise InputError("the document is empty")
        if options.target != UND and format is None and is_table(upload.name):
            hint = by_columns(upload.name, document.source.text, str(options.target))
            message = "tables are translated by column on the command line"
            raise FormatError(message, hint=hint, where=upload.name)
        (done,) = process([document], upload.request, tell, summarize=upload.summarizes)
        length = upload.request.summary if upload.summarizes else None
        return Done(document, options, done.detections, done.result, done.summaries or (), length)

    return work


def file_name(name: str | None) -> str:
    """The last part of an uploaded file's name, without what could mislead a system or a person."""
    last = PurePath((name or "").replace("\\", "/")).name
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*')
    return kept[-_LONGEST_NAME:].strip(". ") or "document.txt"


def download_name(name: str, options: Options, suffix: str) -> str:
    """`article.txt` in Portuguese as Markdown is `article.pt.md`; an empty suffix keeps its own."""
    path = PurePath(name)
    lang = f".{options.target}" if options.target != UND else ""
    return f"{path.stem}{lang}{suffix or path.suffix}"


def attachment(name: str) -> dict[str, str]:
    """The header by which a browser saves an answer under a name."""
    # The first name is for programs that know no other, such as `curl -J` (RFC 6266).
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    named = f"filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return {"Content-Disposition": f"attachment; {named}"}
