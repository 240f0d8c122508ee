"""Bytes to text and back, without losing one of them.

The order, each step only when the one before says no: a byte order mark; UTF-8 (ASCII alone is in
the encoding that a page or a feed names, for what is written into it); UTF-16 without a mark (its
NULs give it away); the legacy encodings, judged by whether what comes out reads like the language
they were made for (those beyond Western Europe and Korea in `legacy`); else an error.
`bom + text.encode(encoding)` is always the input.

A page with a few bytes that do not fit is in a damaged encoding, which keeps them.
"""

import codecs
import re

from mlsum.core.document import Source
from mlsum.core.errors import EncodingError
from mlsum.formats.damaged import DAMAGED, bad_bytes
from mlsum.formats.legacy import guess, is_of_one_language

__all__ = ["decode", "encode"]

_BOMS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_EXTRACT = "extract its text first (pdftotext, pandoc), or give the text itself"
_OCR = "nothing is read from pictures: get its text first (tesseract)"
_UNPACK = "unpack it first: gunzip FILE"
_MAGIC = (  # how files begin that are no text, what they are, and what helps
    (b"%PDF-", "a PDF document", _EXTRACT),
    (b"{\\rtf", "an RTF document", _EXTRACT),
    (b"PK\x03\x04", "a ZIP archive (or an office document, which is one inside)", _EXTRACT),
    (b"PK\x05\x06", "an empty ZIP archive", _EXTRACT),
    (b"\xd0\xcf\x11\xe0", "an old office document", _EXTRACT),
    (b"\x89PNG\r\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF89a\x00", "a GIF image", _OCR),
    (b"\x1f\x8b\x08", "a gzip archive", _UNPACK),
    (b"\x7fELF", "a program", _EXTRACT),
)
_XML = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']""")
_META = re.compile(
    rb"""\s*<(?:!doctype|html|head|!--).{0,1000}?
        <meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([A-Za-z][\w.-]{0,40})""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# What pages mean by a name: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "shift_jis": "cp932"}
_MEANT |= {"euc_kr": "cp949", "iso8859-9": "cp1254"}
_C1 = re.compile(rb"[\x80-\x9f]")  # no letters of Latin-1, but of Windows
# Codecs whose lower half is ASCII, as `codecs` names them.
_OF_LETTERS = re.compile(r"ascii|big5|cp\d|euc_|gb|iso8859|koi8|mac|shift_jis")
# The messages in a folder are each in an encoding of their own; Latin-1 keeps every byte of them.
_MAIL = re.compile(
    rb"[\r\n]{0,99}(?:From [^\r\n]{1,200}\r?\n)?"
    rb"(?:[!-9;-~]{1,60}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n)*){0,99}"
    rb"(?i:message-id|mime-version|received|return-path|delivered-to):"
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 1 << 17  # bytes that a judgement looks at
_MOST_CONTROLS = 0.1  # share of control characters above which text is taken for binary

_ASCII = re.compile(r"[\t\n\r -~]")
_EVERYDAY = re.compile(
    "[\u00a0-\u024f\u0370-\u0e7f\u1e00-\u1eff\u2010-\u2026\u20ac"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uffee]"
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_PAIR = re.compile(rb"[\x81-\xfe][\x41-\x5a\x61-\x7a\x81-\xfe]")
_SYLLABLE = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")  # the 2350 syllables of KS X 1001
_SYMBOL = re.compile(rb"[\xa1-\xa3\xa5-\xac][\xa1-\xfe]")  # its punctuation and foreign letters
_HANGUL_SHARE = 0.85  # Chinese in GB 2312 reaches about a half, Latin text a few accidents
_WESTERN = re.compile("[À-ÖØ-öø-ÿŒœŠšŸŽžƒ«»¿¡ºª°§©®™€£¢–—‘’‚“”„•…·´²³½¼¾±×\u00a0\u00ad]")
_WESTERN_SHARE = 0.95
_MOST_BAD = 0.2  # share of the high bytes of a page
_LONGEST_RUN = 2  # mean length of a run of accented letters; other alphabets come in whole words


def decode(data: bytes, path: str | None = None) -> Source:
    """The text of a file, exactly, with the encoding and byte order mark that write it back.

    Raises EncodingError, naming the file and where it can the byte, for what is no text or in
    no encoding that is certain.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            if encoding == "utf-8" and _is_page(data[3:]):
                encoding = _of_page(data[3:]) or encoding
            return Source(_strict(data, len(bom), encoding, path), encoding, bom, path)
    for magic, kind, hint in _MAGIC:
        if data.startswith(magic):
            raise EncodingError(f"this is {kind}, not text", where=path or "", hint=hint)
    encoding = _guess(data, path)
    return Source(_strict(data, 0, encoding, path), encoding, b"", path)


def encode(source: Source, text: str) -> tuple[bytes, str]:
    """`text` as bytes in the encoding of `source`, or in UTF-8 where that lacks a character.

    Returns the bytes and the encoding they are in. Raises EncodingError for lone surrogates.
    """
    try:
        return source.bom + text.encode(source.encoding), source.encoding
    except UnicodeEncodeError:
        try:
            return text.encode("utf-8"), "utf-8"
        except UnicodeEncodeError as error:
            message = f"half a character (a lone surrogate) at character {error.start}"
            raise EncodingError(message, where=source.path or "", hint=_SURROGATE) from error


_CONVERT = "convert it first: iconv -f ENCODING -t UTF-8 FILE"
_SURROGATE = "remove it, or write the whole character"


def _strict(data: bytes, offset: int, encoding: str, path: str | None) -> str:
    """Decode all, and prove that the bytes can be had back."""
    try:
        text = data[offset:].decode(encoding)
        if text.encode(encoding) == data[offset:]:
            return text
        message = f"the bytes are not the usual ones of {encoding} and could not be written back"
    except UnicodeDecodeError as error:
        message = f"not {encoding}, although it looks so: byte {offset + error.start} does not fit"
    raise EncodingError(message, where=path or "", hint=_CONVERT)


def _guess(data: bytes, path: str | None) -> str:
    """The encoding of bytes without a byte order mark."""
    if b"\x1b$" in data and _decodes(data, "iso2022_jp"):
        return "iso2022_jp"
    if _decodes(data, "utf-8") and _controls(data) <= _MOST_CONTROLS * len(data):
        return (_promised(data) if data.isascii() else None) or "utf-8"
    if b"\x00" in data and (encoding := _utf16(data)):
        return encoding
    if _MAIL.match(data):
        return "latin-1"
    page = _is_page(data)
    if page and (encoding := _of_page(data)):
        return encoding
    if not page:
        _refuse_binary(data, path)
    _refuse_damaged_utf8(data, path)
    sample = data[:_SAMPLE]
    for prefix in ("", DAMAGED) if page else ("",):
        if _hangul(sample) and _decodes(data, f"{prefix}cp949"):
            return f"{prefix}cp949"
        for name in ("cp1252",) if prefix else ("latin-1", "cp1252"):
            encoding = f"{prefix}{name}"
            if _decodes(data, encoding) and _western(sample, encoding):
                return _of_others(data, sample.decode(encoding)) or encoding
    if encoding := _of_others(data):
        return encoding
    raise EncodingError("the encoding is unknown", where=path or "", hint=_CONVERT)


def _of_others(data: bytes, western: str = "") -> str | None:
    """The encoding of another alphabet that is sure; that of `western`, if it reads as none."""
    if western and is_of_one_language(western):
        return None
    sample = data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1]
    encoding = guess(sample)
    return encoding if encoding and _decodes(data, encoding) else None


