"""Lines of a text with their offsets, and what one line says about itself."""

import re
from collections.abc import Iterator

from mlsum.document import Block, BlockKind

__all__ = ["BULLET", "block", "is_caption", "lines"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TEXT = re.compile(r"[^\W_]")

# One marker of a list item: a bullet, `1.`, `2)`; with a task's box where there is one.
BULLET = re.compile(
    r"(?:[-*+•·‣◦○●■□◇◆▷▶※✓✔✗✘☐☑☒✅❌]|\d{1,3}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)"
)

_CREDIT = (
    r"photos?|images?|pictures?|credits?|captions?|figures?|fig\.|fotos?|fotografias?|imagem|imagens"
    r"|figura|cr[ée]ditos?|legenda|imagen|imágenes|pie de foto|bild|abbildung|légende"
    r"|사진|그림|자료|영상|写真|画像|図|图|图片|照片"
)
_CAPTION = re.compile(
    rf"""[△▲▼▽◀◁]\s*\S.*                                # ▲ 사진 설명
       | [\[(<【]\s*(?:{_CREDIT})\b.*[\])>】]\.?           # [Photo: …], (Photo by …)
       | /?(?:{_CREDIT})(?:\s?\w{{1,10}})?\s?[:：=/|].*    # Foto: …, 사진 제공=…
       | (?:photo|foto|image|imagem)\s(?:by|courtesy|de|por)\s.{{1,80}}
       | [\[(（【][^()\[\]（）【】]{{1,60}}[\])）】]\.?         # (Yonhap), [서울=연합뉴스]
     """,
    re.IGNORECASE | re.VERBOSE,
)
_EMPHASIS = re.compile(r"(?P<mark>[*_]{1,3})(?P<text>[^*_\s][^*_]*)(?P=mark)")


def lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end without the line break, and end with it, of every line; `\\r\\n` is one break."""
    for match in _LINE.finditer(text):
        start, stop = match.span()
        if start == stop:
            return
        content = match[0].rstrip("\r\n")
        yield start, start + len(content), stop


def is_caption(line: str) -> bool:
    """Whether a line is by its form a caption, a credit or an agency's name, emphasized or not."""
    if len(line) > 300:
        return False
    bare = line.strip()
    if emphasis := _EMPHASIS.fullmatch(bare):
        bare = emphasis["text"]
    return _CAPTION.fullmatch(bare) is not None


def block(text: str, kind: BlockKind, start: int, end: int) -> Block | None:
    """A block without the white space around it; None where there is no letter or digit."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if start >= end or not _TEXT.search(text, start, end):
        return None
    if kind == "paragraph" and is_caption(text[start:end]):
        kind = "caption"
    return Block(kind, start, end)
