"""The contract of classifiers, for each one that is built in."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mlsum.core.backends import load
from mlsum.core.errors import LanguageError, UsageError
from mlsum.core.lang import Lang
from mlsum.detection import detect
from mlsum.detection.candidates import candidates

NAMES = ("lingua", "langdetect")
LANGS = tuple(map(Lang, ("en", "pt", "es", "de")))
TEXTS = [
    "The council will vote on the new bus lanes next Thursday.",
    "O conselho vai votar as novas faixas de ônibus na quinta-feira.",
    "Der Stadtrat stimmt am Donnerstag über die neuen Buslinien ab.",
    "house",
]


@pytest.fixture(scope="module", params=NAMES)
def classifier(request: pytest.FixtureRequest):
    return load("classifiers", request.param)()


def test_answers_are_candidates_with_probabilities_best_first(classifier) -> None:
    answers = classifier.classify_batch(TEXTS, LANGS)
    assert len(answers) == len(TEXTS)
    for answer in answers:
        probabilities = [p for _, p in answer]
        assert {lang for lang, _ in answer} <= set(LANGS)
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(probabilities) == pytest.approx(1, abs=0.05)
    assert [str(answer[0][0]) for answer in answers] == ["en", "pt", "de", "en"]


def test_a_batch_answers_as_one_by_one(classifier) -> None:
    batch = classifier.classify_batch(TEXTS, LANGS)
    assert batch == [classifier.classify_batch([text], LANGS)[0] for text in TEXTS]
    assert classifier.classify_batch([], LANGS) == []


def test_threads_answer_alike(classifier) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: classifier.classify_batch(TEXTS, LANGS), range(8)))
    assert all(answer == answers[0] for answer in answers)


def test_no_letters_or_no_known_candidate_gives_no_answer(classifier) -> None:
    assert classifier.classify_batch(["123"], LANGS) == [[]]
    assert classifier.classify_batch(["house"], [Lang("tlh")]) == [[]]


def test_languages_are_the_ones_that_it_can_tell(classifier) -> None:
    assert {"en", "pt", "ko", "zh", "ja", "no", "nb"} - classifier.languages() <= {"nb", "no"}
    assert "tlh" not in classifier.languages()


def test_the_name_given_comes_back() -> None:
    norwegian = "Regjeringen sier at ingen visste noe om saken før i går."
    lingua = load("classifiers", "lingua")()
    assert lingua.classify_batch([norwegian], [Lang("no"), Lang("en")])[0][0][0] == Lang("no")
    langdetect = load("classifiers", "langdetect")()
    assert langdetect.classify_batch([norwegian], [Lang("nb"), Lang("en")])[0][0][0] == Lang("nb")


def test_lingua_takes_the_only_candidate() -> None:
    assert load("classifiers", "lingua")().classify_batch(["casa"], [Lang("pt")]) == [
        [(Lang("pt"), 1.0)]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_detection_works_with_each(name: str) -> None:
    text = f'{TEXTS[0]} "{TEXTS[2]}" - 연합뉴스'
    found = detect(text, ["en", "de", "ko"], classifier=name).spans
    assert [str(span.lang) for span in found] == ["en", "de", "ko"]


def test_an_unknown_classifier_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="unknown classifier"):
        detect("text", classifier="oracle")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="unknown language"):
        detect("text", ["en", "xx"])


def test_a_language_that_cannot_be_told_is_refused() -> None:
    with pytest.raises(LanguageError, match="lingua does not know gl"):
        detect("texto", ["gl", "pt"])


def test_a_script_that_decides_alone_needs_no_classifier() -> None:
    assert str(detect("ខ្មែរ", ["km", "en"]).lang) == "km"


def test_candidates_may_be_tags_or_languages_in_any_form() -> None:
    assert candidates(["EN", "pt_br"]).langs == candidates([Lang("en"), Lang("pt", "", "BR")]).langs
    assert set(candidates(["pt-BR", "pt-PT"]).langs.values()) == {Lang("pt")}


def test_a_claimed_language_joins_the_default_candidates_only() -> None:
    assert "sv" in candidates().with_declared(Lang("sv")).langs
    assert candidates().with_declared(Lang("en")) is candidates()
    named = candidates(["en", "pt"])
    assert named.with_declared(Lang("sv")) is named