def _is_page(data: bytes) -> bool:
    """Whether bytes are a page or XML, and not full of control characters."""
    return data.lstrip().startswith(b"<") and _controls(data) <= _MOST_CONTROLS * len(data)


def _of_page(data: bytes) -> str | None:
    """The encoding of a page: what it says, if that holds but for a few bytes."""
    named = _named(data) or "utf-8"
    meant = _MEANT.get(named, named)
    high = sum(map(len, _HIGH_RUN.findall(data)))
    for name in ("utf-8", named, meant):
        if _decodes(data, name) and not (name == "iso8859-1" and _C1.search(data)):
            return name
    for name in ("utf-8", meant):
        damaged = f"{DAMAGED}{name}"
        if _decodes(data, damaged):
            bad = len(bad_bytes(data.decode(damaged)))
            if bad <= max(1, _MOST_BAD * high):
                return damaged
    return None


def _named(data: bytes) -> str | None:
    """The encoding that XML or HTML says it is in, as `codecs` names it."""
    found = _XML.match(data) or _META.match(data)
    try:
        codec = codecs.lookup(found[1].decode("ascii")) if found else None
    except LookupError:
        return None
    name = str(codec.name) if codec else ""
    return name if _OF_LETTERS.match(name) else None


def _promised(data: bytes) -> str | None:
    """The encoding that XML or HTML of ASCII alone says it is in, for the letters to come."""
    name = _named(data)
    if name and _decodes(data, name) and data.decode(name) == data.decode("ascii"):
        return name
    return None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        return data.decode(encoding).encode(encoding) == data
    except (UnicodeError, LookupError):
        return False


