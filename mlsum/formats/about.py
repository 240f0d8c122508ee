"""What each format is to a person: its name, its suffixes, what it needs, what is written back."""

from dataclasses import dataclass
from string import ascii_letters, digits
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
    A file of another name may be in the format where it begins with one of `starts`, after white
    space; with anything, where there are none. `extra` must be installed.
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
    starts: tuple[str, ...] = ()


def _office(title: str, suffixes: tuple[str, ...]) -> About:
    return About(
        title,
        suffixes,
        extra="documents",
        binary=True,
        claimed=True,
        programs=True,
        follows=True,
        starts=("PK",),
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
            "an e-book (EPUB)",
            (".epub",),
            binary=True,
            claimed=True,
            programs=True,
            follows=True,
            starts=("PK",),
        ),
        "pdf": About(
            "a PDF",
            (".pdf",),
            extra="documents",
            binary=True,
            claimed=True,
            written=".md",
            starts=("%PDF",),
        ),
        "srt": About("subtitles (SubRip)", (".srt",), starts=tuple(digits)),
        "webvtt": About(
            "subtitles (WebVTT)", (".vtt",), programs=True, follows=True, starts=("WEBVTT",)
        ),
        "feed": About(
            "a news feed (RSS, Atom)",
            (".rss", ".atom", ".xml"),
            programs=True,
            follows=True,
            declares=True,
            starts=("<",),
        ),
        "xml": About(
            "an XML file",
            (".xml", ".xlf", ".xliff", ".svg", ".resx", ".dita", ".docbook", ".dbk", ".tei"),
            programs=True,
            follows=True,
            declares=True,
            starts=("<",),
        ),
        "eml": About(
            "a mail", (".eml",), programs=True, declares=True, starts=tuple(ascii_letters)
        ),
        "mbox": About(
            "a folder of mail", (".mbox", ".mbx"), programs=True, declares=True, starts=("From ",)
        ),
        "jsonl": About(
            "JSON Lines", (".jsonl", ".ndjson", ".jsonlines"), programs=True, starts=("{",)
        ),
        "json": About("JSON", (".json",), programs=True, starts=("{", "[")),
        "frontmatter": About(
            "text with front matter",
            (".md",),
            programs=True,
            follows=True,
            starts=("---", "+++"),
        ),
        "html": About(
            "a web page",
            (".html", ".htm", ".xhtml"),
            extra="html",
            programs=True,
            follows=True,
            starts=("<",),
        ),
        "labelled": About("a text with a head of labelled fields", (".txt", ".md")),
        "markdown": About("Markdown", (".md", ".markdown", ".mkd")),
        "plain": About("plain text", (".txt",)),
    }
)
