"""What is read off a page: runs of letters on one baseline, and the page they stand on."""

from dataclasses import dataclass

__all__ = ["Page", "Path", "Piece", "Tag"]

Path = tuple[int, ...]  # from the root of a tree, which child it is at each step


@dataclass(frozen=True, slots=True)
class Tag:
    """The block that a piece belongs to, where the document says so.

    `path` is its place, `role` a type of structure of PDF (`P`, `H1`, `LI`, `TD`); a cell has the
    place of its row and of its table.
    """

    path: Path
    role: str
    row: Path = ()
    table: Path = ()

    @property
    def drawn(self) -> bool:
        """Whether ruled lines tell it, which say nothing of the order of a page."""
        return self.path[:1] == (-1,)

    @property
    def level(self) -> int:
        """The level of a heading, else 0."""
        if self.role in ("H", "Title"):
            return 1
        return int(self.role[1]) if self.role in ("H1", "H2", "H3", "H4", "H5", "H6") else 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters on one line: from `left` to `right` on the baseline `y`, upwards from 0.

    `blank` where a blank is written behind it; `tag` where the document tells its block.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    blank: bool = False
    tag: Tag | None = None

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