def _controls(data: bytes) -> float:
    """About how many control characters there are that no text needs."""
    return len(_CONTROL.findall(data, 0, _SAMPLE)) * max(1.0, len(data) / _SAMPLE)


def _refuse_binary(data: bytes, path: str | None) -> None:
    if found := _CONTROL.search(data):
        message = f"not text: control character {found[0][0]:#04x} at byte {found.start()}"
        raise EncodingError(message, where=path or "", hint=_EXTRACT)


def _refuse_damaged_utf8(data: bytes, path: str | None) -> None:
    """UTF-8 with a byte lost must not pass for Latin-1 (`Ã©`): name the byte instead."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset, reason = error.start, error.reason
    else:
        return
    if _decodes_with_surrogates(data):
        message = f"half a character (a lone surrogate) at byte {offset}"
        raise EncodingError(message, where=path or "", hint=_SURROGATE)
    sample = data[:_SAMPLE]
    whole = sum(len(match) for match in _MULTIBYTE.findall(sample))
    if whole > 0.8 * sum(len(run) for run in _HIGH_RUN.findall(sample)):
        message = f"damaged UTF-8: {reason} at byte {offset}"
        raise EncodingError(message, where=path or "", hint="mend or cut the byte, then try again")


def _decodes_with_surrogates(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _utf16(data: bytes) -> str | None:
    """UTF-16 in the byte order that gives the more readable text, if either gives one."""
    rated = [
        (_readable(data[:_SAMPLE].decode(encoding)), encoding)
        for encoding in ("utf-16-le", "utf-16-be")
        if len(data) % 2 == 0 and _decodes(data, encoding)
    ]
    score, encoding = max(rated, default=(0.0, ""))
    return encoding if score > 0.4 else None


def _readable(text: str) -> float:
    """How everyday the characters are: ASCII 1, those of living scripts 0.5, the rest -1."""
    ascii_, other = len(_ASCII.findall(text)), len(_EVERYDAY.findall(text))
    return (2 * ascii_ + 1.5 * other) / max(1, len(text)) - 1


def _hangul(data: bytes) -> bool:
    """Whether the high bytes pair up to common Hangul syllables, in words of their own.

    Capitals such as `AÇÃO` in Latin-1 pair up too, but stand between ASCII letters.
    """
    pairs = _PAIR.findall(data)
    syllables = sum(1 for pair in pairs if _SYLLABLE.fullmatch(pair))
    symbols = sum(1 for pair in pairs if _SYMBOL.fullmatch(pair))
    runs = list(_HIGH_RUN.finditer(data))
    inside = sum(1 for run in runs if _between_letters(data, run.start(), run.end()))
    return syllables > _HANGUL_SHARE * (len(pairs) - symbols) and inside <= len(runs) / 2


def _between_letters(data: bytes, start: int, end: int) -> bool:
    return data[max(0, start - 1) : start].isalpha() and data[end : end + 1].isalpha()


def _western(data: bytes, encoding: str) -> bool:
    """Whether the high bytes read as accented letters and the punctuation of Western Europe."""
    runs = _HIGH_RUN.findall(data)
    text = b"".join(runs).decode(encoding)
    good = len(_WESTERN.findall(text))
    share = 1 - _MOST_BAD if encoding.startswith(DAMAGED) else _WESTERN_SHARE
    return good >= share * len(text) and len(text) <= _LONGEST_RUN * len(runs)
