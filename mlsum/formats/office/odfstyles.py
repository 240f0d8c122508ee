"""Styles of OpenDocument: how text looks, what a style is called, and the languages in them."""

from collections.abc import Iterable
from typing import Any

from mlsum.formats.office.languages import ASIAN, RIGHT_TO_LEFT, full_tag, is_right_to_left
from mlsum.formats.office.runs import is_monospaced
from mlsum.formats.office.word import is_code
from mlsum.formats.office.xml import Element, named, names

__all__ = ["Styles", "language_of", "set_language"]

Look = tuple[Any, ...]

# Properties that no reader sees: languages, and the sessions in which an editor was open.
_NOISE = ("rsid", "language", "country", "script", "rfc-language-tag", "letter-kerning")
_FONTS = ("style:font-name", "fo:font-family")
_SEEN_BLANK = ("text-underline-style", "background-color", "text-line-through-style")


class Styles:
    """The styles that the parts of a document use, by name and family."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        for root in roots:
            for style in root.iter(names("style:style")):
                key = (style.get(names("style:name"), ""), style.get(names("style:family"), ""))
                self._styles[key] = style
        self._looks: dict[str, Look] = {}

    def look(self, name: str) -> Look:
        """What a style of characters makes visible; empty where that is nothing."""
        if name not in self._looks:
            style = self._styles.get((name, "text"))
            if style is not None and _is_automatic(style):
                parent = style.get(names("style:parent-style-name"))
                self._looks[name] = (*([parent] if parent else ()), *_properties(style))
            else:
                self._looks[name] = (name,) if name else ()
        return self._looks[name]

    def called(self, name: str, family: str) -> str:
        """What the named style is called that a style is or goes back to."""
        style = self._styles.get((name, family))
        seen: set[str] = set()
        while style is not None and _is_automatic(style) and name not in seen:
            seen.add(name)
            name = style.get(names("style:parent-style-name"), "")
            style = self._styles.get((name, family))
        shown = None if style is None else style.get(names("style:display-name"))
        return shown or name.replace("_20_", " ")

    def code(self, name: str) -> bool:
        """Whether a style of characters is for code."""
        return is_code(self.called(name, "text"))

    def monospaced(self, name: str, family: str) -> bool:
        """Whether a style is for code, or its letters are of equal width."""
        style = self._styles.get((name, family))
        fonts = [] if style is None else [style_font(style)]
        return any(map(is_monospaced, fonts)) or is_code(self.called(name, family))

    def seen_blank(self, name: str) -> bool:
        """Whether blanks in this style are seen: underlined, or on a colour."""
        style = self._styles.get((name, "text"))
        found = () if style is None else _properties(style)
        return any(str(key).endswith(_SEEN_BLANK) for key, _ in found)


def _is_automatic(style: Element) -> bool:
    """Whether a style has no name of its own: an editor made it for some place."""
    return named(style.getparent().tag) == "office:automatic-styles"


def style_font(style: Element) -> str:
    """The name of the font that a style asks for."""
    for properties in style.iterchildren(names("style:text-properties")):
        for font in _FONTS:
            if properties.get(names(font)):
                return str(properties.get(names(font)))
    return ""


def _properties(style: Element) -> Look:
    return tuple(
        sorted(
            (str(key), value)
            for properties in style.iterchildren(names("style:text-properties"))
            for key, value in properties.attrib.items()
            if not str(key).rpartition("}")[2].startswith(_NOISE)
        )
    )


def language_of(root: Element) -> str:
    """The language of text that names none: that of the default styles, of paragraphs first."""
    found = {
        style.get(names("style:family")): properties
        for style in root.iter(names("style:default-style"))
        for properties in style.iterchildren(names("style:text-properties"))
        if properties.get(names("fo:language"), "none") != "none"
    }
    if not found:
        return ""
    properties = found.get("paragraph", next(iter(found.values())))
    language, country = properties.get(names("fo:language")), properties.get(names("fo:country"))
    return language if country in (None, "none") else f"{language}-{country}"


def set_language(root: Element, old: Iterable[str], language: str) -> bool:
    """Note a new language where styles note one of the old; whether there was any."""
    known = {tag.partition("-")[0] for tag in old}
    tag, _, territory = full_tag(language).partition("-")
    suffix = "-asian" if tag in ASIAN else "-complex" if tag in RIGHT_TO_LEFT else ""
    space = "style" if suffix else "fo"
    changed = False
    for properties in root.iter(names("style:text-properties")):
        if properties.get(names("fo:language")) in known:
            properties.set(names(f"{space}:language{suffix}"), tag)
            properties.set(names(f"{space}:country{suffix}"), territory or "none")
            changed = True
    if any(map(is_right_to_left, known)) != is_right_to_left(tag):
        changed |= _turned(root, "rl-tb" if is_right_to_left(tag) else "lr-tb")
    return changed


def _turned(root: Element, direction: str) -> bool:
    """Let paragraphs, tables and columns run in another direction; whether there were any."""
    changed = False
    for kind in ("paragraph", "table", "page-layout", "section"):
        for properties in root.iter(names(f"style:{kind}-properties")):
            given = properties.get(names("style:writing-mode"))
            default = named(properties.getparent().tag) == "style:default-style"
            if given in ("lr-tb", "rl-tb", "lr", "rl") or (default and kind == "paragraph"):
                properties.set(names("style:writing-mode"), direction)
                changed = True
    return changed
