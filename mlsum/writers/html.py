"""Write a page as HTML: a self-contained file, or an element of another page.

A file holds one style sheet and one script, both ours, and a policy that lets no other run; it
asks for nothing from outside.
"""

import base64
import hashlib
from functools import lru_cache
from html import escape
from importlib.resources import files

from mlsum.writers.fragment import fragment
from mlsum.writers.page import Page

__all__ = ["STATIC", "draw", "embedded"]

STATIC = files("mlsum.writers") / "static"


def draw(page: Page, title: str, lang: str = "en") -> str:
    """The page as one HTML5 file; headings and notes are in `lang`, runs say theirs."""
    style, script = _asset("view.css"), _asset("view.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}"
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body>\n<main class="frame">\n<h1 dir="auto">{escape(title)}</h1>\n'
        f'<div class="view">\n{fragment(page, lang)}\n</div>\n</main>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def embedded(page: Page, title: str, lang: str = "en") -> str:
    """The file of `draw` as one element of another page, apart from its styles: for a notebook."""
    return (
        f'<iframe title="{escape(title)}" sandbox="allow-scripts allow-popups" '
        'style="width: 100%; height: 32rem; border: 0; resize: vertical" '
        f'srcdoc="{escape(draw(page, title, lang))}"></iframe>'
    )


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    return STATIC.joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The source expression by which a policy lets exactly this text run (CSP level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
