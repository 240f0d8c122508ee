"""Tags around some words of a cue: kept in the running text, and cut with it to cues again."""

import re
from collections.abc import Callable, Iterator, Sequence

__all__ = ["Span", "as_tags", "paired", "parted", "untagged", "within", "written"]

Span = tuple[int, int, str]  # the characters that a tag is around, and how it opens

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_OPENING = re.compile(r"<(?P<name>[A-Za-z]+)[^<>]*>")
_CLOSING = re.compile(r"</(?P<name>[A-Za-z]+)[^<>]*>")
_OVERRIDE = re.compile(r"\{\\([ibus])1\}([^{}]+)\{\\\1(?:0)?\}")  # of SubStation, seen in SubRip
_IDLE = ("<c>", "<C>")  # a class without a name: of single words that come one by one


def untagged(text: str) -> str:
    """A text without tags of any kind."""
    return _TAG.sub("", text)


def as_tags(text: str) -> str:
    """A text with overrides around words (`{\\i1}so{\\i0}`) as the tags that say the same."""
    return _OVERRIDE.sub(r"<\1>\2</\1>", text)


def paired(text: str) -> str:
    """A text with those tags alone that open and close in it around words, and mean something."""
    kept = {place for pair in _pairs(text) for place in pair}
    return _TAG.sub(lambda tag: tag[0] if tag.start() in kept else "", text)


def parted(text: str) -> tuple[str, list[Span]]:
    """A text without its tags, and where these were, the outer before the inner."""
    closed = dict(_pairs(text))
    sizes: dict[int, int] = {}  # of the text before each tag
    bare, at = [], 0
    for tag in _TAG.finditer(text):
        bare.append(text[at : tag.start()])
        sizes[tag.start()] = sizes.get(at, 0) + tag.start() - at
        sizes[tag.end()] = sizes[tag.start()]
        at = tag.end()
    opened = ((tag[0], tag.start()) for tag in _TAG.finditer(text) if tag.start() in closed)
    spans = [(sizes[start], sizes[closed[start]], tag) for tag, start in opened]
    return "".join([*bare, text[at:]]), spans


def within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """What of some spans is in a stretch of the text, counted from its start."""
    cut = ((max(a, start) - start, min(b, end) - start, tag) for a, b, tag in spans)
    return [one for one in cut if one[0] < one[1]]


def written(
    text: str, lines: Sequence[str], spans: Sequence[Span], escape: Callable[[str], str]
) -> str:
    """A text on its lines with tags around its spans. The lines are it, but for blanks."""
    events: dict[int, str] = {}
    for first, _, opening in spans:
        events[first] = events.get(first, "") + opening
    for _, last, opening in spans:
        name = _OPENING.match(opening)
        events[last] = f"</{name['name'] if name else 'i'}>" + events.get(last, "")
    broken, pieces, at = "\n".join(lines), [], 0
    for index, char in enumerate([*text, ""]):
        closing = [it for it in re.findall(r"<[^<>]*>", events.get(index, "")) if it[1] == "/"]
        pieces += closing
        if broken[at : at + 1] == "\n" and char != " ":  # no blank was there
            pieces.append("\n")
            at += 1
        pieces.append(events.get(index, "")[sum(map(len, closing)) :])
        pieces.append(escape(broken[at : at + 1]))
        at += 1
    return "".join(pieces)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where tags open and close that do both, around something; none crosses another."""
    still_open: list[tuple[re.Match[str], int]] = []  # with how much is said before
    said = at = 0
    for tag in _TAG.finditer(text):
        said += sum(map(str.isalnum, text[at : tag.start()]))
        at = tag.end()
        closing, opening = _CLOSING.fullmatch(tag[0]), _OPENING.fullmatch(tag[0])
        if opening and tag[0] not in _IDLE:
            still_open.append((tag, said))
        elif closing and still_open and _name(still_open[-1][0][0]) == closing["name"].casefold():
            first, before = still_open.pop()
            if said > before:
                yield first.start(), tag.start()


def _name(tag: str) -> str:
    found = _OPENING.match(tag)
    return found["name"].casefold() if found else ""
