"""Charts of documents and slides, and the workbooks inside these that have their numbers.

A chart holds copies of the cells that it shows. Where its labels are translated, so are the cells:
an editor shows the cells as soon as the numbers are edited.
"""

from collections.abc import Iterator

from mlsum.core.errors import FormatError
from mlsum.formats.office.drawing import drawing_slots
from mlsum.formats.office.labels import Label, label_slots, labels
from mlsum.formats.office.ooxml import OoxmlPackage
from mlsum.formats.office.package import Slot
from mlsum.formats.office.xlsx import Workbook

__all__ = ["Charts"]


class Charts:
    """The charts of a package."""

    def __init__(self, package: OoxmlPackage) -> None:
        self._package = package
        self._labels: list[tuple[str, Label]] = []  # with the workbooks that they are copied from
        self._workbooks: dict[str, Workbook | None] = {}

    def slots(self, part: str, tag: str = "p") -> Iterator[Slot]:
        """The titles of a chart and its labels; those stay that formulas of its workbook name."""
        root = self._package.root(part)
        yield from drawing_slots(root, part, tag)
        source = next(self._package.related(part, "package"), "")
        workbook = self._workbook(source)
        found = labels(root)
        self._labels += [(source, label) for label in found]
        yield from label_slots(found, part, workbook.kept_texts if workbook else ())

    def _workbook(self, part: str) -> Workbook | None:
        """The workbook in a part; None where it is none that can be written, such as a .xlsb."""
        if part and part not in self._workbooks:
            try:
                self._workbooks[part] = Workbook(self._package.archive.inner(part))
            except FormatError:
                self._workbooks[part] = None
        return self._workbooks.get(part)

    def settled(self) -> Iterator[tuple[str, bytes]]:
        """The workbooks whose labels were changed, by their parts."""
        for part, workbook in self._workbooks.items():
            changed = {
                it.old: it.new for source, it in self._labels if source == part and it.new != it.old
            }
            if workbook and changed:
                yield part, workbook.renamed(changed)
