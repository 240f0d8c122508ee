"""Seeded inputs without a coverage-guided fuzzer: good files, cut, joined, repeated and damaged."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from packages import SMALLEST, inside

from mlsum.core.errors import MlsumError

__all__ = ["corpus", "inputs", "takes"]

_ROOT = Path(__file__).parents[2]
_LONGEST = 20_000  # bytes of an input
# What formats, shields and terminals take for more than text.
_TOKENS = tuple(
    token.encode()
    for token in (
        *(
            "\0",
            "\x1b[2J",
            "\x1b]0;t\x07",
            "\r",
            "\n",
            "\r\n",
            "\u2028",
            "\x85",
            "\ufeff",
            "\u202e",
        ),
        *(
            "---\n",
            "+++\n",
            "# ",
            ">",
            "- ",
            "```",
            "~~~",
            "|",
            ":",
            "：",
            "[a](b)",
            "![",
            "](",
            "**",
        ),
        *("_", "`", "<!--", "-->", "<script>", "<p>", "&amp;", "&#0;", "<a href='", '"', "'", "\\"),
        *("{", "}", "[", "]", '{"a":', "null", "\\ud800", "\\u0000", "1e999", "NaN", "&a", "*a"),
        *("!!python/object:os.system ", "!<", "<<: ", "? ", "|2-\n", "=", "'''", '"""', "a.b.c="),
        *("en\tpt\n", "\t", "<tmx>", "<!DOCTYPE a [", "<!ENTITY a 'b'>", "&a;", "]]>", "<![CDATA["),
        *("2023-12-13", "00:00:00,000 --> ", "WEBVTT\n\n", "R$ 1.5", "한국", "é", "😀", "\u0301"),
        *("http://a.b/c?d", "a@b.co", "{name}", "%s", "Xk1", "../", "C:\\", "A: b\n"),
    )
)


def corpus() -> tuple[bytes, ...]:
    """The sample documents and those of the tests, and some small files of every kind."""
    files = [*_ROOT.glob("seeds/*"), *_ROOT.glob("tests/golden/formats/*")]
    read = [path.read_bytes() for path in sorted(files) if path.is_file()]
    return (*(data for data in read if len(data) < 50_000), *_SMALL, *SMALLEST.values())


def inputs(seed: str, count: int, target: Callable[[bytes], None]) -> Iterator[bytes]:
    """So many inputs for a target, the same for the same seed: what it takes, a little damaged."""
    chance = random.Random(seed)
    good = corpus()
    taken = [data for data in good if takes(target, data)] or good
    yield b""
    yield from taken
    for _ in range(count - 1 - len(taken)):
        made = chance.choice(taken)
        for _ in range(chance.randint(1, 4)):
            made = inside(made, lambda data: _changed(data, good, chance), chance.randrange)
        yield made[:_LONGEST]


def takes(target: Callable[[bytes], None], data: bytes) -> bool:
    """Whether a target finds nothing to refuse in an input."""
    try:
        target(data)
    except MlsumError:
        return False
    return True


def _changed(data: bytes, good: tuple[bytes, ...], chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    end = min(len(data), start + int(chance.expovariate(1 / 20)))
    token = chance.choice(_TOKENS)
    match chance.randrange(8):
        case 0 | 1:
            return data[:start] + token + data[start:]
        case 2:
            return data[:start] + token * chance.randint(2, 200) + data[end:]
        case 3:
            return data[:start] + data[end:]
        case 4:
            return data[:end] + data[start:end] * chance.randint(1, 50) + data[end:]
        case 5:
            other = chance.choice(good)
            at = chance.randint(0, len(other))
            return data[:start] + other[at : at + 200] + data[end:]
        case 6:
            return data[:start]
        case _:
            return data[:start] + chance.randbytes(chance.randint(1, 3)) + data[end:]


_SMALL = tuple(
    text.encode()
    for text in (
        '{"title": "A", "articles": [{"content": "B. C.", "tags": ["x", 1, null]}]}',
        '{"title": "A"}\n{"title": "B", "text": "C"}\n',
        "---\ntitle: A\ntags: [b, 'c']\ntext: |\n  d\n  e\n---\nF.\n",
        "+++\ntitle = \"A\"\ndate = 2023-12-13\n[author]\nname = '''B'''\n+++\nC.\n",
        "<!doctype html><html lang=en><title>A</title><body><article><p>B. C.</p></article></html>",
        "1\n00:00:01,000 --> 00:00:02,000\n- A\n<i>B</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nC\n",
        "WEBVTT\n\nSTYLE\n::cue {}\n\na\n00:01.000 --> 00:02.000 align:start\n<v B>C</v>\n",
        '<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><item><title>B</title>'
        "<description><![CDATA[<p>C</p>]]></description></item></channel></rss>",
        "From: a@b.co\nSubject: =?utf-8?q?=C3=A9?=\nContent-Type: text/plain\n\nA.\n",
        "From a@b.co Wed Dec 13 05:00:00 2023\nFrom: a@b.co\nSubject: A\n\nB.\n\n",
        "en\tpt\tko\nNATO\tOTAN\t나토\n",
        "- {en: Korea, pt: Coreia}\n- {en: Seoul, pt: Seul}\n",
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu>'
        '<tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="pt"><seg>B</seg></tuv></tu></body>'
        "</tmx>",
        'name = "m"\nengine = "ctranslate2"\nlicence = "MIT"\npairs = [["en", "pt"]]\n'
        '[[files]]\nname = "a.bin"\nsize = 1\nsha256 = "00"\n',
        '{"translations": [{"id": 1, "text": "A."}, {"id": 2, "text": "B."}]}',
        '{"data": [{"name": "model.enko.bin", "fileType": "model", "sourceLanguage": "en", '
        '"targetLanguage": "ko", "version": "1.0", "attachment": {"location": "a/b", "size": 1}}]}',
        "config.json\nmodel.safetensors\ntokenizer.json\npytorch_model.bin\n",
        "O ministro disse que os 8 países se reunirão em 13 de dezembro de 2023, em Seul.",
        "국방부 장관은 13일 서울에서 나토 8개국 대표단을 만났다고 밝혔다. - 코리아타임스",
    )
)
