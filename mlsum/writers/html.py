"""Draw a page as one self-contained HTML file: no scripts, no outside requests."""

from html import escape

from mlsum.writers.page import Bullets, Cell, Heading, Note, Page, Piece, Prose, Run, Table

__all__ = ["draw"]

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.55 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.note { opacity: .75; margin: .25rem 0; }
.prose { white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem;
         border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
[lang] { border-radius: .2em; padding: 0 .1em;
         background: color-mix(in srgb, hsl(var(--tint) 85% 50%) 18%, transparent); }
"""
# The golden angle spreads any number of tints around the colour wheel.
_STEP = 137.5


def draw(page: Page, title: str, lang: str = "en") -> str:
    """The page as HTML5; all text is escaped, runs carry their language for screen readers."""
    tints: dict[str, float] = {}
    body = "\n".join(_piece(piece, tints) for piece in page)
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _piece(piece: Piece, tints: dict[str, float]) -> str:
    match piece:
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Note(text):
            return f'<p class="note">{escape(text)}</p>'
        case Prose(runs):
            return f'<div class="prose">{_runs(runs, tints)}</div>'
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{_runs(item, tints)}</li>" for item in items) + "</ul>"
        case Table(header, rows):
            head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
            lines = (
                "<tr>" + "".join(f"<td>{_runs(cell, tints)}</td>" for cell in row) + "</tr>"
                for row in rows
            )
            return (
                f'<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
                + "\n".join(lines)
                + "\n</tbody>\n</table></div>"
            )


def _runs(runs: Cell, tints: dict[str, float]) -> str:
    return "".join(_run(run, tints) for run in runs)


def _run(run: Run, tints: dict[str, float]) -> str:
    text = f"<mark>{escape(run.text)}</mark>" if run.mark else escape(run.text)
    if not run.lang:
        return text
    tint = tints.setdefault(run.lang, (200 + _STEP * len(tints)) % 360)
    return f'<span lang="{escape(run.lang)}" style="--tint:{tint:g}">{text}</span>'
