"""The events of a CommonMark parser, pyromark (pulldown-cmark), by characters of the text."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyromark import Markdown

__all__ = ["Event", "events"]

# Its name; what it says; the tag that begins or ends; start and end.
Event = tuple[str, str, Any, int, int]


@lru_cache(maxsize=1)
def _parser() -> "Markdown":
    from pyromark import Markdown, Options

    options = (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_DEFINITION_LIST
        | Options.ENABLE_MATH
    )
    return Markdown(options=options, broken_link_callback=_undefined)


def _undefined(link: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is written as a reference is one, though it be defined in another file."""
    return None if link["link_type"] == "Shortcut" else ("#", "")


def events(copy: str) -> Iterator[Event]:
    """The parser's events: kind, name or text, data of a tag, start and end in characters."""
    found = list(_parser().events_with_range(copy))
    places: Mapping[int, int] | None = None if copy.isascii() else _characters(copy, found)
    for event, place in found:
        start, end = place["start"], place["end"]
        if places:
            start, end = places[start], places[end]
        if isinstance(event, str):
            yield event, "", None, start, end
            continue
        for kind, value in event.items():
            if isinstance(value, dict):
                for name, data in value.items():
                    yield kind, name, data, start, end
            else:
                yield kind, str(value), None, start, end


def _characters(copy: str, found: list[Any]) -> dict[int, int]:
    """Offsets in characters by those in bytes, for all that occur."""
    data, places, at, count = copy.encode(), {}, 0, 0
    for offset in sorted({end for _, place in found for end in (place["start"], place["end"])}):
        count += len(data[at:offset].decode())
        places[offset] = count
        at = offset
    return places
