"""What each format is to a person: its name, its suffixes, what it needs, what is written back."""

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ABOUT", "About"]


@dataclass(frozen=True, slots=True)
class About:
    """A format. `title` completes `this is …`.

    The files of a `binary` format are no text: a translation goes into a file, not on the screen.
    `suffixes` are how its files are named, the usual one first; where they are `claimed`, a file
    so named that is something else is an error. `written` is the suffix of a translation that
    comes in another format, else empty. `programs` says that keys, codes and dates are read by
    programs first; `follows`, that the field `language` is the tag of the text and becomes that
    of the translation. A format that `declares` its encoding is written in it on the screen, too.
    `extra` must be installed.
    """

    title: str
    suffixes: tuple[str, ...]
    extra: str = ""
    binary: bool = False
    claimed: bool = False
    written: str = ""
    programs: bool = False
    follows: bool = False
    declares: bool = False


def _office(title: str, suffixes: tuple[str, ...]) -> About:
    return About(
        title,
        suffixes,
        extra="documents",
        binary=True,
        claimed=True,
        programs=True,
        follows=True,
    )


ABOUT = MappingProxyType(
    {
        "docx": _office("a Word document", (".docx", ".docm", ".dotx", ".dotm")),
        "pptx": _office(
            "a PowerPoint presentation", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")
        ),
        "xlsx": _office("an Excel workbook", (".xlsx", ".xlsm", ".xltx", ".xltm")),
        "odt": _office("an OpenDocument text", (".odt", ".ott")),
        "odp": _office("an OpenDocument presentation or drawing", (".odp", ".otp", ".odg")),
        "ods": _office("an OpenDocument spreadsheet", (".ods", ".ots")),
        "epub": About(
            "an e-book (EPUB)", (".epub",), binary=True, claimed=True, programs=True, follows=True
        ),
        "pdf": About(
            "a PDF", (".pdf",), extra="documents", binary=True, claimed=True, written=".md"
        ),
        "srt": About("subtitles (SubRip)", (".srt",)),
        "webvtt": About("subtitles (WebVTT)", (".vtt",), programs=True, follows=True),
        "feed": About(
            "a news feed (RSS, Atom)",
            (".rss", ".atom", ".xml"),
            programs=True,
            follows=True,
            declares=True,
        ),
        "eml": About("a mail", (".eml",), programs=True, declares=True),
        "mbox": About("a folder of mail", (".mbox", ".mbx"), programs=True, declares=True),
        "jsonl": About("JSON Lines", (".jsonl", ".ndjson"), programs=True),
        "json": About("JSON", (".json",), programs=True),
        "frontmatter": About("text with front matter", (".md",), programs=True),
        "html": About(
            "a web page", (".html", ".htm", ".xhtml"), extra="html", programs=True, follows=True
        ),
        "labelled": About("a text with a head of labelled fields", (".txt", ".md")),
        "markdown": About("Markdown", (".md", ".markdown", ".mkd")),
        "plain": About("plain text", (".txt",)),
    }
)
