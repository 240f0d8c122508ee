"""Korean particles go with how the name before them is read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, Step
from mlsum.lexicon import Glossary
from mlsum.lexicon.particles import agree, final
from mlsum.translation import Options, Text, translate_texts

EN, KO = Lang("en"), Lang("ko")


@pytest.mark.parametrize(
    ("sound", "names"),
    [
        ("vowel", "나토 NATO BBC TSMC 2024 5 9 €30 US$1,250.75 £27 30% 1,000,000,000,000"),
        ("vowel", "Microsoft Twitter Bloomberg Trump Lisboa YouTube https://example.org 20℃"),
        ("l", "서울 CNBL 1 27 2028 R$3,5 Google Apple Brasil Merkel"),
        ("consonant", "한국 UN IBM 3 6 10 2030 10,000 ₩10,000 3.50 London Washington Macron"),
        ("consonant", "Facebook Reddit TikTok Estadão user@example.com NBC뉴스(한국) 한국’"),
    ],
)
def test_how_the_last_syllable_ends(sound: str, names: str) -> None:
    expected = {name: ("vowel" if name == "NBC뉴스(한국)" else sound) for name in names.split()}
    assert {name: final(name) for name in names.split()} == expected


@pytest.mark.parametrize("name", ["", "…", "漢", "Москва"])
def test_what_nobody_knows_how_to_read(name: str) -> None:
    assert final(name) is None
    assert agree(f"{name}은 크다", [name]) == f"{name}은 크다"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("NATO은 말했다.", "NATO", "NATO는 말했다."),
        ("UN는 말했다.", "UN", "UN은 말했다."),
        ("NATO이 Seoul를", "NATO", "NATO가 Seoul를"),
        ("Seoul를 떠나", "Seoul", "Seoul을 떠나"),
        ("NATO과 UN", "NATO", "NATO와 UN"),
        ("Seoul으로 간다", "Seoul", "Seoul로 간다"),
        ("London로 간다", "London", "London으로 간다"),
        ("London로부터 왔다", "London", "London으로부터 왔다"),
        ("NATO으로서는", "NATO", "NATO로서는"),
        ("NATO으로서 말한다", "NATO", "NATO로서 말한다"),
        ("“UN”는 크다", "UN", "“UN”은 크다"),
        ("UN라고 한다", "UN", "UN이라고 한다"),
        ("€30을 냈다", "€30", "€30를 냈다"),
        # Not a particle, not the name, or right as it is.
        ("NATO이사회", "NATO", "NATO이사회"),
        ("IUNUN는", "UN", "IUNUN는"),
        ("UN은 UN을", "UN", "UN은 UN을"),
        ("NATO 은", "NATO", "NATO 은"),
    ],
)
def test_the_particle_after_a_name(text: str, name: str, wanted: str) -> None:
    assert agree(text, [name]) == wanted


def test_the_longest_name_is_meant() -> None:
    assert agree("UN Women는 크다. UN는 크다.", ["UN", "UN Women"]) == (
        "UN Women은 크다. UN은 크다."
    )


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=6), max_size=3))
def test_nothing_else_changes_and_twice_is_as_good_as_once(text: str, names: list[str]) -> None:
    once = agree(text, names)
    assert agree(once, names) == once
    if not any(form in text for form in "은는이가을를과와로라"):
        assert once == text


def test_kept_names_agree_in_a_translation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A model sees a stand-in and writes a particle for that."""

    class Wrong:
        name = "wrong"

        def supports(self, source: Lang, target: Lang) -> bool:
            return True

        def signature(self, source: Lang, target: Lang) -> str:
            return self.name

        def translate_batch(
            self, texts: list[str], source: Lang, target: Lang
        ) -> list[Translation]:
            return [Translation("어제 장관은 Xk1을 보고 Xk2으로 답했다고 밝혔다.") for _ in texts]

    route = Route((Step(Wrong(), EN, KO),))
    monkeypatch.setattr("mlsum.translation.translate.choose", lambda *_: route)
    text = "Yesterday the minister saw NATO and replied to user@example.net, it said."
    terms = tmp_path / "terms.tsv"
    terms.write_text("en\tko\nNATO\tNATO\n", encoding="utf-8")
    asked = Text(text, "plain", EN, KO, forced=True)
    (made,) = translate_texts([asked], Options(glossary=Glossary.load(terms)))
    assert made.text == "어제 장관은 NATO를 보고 user@example.net으로 답했다고 밝혔다."
