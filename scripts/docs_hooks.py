"""Hooks of MkDocs: the API page lists `mlsum.__all__`; links to the source tree become text."""

import posixpath
import re
from typing import Any

LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s#]+)[^)]*\)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """The page's Markdown as it goes to the site."""
    if page.file.src_uri == "api.md":
        markdown = f"{markdown}\n{_reference()}"
    folder = posixpath.dirname(page.file.src_uri)

    def shown(link: re.Match[str]) -> str:
        inside = not posixpath.normpath(posixpath.join(folder, link[2])).startswith("../")
        return link[0] if inside or "://" in link[2] else link[1]

    return LINK.sub(shown, markdown)


def _reference() -> str:
    import mlsum

    names = (name for name in mlsum.__all__ if not name.startswith("__"))
    return "\n\n".join(f"::: mlsum.{name}" for name in names)
