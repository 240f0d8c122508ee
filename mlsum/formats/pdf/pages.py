"""The pages of a PDF, read with pdfium, one open at a time."""

import ctypes
from collections.abc import Iterator
from threading import Lock
from typing import Any

from mlsum.core.errors import FormatError, MissingExtraError
from mlsum.formats.pdf.letters import Letters
from mlsum.formats.pdf.pieces import Page
from mlsum.formats.pdf.tags import Tags, trusted
from mlsum.formats.pdf.turned import upright

__all__ = ["Pdf"]

_PICTURE = 0.4  # share of a page that a picture must cover to be a scan of it
_LONGEST_TAG = 40
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_AGAIN = "get the file again; if a viewer still opens it, print it into a new PDF"
_PDFIUM = Lock()  # the library is not made for threads


class Pdf:
    """An opened PDF. Raises FormatError where it is locked, damaged, or no PDF at all."""

    def __init__(self, data: bytes, where: str = "") -> None:
        try:
            import pypdfium2
            import pypdfium2.raw as raw
        except ImportError as error:
            raise MissingExtraError("pypdfium2", "documents", where=where) from error
        self._raw: Any = raw
        self._where = where
        self._failed: type[Exception] = pypdfium2.PdfiumError
        self._where = where
        with _PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(data)
                self.count = len(self._document)
            except pypdfium2.PdfiumError as error:
                raise self._refused(error, where) from error
            tagged = self._raw.FPDFCatalog_IsTagged(self._document.raw)
        self._tags = Tags(raw) if tagged and hasattr(raw, "FPDFText_GetTextObject") else None
        if not self.count:
            raise FormatError("this PDF has no pages", where=where, hint=_AGAIN)

    def properties(self) -> dict[str, str]:
        """What the document says of itself: Title, Author, Subject, Keywords, …, Lang."""
        with _PDFIUM:
            said = self._document.get_metadata_dict(skip_empty=True)
            tag = (ctypes.c_ushort * _LONGEST_TAG)()
            self._raw.FPDFCatalog_GetLanguage(self._document.raw, tag, ctypes.sizeof(tag))
        return {**said, "Lang": bytes(tag).decode("utf-16-le", "ignore").partition("\0")[0].strip()}

    def pages(self) -> Iterator[Page]:
        """The pages in order, each closed before the next is read."""
        for index in range(self.count):
            try:
                with _PDFIUM:
                    page = self._page(index)
            except self._failed as error:
                message = f"damaged PDF: page {index + 1} cannot be read"
                raise FormatError(message, where=self._where, hint=_AGAIN) from error
            yield page

    def _page(self, index: int) -> Page:
        page = self._document[index]
        try:
            height = page.get_height()
            found = Letters(self._raw, page, index, self._tags).pieces()
            scanned = not found and _is_picture(page)
        finally:
            page.close()
        return Page(index + 1, height, tuple(trusted(upright(found, height))), scanned)

    def close(self) -> None:
        """Give the memory back."""
        with _PDFIUM:
            self._document.close()

    def _refused(self, error: Exception, where: str) -> FormatError:
        if getattr(error, "err_code", None) == _PASSWORD:
            message = "this PDF is protected by a password"
            hint = "save it without one first: qpdf --decrypt --password=… in.pdf out.pdf"
            return FormatError(message, where=where, hint=hint)
        return FormatError(f"damaged PDF: {error}", where=where, hint=_AGAIN)


def _is_picture(page: Any) -> bool:
    """Whether a picture covers a good part of the page."""
    whole = page.get_width() * page.get_height() or 1.0
    for thing in page.get_objects(filter=[_IMAGE], max_depth=3):
        left, bottom, right, top = (
            thing.get_bounds() if hasattr(thing, "get_bounds") else thing.get_pos()
        )
        if abs((right - left) * (top - bottom)) > _PICTURE * whole:
            return True
    return False
