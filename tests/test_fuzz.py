"""A short, seeded run of all that `make fuzz` runs for minutes, and what that has found."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median

import pytest
from pace import assert_in_line, seconds

from mlsum import formats
from mlsum.core.document import Block, Markup
from mlsum.core.errors import MissingExtraError, MlsumError
from mlsum.core.lang import Lang
from mlsum.lexicon import (
    agree,
    find_outlet,
    parse_date,
    parse_language,
    parse_number,
    parse_territory,
    translate_term,
)
from mlsum.summarization import key_terms, shortened, summarize
from mlsum.text.segment import reading
from mlsum.text.shield import restore, shield
from mlsum.translation.truecasing import truecase

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts/fuzz"))
import mutate
from targets import TARGETS

# Seconds of a run, where one input takes milliseconds; the others are done long before.
_SHARE = 1.0
_COUNT = 300
_LONG = 500  # times as long as usual


@pytest.mark.parametrize("name", sorted(TARGETS))
@pytest.mark.filterwarnings("ignore")  # of the readers of other people's formats, of broken files
def test_nothing_but_an_error_of_ours_comes_out(name: str) -> None:
    end = time.monotonic() + _SHARE
    taken: list[tuple[float, bytes]] = []
    for data in mutate.inputs(name, _COUNT, TARGETS[name]):

        def attempt(data: bytes = data) -> None:
            with suppress(MlsumError):
                TARGETS[name](data)

        taken.append((seconds(attempt), data))
        if time.monotonic() > end:
            break
    # Nothing takes much longer than inputs usually do here; the first loads models.
    longest = max(taken[1:], default=(0.0, b""))
    usual = median(took for took, _ in taken)
    assert longest[0] < _LONG * max(usual, 0.01), f"too slow: {longest[1]!r}"


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


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("name", ["frontmatter", "json", "labelled", "markdown", "srt"])
def test_a_million_hostile_characters_are_read_in_linear_time(run: str, name: str) -> None:
    opening = {
        "frontmatter": "---\na: ",
        "json": '{"a": "',
        "srt": "1\n00:00:01,0 --> 00:00:02,0\n",
    }

    def read(size: int) -> None:
        with suppress(MlsumError):
            formats.parse_text((opening.get(name, "") + run * size)[:size], name)

    assert_in_line(read, MILLION)


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS)
def test_a_million_hostile_characters_are_shielded_and_put_back(run: str) -> None:
    def kept(size: int) -> None:
        text = (run * size)[:size]
        shielded = shield(text)
        assert restore(shielded, shielded.text) == text

    assert_in_line(kept, MILLION // 4)


@pytest.mark.parametrize(
    "run", ["<!--", "[a](", "`a``b", "a.a.", "1.1.", "http://a)))", "a@b.co ", *MESSAGES]
)
def test_shielding_takes_time_in_line_with_length(run: str) -> None:
    assert_in_line(lambda count: shield(run * count), 100_000 // len(run))


@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_comments_that_nobody_closes_are_read_in_linear_time(markup: Markup) -> None:
    def read(count: int) -> None:
        text = "<!--" * count
        reading(text, [Block("paragraph", 0, len(text))], markup).between(0, len(text))

    assert_in_line(read, 50_000)


def test_blanks_in_a_subtitle_are_read_in_linear_time() -> None:
    # 384 characters once took longer than anybody waited.
    def read(count: int) -> None:
        cue = "\r" * count + "a" + " ♪" * count
        formats.parse_text(f"1\n00:00:01,000 --> 00:00:02,000\n- {cue}b\n", "srt")

    assert_in_line(read, 20_000)


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
    "a headline": lambda text: truecase(text, EN),
    "a short form": lambda text: shortened(text, 100, EN),
    "a summary": lambda text: summarize(text, EN),
    "key terms": lambda text: key_terms([text], EN),
    "Korean key terms": lambda text: key_terms([text], KO),
}


@pytest.mark.parametrize("name", READERS)
def test_a_run_between_two_words_takes_time_in_line_with_its_length(name: str) -> None:
    for run in BETWEEN:
        for before, after in (("a", "b"), ("1", "0]")):

            def read(count: int, run: str = run, before: str = before, after: str = after) -> None:
                with suppress(MlsumError):
                    READERS[name](before + run * count + after)

            assert_in_line(read, 30_000 // len(run))


def test_a_short_form_of_nothing_is_nothing() -> None:
    assert shortened(" " * 300, 100, EN) == ""
