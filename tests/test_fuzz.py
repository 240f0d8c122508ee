"""A short, seeded run of all that `make fuzz` runs for minutes, and what that has found."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mlsum import formats
from mlsum.document import Block
from mlsum.errors import MissingExtraError, MlsumError
from mlsum.lang import Lang
from mlsum.lexicon import (
    agree,
    find_outlet,
    parse_date,
    parse_language,
    parse_number,
    parse_territory,
    translate_term,
)
from mlsum.pipeline.recase import recase
from mlsum.segment import reading
from mlsum.shield import restore, shield
from mlsum.summarizers import key_terms, shortened, summarize

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts/fuzz"))
import mutate
from targets import TARGETS

# Seconds of a run, where one input takes milliseconds; the others are done long before.
_SHARE = 1.0
_COUNT = 300


@pytest.mark.parametrize("name", sorted(TARGETS))
@pytest.mark.filterwarnings("ignore")  # of the readers of other people's formats, of broken files
def test_nothing_but_an_error_of_ours_comes_out(name: str) -> None:
    end = time.monotonic() + _SHARE
    for number, data in enumerate(mutate.inputs(name, _COUNT, TARGETS[name])):
        # The time of this process: others on the machine play no part. The first loads models.
        started = time.process_time()
        with suppress(MlsumError):
            TARGETS[name](data)
        assert number == 0 or time.process_time() - started < 5, f"too slow: {data!r}"
        if time.monotonic() > end:
            break


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"catalogue"}))
def test_a_target_takes_something(name: str) -> None:
    taken = [data for data in mutate.corpus() if mutate.takes(TARGETS[name], data)]
    if not taken:
        _skip_without_its_extra(TARGETS[name])
    assert taken, "only refusals are tested"


def _skip_without_its_extra(target: Callable[[bytes], None]) -> None:
    for data in mutate.corpus():
        try:
            target(data)
        except MissingExtraError as error:
            pytest.skip(str(error))
        except MlsumError:
            continue


EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
MILLION = 1_000_000
# A run of the first, of which many readers are afraid, in what comes to a million characters.
RUNS = (
    *("<", "[", "](", "*", "**a", "_a", "`", "`a``", "~~", "|", "> ", "- ", "# ", "\n", "\r", " "),
    *(
        "\t",
        "a",
        "A. ",
        "a.",
        "a-",
        "1.",
        "1,",
        "a@b.",
        "@a",
        "&",
        "&#1",
        "{",
        "{{",
        "${",
        "%(",
        '"',
    ),
    *("“", "「", "<!--", "<?", '<a b="', "<p>", "</p>", "<script>", "\\", "가", "。", "A: b\n"),
    *(
        "---\n",
        "http://a)",
        "www.",
        "a.co",
        "[^a]: ",
        "[a]: <",
        "[a]\n",
        "(Photo: ",
        "x" * 50 + " ",
    ),
)


MESSAGES = (
    "{a,plural,",
    "{a,plural,b{c}",
    "{a,plural,b{{",
    "가@",
    "가.",
    "https://가/",
    ":a_b",
    "__a",
    "##a",
)


def _quickly(act: object, limit: float) -> None:
    # The time of this process: others on the machine play no part.
    started = time.process_time()
    act()  # type: ignore[operator]
    assert time.process_time() - started < limit


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("name", ["frontmatter", "json", "labelled", "markdown", "srt"])
def test_a_million_hostile_characters_are_read_in_two_seconds(run: str, name: str) -> None:
    opening = {
        "frontmatter": "---\na: ",
        "json": '{"a": "',
        "srt": "1\n00:00:01,0 --> 00:00:02,0\n",
    }
    text = (opening.get(name, "") + run * MILLION)[:MILLION]

    def read() -> None:
        with suppress(MlsumError):
            formats.parse_text(text, name)

    _quickly(read, 2)


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS)
def test_a_million_hostile_characters_are_shielded_and_put_back(run: str) -> None:
    text = (run * MILLION)[: MILLION // 4]
    shielded = shield(text)
    assert restore(shielded, shielded.text) == text
    _quickly(lambda: shield(text), 2)


@pytest.mark.parametrize(
    "run", ["<!--", "[a](", "`a``b", "a.a.", "1.1.", "http://a)))", "a@b.co ", *MESSAGES]
)
def test_shielding_takes_time_in_line_with_length(run: str) -> None:
    _quickly(lambda: shield(run * (100_000 // len(run))), 2)


@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_comments_that_nobody_closes_are_read_quickly(markup: str) -> None:
    text = "<!--" * 50_000
    whole = [Block("paragraph", 0, len(text))]
    _quickly(lambda: reading(text, whole, markup).between(0, len(text)), 2)  # type: ignore[arg-type]


def test_blanks_in_a_subtitle_are_read_quickly() -> None:
    # 384 characters once took longer than anybody waited.
    text = "1\n00:00:01,000 --> 00:00:02,000\n- " + "\r" * 20_000 + "a" + " ♪" * 20_000 + "b\n"
    _quickly(lambda: formats.parse_text(text, "srt"), 2)


# What stands between two words for a long time, where something was looked for from every place.
BETWEEN = (" ", "\n", "\t", "\u00a0", "가", "했", ".", "a.", "가.", "e\u0301", "A ", "! ", "[", "(")
YAML = "---\na: |\n  x{}\n---\nA"
READERS: dict[str, Callable[[str], object]] = {
    "a page": lambda text: formats.parse_text(f"<p>{text}</p>", "html"),
    "a block of YAML": lambda text: formats.parse_text(YAML.format(text), "frontmatter"),
    "a subject": lambda text: formats.parse_text("Subject: " + text.replace("\n", "\n "), "eml"),
    "terms": lambda text: translate_term(text, "type", KO),
    "an outlet": lambda text: find_outlet(text, text),
    "a date": lambda text: parse_date(f"13 de dezembro de 2023 {text}", PT),
    "a number": lambda text: parse_number(f"1{text}", PT),
    "a territory": parse_territory,
    "a language": parse_language,
    "a particle": lambda text: agree(text, [text]),
    "a headline": lambda text: recase(text, EN),
    "a short form": lambda text: shortened(text, 100, EN),
    "a summary": lambda text: summarize(text, EN),
    "key terms": lambda text: key_terms([text], EN),
    "Korean key terms": lambda text: key_terms([text], KO),
}


@pytest.mark.parametrize("name", READERS)
def test_a_run_between_two_words_takes_time_in_line_with_its_length(name: str) -> None:
    for run in BETWEEN:
        for before, after in (("a", "b"), ("1", "0]")):
            text = before + run * (30_000 // len(run)) + after

            def read(text: str = text) -> None:
                with suppress(MlsumError):
                    READERS[name](text)

            _quickly(read, 2)


def test_a_short_form_of_nothing_is_nothing() -> None:
    assert shortened(" " * 300, 100, EN) == ""
