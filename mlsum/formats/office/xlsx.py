"""Excel workbooks (.xlsx, .xlsm): the cells that are text, sheet by sheet.

Formulas and their results, numbers, dates, codes and the names of sheets are left alone. So is a
text that a formula, a filter or a list of choices names, and the head of a table that formulas or
pivot tables refer to: the workbook must count on as it did. Shapes, charts and the heads and feet
of printed pages are read after the cells of their sheet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from mlsum.core.document import Document
from mlsum.formats.office import package
from mlsum.formats.office.archive import Archive
from mlsum.formats.office.cells import codes, column_of, cut_print, first_row, is_words
from mlsum.formats.office.contents import CodedText
from mlsum.formats.office.drawing import alternative_text, drawing_slots
from mlsum.formats.office.inline import escaped
from mlsum.formats.office.labels import Label, label_slots, labels
from mlsum.formats.office.ooxml import OoxmlPackage, main_type
from mlsum.formats.office.package import Slot, render
from mlsum.formats.office.sheets import PRINTED, Scan, String, Table, own_strings, scan
from mlsum.formats.office.xml import Element, named, names
from mlsum.formats.splice import Edits

__all__ = ["Workbook", "parse", "render", "render_bytes", "sniff"]

_MAIN = re.compile(
    r"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled\.main"
)


def sniff(data: bytes, path: str | None) -> bool:
    """Whether this is a package with a workbook in it."""
    del path
    return _MAIN.search(main_type(data)) is not None


def parse(data: bytes, path: str | None) -> Document:
    """One item: the properties of the workbook, and the cells of its sheets."""
    return package.read("xlsx", Workbook, data, path)


def render_bytes(document: Document, edits: Edits) -> bytes:
    """The workbook with the edits written in; parts without any are copied as they are."""
    return package.write(Workbook, document, edits)


class Workbook(OoxmlPackage):
    """An opened workbook."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.read_properties()
        main = self.main()
        part = next(self.related(main, "sharedStrings"), "")
        root = self.root(part) if part else ()
        self._shared = [String(it, part) for it in root if named(it.tag) == "s:si"]
        sheets = self._sheets(main)
        self._pivots = list(self._read_pivots(main, sheets))
        self._tables = {
            part: [Table(self.root(it), it) for it in self.related(part, "table")]
            for part in sheets.values()
        }
        self._scans = {part: self._scan(part) for part in sheets.values()}
        self._own = {part: self._own_strings(part) for part in sheets.values()}
        self._charts: list[tuple[str, list[Label]]] = []
        kept = self._kept()
        self.kept_texts = {it.old for it in kept}
        for part in sheets.values():
            self._read_sheet(part, kept)

    def _sheets(self, main: str) -> dict[str, str]:
        """The parts of the sheets by their names, in the order of the tabs."""
        parts = {key: part for key, kind, part in self.relations(main) if kind.endswith("sheet")}
        root = self.root(main)
        found = {}
        for sheet in root.iter(names("s:sheet", root)):
            if part := parts.get(sheet.get(names("r:id", root), "")):
                found[sheet.get("name", "")] = part
        return found

    def _read_pivots(self, main: str, sheets: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        """What pivot tables count: an area in a sheet, by its part, or a table by its name."""
        for cache in self.related(main, "pivotCacheDefinition"):
            root = self.root(cache)
            for source in root.iter(names("s:worksheetSource", root)):
                part = sheets.get(source.get("sheet", ""), "")
                yield part, source.get("ref", ""), source.get("name", "")

    def _pivoted(self, part: str) -> set[str]:
        """The cells of a sheet that are heads of what pivot tables count."""
        areas = [area for sheet, area, _ in self._pivots if sheet == part]
        return {cell for area in areas for cell in first_row(area)}

    def _scan(self, part: str) -> Scan:
        cells = {cell for table in self._tables[part] for cell in (*table.head, *table.foot)}
        where = f"{self.archive.where}, {part}"
        return scan(self.archive.read(part), where, cells | self._pivoted(part))

    def _own_strings(self, part: str) -> dict[str, String]:
        """The strings that a sheet does not share, by their cells."""
        cells = self._scans[part].own
        return own_strings(self.root(part), part, cells) if cells else {}

    def _at(self, part: str, cells: Iterable[str]) -> list[String]:
        """The strings in some cells, in the order of the columns."""
        own, shared = self._own[part], self._scans[part].requested
        found = ((own.get(it) or self._shared_at(shared.get(it, -1))) for it in cells)
        return [it for it in found if it]

    def _shared_at(self, index: int) -> String | None:
        return self._shared[index] if 0 <= index < len(self._shared) else None

    def _strings(self) -> Iterator[String]:
        yield from self._shared
        for own in self._own.values():
            yield from own.values()

    def renamed(self, texts: Mapping[str, str]) -> bytes:
        """The workbook with other texts in all cells that have one of these."""
        touched = set()
        for string in self._strings():
            if string.old in texts:
                string.slot().content.write(escaped(texts[string.old]), "")
                touched.add(string.part)
        return self.saved(touched)

    def _kept(self) -> set[String]:
        """The strings that must stay, for something in the workbook goes by them."""
        named_texts = {text for one in self._scans.values() for text in one.named}
        kept = {it for it in self._strings() if it.old.strip().casefold() in named_texts}
        tables = [table for ones in self._tables.values() for table in ones]
        structured = any(one.structured for one in self._scans.values())
        structured = structured or any(table.structured for table in tables)
        pivoted = {name for _, _, name in self._pivots}
        for part, ones in self._tables.items():
            kept.update(self._at(part, self._pivoted(part)))
            for table in ones:
                kept.update(self._at(part, table.foot))
                if structured or table.name in pivoted:
                    kept.update(self._at(part, table.head))
        return kept

    def _read_sheet(self, part: str, kept: set[String]) -> None:
        """Take up what a sheet shows; a string that is shared, where it is shown first."""
        shared = [(self._shared_at(at), it) for at, it in self._scans[part].strings.items()]
        own = [(it, column_of(cell)) for cell, it in self._own[part].items()]
        columns = [(it, column) for it, column in (*shared, *own) if it]
        left = codes((it.old, column) for it, column in columns)
        for string, _ in columns:
            if string not in kept and string.old not in left and is_words(string.old):
                self.slots.append(string.slot())
                kept.add(string)
        if self._scans[part].printed:
            for element in self.root(part).iter():
                if named(element.tag) in PRINTED:
                    content = CodedText(element, cut_print(element.text or ""))
                    if is_words(content.plain_text):
                        self.slots.append(Slot(content, part, "caption"))
        for drawing in self.related(part, "drawing"):
            self.slots += _in_drawing(self.root(drawing), drawing)
            for chart in self.related(drawing, "chart", "chartEx"):
                self.slots += drawing_slots(self.root(chart), chart, "figcaption")
                found = labels(self.root(chart))
                self._charts.append((chart, found))
                self.slots += label_slots([it for it in found if not it.cached], chart)

    def settle(self) -> Iterator[str]:
        """Call the columns of tables what their heads say now, and labels what their cells say."""
        for part, tables in self._tables.items():
            for table in tables:
                heads = self._at(part, table.head)
                taken = {it.old.casefold() for it in heads if it.text == it.old}
                for head in heads:
                    if head.text == head.old:
                        continue
                    while head.text.casefold() in taken:  # a table has no two of a name
                        head.append("\u2019")
                    taken.add(head.text.casefold())
                    if table.rename(head.old, head.text):
                        yield table.part
        changed = {it.old: it.text for it in self._strings() if it.text != it.old}
        for part, found in self._charts:
            for label in found:
                if label.cached and label.old in changed:
                    label.write(escaped(changed[label.old]))
                    yield part


def _in_drawing(root: Element, part: str) -> Iterator[Slot]:
    yield from drawing_slots(root, part)
    for element in root.iter(names("xdr:cNvPr")):
        yield from alternative_text(element, part)
