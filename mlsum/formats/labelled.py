"""Labelled Markdown: a head of `Label: value` lines, then the body under a heading of its own.

    # Título: Defense minister meets 8 NATO representatives
    >Data: 2023-12-13 05:00:00-03:00
    > **Origem:** [코리아타임스](https://www.koreatimes.co.kr)
    ### Conteúdo:
    Defense Minister Shin Won-sik met …

Read by its structure alone, whatever language the labels are in. Head lines are headings and
quotes with a label, or at least two bare `Label: value` lines in a row with a blank line after
them. A value goes on in the next line where that is quoted without a label, or indented. A first
heading without a colon is a title whose label is missing (empty). The body begins after the first
heading that is a label and nothing else, or at the first line that is none of all this; the
headings, captions and lists that follow belong to it.
"""

from dataclasses import dataclass, field

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.formats.headlines import Line, lines
from mlsum.formats.splice import Edits, keep_newlines, splice, trimmed

__all__ = ["parse", "render", "sniff"]

_MOST_LINES = 500  # of a head
_ENOUGH = 2  # labels that make a head, in a text that nobody named a format for


def sniff(source: Source) -> bool:
    """Two labelled fields at the top, or one and a heading that labels the body."""
    item = _read(source.text)
    labels = sum(1 for field in item.fields if field.label.text)
    return labels + bool(item.body and item.body.label) >= _ENOUGH and labels > 0


def parse(source: Source) -> Document:
    """One item: the fields of the head, and the body as Markdown."""
    return Document(source, "labelled", (_read(source.text),))


def render(document: Document, edits: Edits) -> str:
    """The text with the edits written in; a new value is one line, a new label has no colon."""
    source = document.source
    bodies = {body.text for body in document.bodies}
    labels = {field.label for field in document.fields}
    labels.update(body.label for body in document.bodies if body.label)

    def escape(part: Part, text: str) -> str:
        if part in bodies:
            return keep_newlines(text, source)
        text = " ".join(text.split())
        if part in labels:
            text = text.replace("：", ":").rstrip(": ").replace(":", " -")
            return text if part.text or not text else f"{text}: "
        gap = part.start == part.end and source.text[part.start - 1 : part.start] in ":：*_"
        return f" {text}" if gap else text

    return splice(document, edits, escape)


def _read(text: str) -> Item:
    head = _Head(list(lines(text, _MOST_LINES)))
    head.read()
    body = trimmed(text, head.body_start(), len(text))
    if not body.text and head.body_label is None:
        return Item(tuple(head.fields))
    return Item(tuple(head.fields), Body(body, "markdown", head.body_label))


@dataclass(slots=True)
class _Head:
    """Reads a head line by line; `at` is the first line that is not yet taken."""

    lines: list[Line]
    at: int = 0
    fields: list[Field] = field(default_factory=list)
    body_label: Part | None = None
    marks: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Take lines while they belong to the head."""
        while self.at < len(self.lines) and self.body_label is None:
            line = self.lines[self.at]
            taken = {
                "blank": self._blank,
                "heading": self._heading,
                "quote": self._quote,
                "bare": self._bare,
            }[line.mark](line)
            if not taken:
                return

    def body_start(self) -> int:
        """The character at which the body begins."""
        if self.at < len(self.lines):
            return self.lines[self.at].start
        return self.lines[-1].end if self.lines else 0

    def _blank(self, line: Line) -> bool:
        self.at += line.mark == "blank"
        return True

    def _heading(self, line: Line) -> bool:
        if line.label is None:
            return not self.fields and self._take(line)
        if not line.value.text and not self._head_goes_on(line):
            self.body_label = line.label
            self.at += 1
            return True
        # After other fields, `## Part 2: the talks` is a heading of the body.
        return (line.level == 1 or self.marks <= {"heading"}) and self._take(line)

    def _head_goes_on(self, line: Line) -> bool:
        """Whether an empty heading is a field without a value: labels of the head still follow."""
        after = next((it for it in self.lines[self.at + 1 :] if it.mark != "blank"), None)
        if after is None or after.label is None:
            return False
        if after.mark == "heading":
            return (
                self.marks <= {"heading"} and after.level <= line.level and after.value.text != ""
            )
        return after.mark == "quote" and "quote" not in self.marks

    def _quote(self, line: Line) -> bool:
        if "bare" in self.marks or not (line.label or self._label_follows()):
            return False
        return self._take(line)

    def _label_follows(self) -> bool:
        """Whether the quoted lines that follow at once have a label among them."""
        for line in self.lines[self.at + 1 :]:
            if line.mark != "quote" or line.label:
                return line.mark == "quote"
        return False

    def _bare(self, line: Line) -> bool:
        if line.label and not line.value.text and self.fields:
            self.body_label = line.label
            self.at += 1
            return True
        end = self._run_end()
        if self.marks & {"quote", "bare"} or end is None:
            return False
        while self.at < end:
            line = self.lines[self.at]
            if line.label and not line.value.text and self.at + 1 == end:
                self.body_label = line.label
                self.at += 1
            else:
                self._take(line)
        return True

    def _run_end(self) -> int | None:
        """Where a run of two or more bare labels ends, if what ends it is no text."""
        end, labels = self.at, 0
        while end < len(self.lines) and self.lines[end].mark == "bare":
            line = self.lines[end]
            if line.indented and labels:
                end += 1
                continue
            if line.label is None or len(line.label.text) < 2:
                return None
            labels += 1
            end += 1
        return end if labels >= _ENOUGH else None

    def _take(self, line: Line) -> bool:
        """Make the line, with those that continue it, a field."""
        self.at += 1
        values = [line.value]
        while self.at < len(self.lines) and _continues(line, self.lines[self.at]):
            values.append(self.lines[self.at].value)
            self.at += 1
        full = [value for value in values if value.text] or values[:1]
        text = " ".join(value.text for value in full)
        value = Part(text, full[0].start, full[-1].end)
        self.fields.append(Field(line.label or Part("", value.start, value.start), value))
        self.marks.add(line.mark)
        return True


def _continues(line: Line, following: Line) -> bool:
    if line.mark == "quote":
        return following.mark == "quote" and following.label is None
    return following.mark == "bare" and following.indented
