"""Headlines in capitals or in title case are translated as if they were written as sentences."""

import pytest

from mlsum import api
from mlsum.core.lang import Lang
from mlsum.engines.spelling import likelihood
from mlsum.translation import truecasing as module
from mlsum.translation.truecasing import truecase

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
embedded = pytest.mark.skipif(likelihood(EN) is None, reason="no embedded models here")


@embedded
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Defense Minister Meets NATO Delegation In Seoul",
            "Defense minister meets NATO delegation in Seoul",
        ),
        (
            "SEOUL: NATO DELEGATION VISITS SOUTH KOREA",
            "Seoul: NATO delegation visits South Korea",
        ),
        ("Gordon Brown Meets George Bush", "Gordon Brown meets George Bush"),
        ("President Joe Biden Arrives in New York", "President Joe Biden arrives in New York"),
        ("Heavy Rain Falls. Both Schools Close", "Heavy rain falls. Both schools close"),
        ("UN MEETS IN NEW YORK", "UN meets in New York"),
        (
            "Prices at HTTPS://A.ORG/X and $ABC Rise for Seven Weeks",
            "Prices at HTTPS://A.ORG/X and $ABC rise for seven weeks",
        ),
        ("A 28-Year-Old Woman Wins Another Race", "A 28-year-old woman wins another race"),
        ("ANTI-AMERICAN PROTESTS IN THE CAPITAL", "Anti-American protests in the capital"),
    ],
)
def test_every_word_of_a_headline_gets_its_likelier_spelling(text: str, wanted: str) -> None:
    assert truecase(text, EN) == wanted


@embedded
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MINISTRO DA DEFESA VISITA O JAPÃO", "Ministro da defesa visita o Japão"),
        (
            "Ministro Da Defesa Recebe Delegação Da OTAN Na Segunda-Feira",
            "Ministro da defesa recebe delegação da OTAN na segunda-feira",
        ),
    ],
)
def test_in_portuguese_too(text: str, wanted: str) -> None:
    assert truecase(text, PT) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Minister visits NATO headquarters",
        "The minister met Angela Merkel and Barack Obama in Berlin.",
        "NATO",
        "New York",
        "COVID-19 B-52",
        "장관이 유럽을 방문했다 오늘 아침",
        "",
    ],
)
def test_every_other_text_stays(text: str) -> None:
    assert truecase(text, EN) == text


@embedded
def test_a_name_is_written_as_in_the_text_below() -> None:
    below = "The club said that Bridges would join in May, and that vidal was a mistake."
    headline = "Bridges and Vidal Join Another Team in May"
    assert truecase(headline, EN, below) == "Bridges and vidal join another team in May"
    assert truecase("Team Closes Both Bridges Again", EN, "They saw two bridges.") == (
        "Team closes both bridges again"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MINISTER VISITS THE SOUTH OF KOREA", "Minister Visits the South of Korea"),
        ("UN WARNS OF WAR IN THE SOUTH", "UN Warns of War in the South"),
        ("PRICES AT HTTPS://A.ORG/X AND $ABC UP", "Prices at HTTPS://A.ORG/X and $ABC up"),
        ("Minister Visits Another Country Again", "Minister Visits Another Country Again"),
    ],
)
def test_without_a_vocabulary_capitals_become_title_case(
    text: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "likelihood", lambda _: None)
    assert truecase(text, EN) == wanted


def test_a_language_without_a_model_has_no_vocabulary() -> None:
    assert likelihood(Lang("xx")) is None


@embedded
def test_headlines_are_translated() -> None:
    shouted = api.translate("PRESIDENT MEETS FRENCH MINISTER IN PARIS", "pt", "en")
    titled = api.translate("President Meets French Minister In Paris", "pt", "en")
    assert shouted == titled
    assert titled.status == "translated"
    assert "Paris" in titled.text
    assert not titled.text.isupper()
    assert not titled.text.istitle()


@embedded
def test_the_title_of_a_document_knows_its_body() -> None:
    article = (
        "# Title: Bridges Joins Another Team After Good Seasons\n\n### Content:\n\n"
        "The club said that Bridges would join in May. Everybody saw Bridges there.\n"
    )
    title = api.translate(api.parse(article), "pt").text.partition("\n")[0]
    assert title.startswith("# Título: ")
    assert "Bridges" in title
