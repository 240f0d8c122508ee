"""What is read off a page: runs of letters on one baseline, and the page they stand on."""

from dataclasses import dataclass

__all__ = ["Page", "Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters on one line: from `left` to `right` on the baseline `y`, upwards from 0.

    `blank` where a blank is written behind it.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    blank: bool = False

    @property
    def top(self) -> float:
        """About where capitals end."""
        return self.y + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """About where descenders end."""
        return self.y - 0.22 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page as they were drawn; `scanned` where a picture is all there is."""

    number: int
    height: float
    pieces: tuple[Piece, ...]
    scanned: bool = False
