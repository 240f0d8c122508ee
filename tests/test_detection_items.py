"""Items, field by field: labels decide together, short values look at their context."""

import os
import subprocess
import sys

import pytest

from mlsum.core.document import Body, Field, Item, Part
from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND
from mlsum.detection import ItemDetection, detect_item, detect_items

ENGLISH = (
    "The city council will vote on the new bus lanes next Thursday. Nobody expected the old "
    "bridge to reopen before winter."
)
SWEDISH = (
    "Kommunfullmäktige röstar nästa torsdag om de nya busslinjerna. Ingen hade väntat sig att den "
    "gamla bron skulle öppnas igen före vintern."
)


def part(text: str) -> Part:
    return Part(text, 0, len(text))


def item(*fields: tuple[str, str], body: str | None = None, label: str | None = None) -> Item:
    pairs = tuple(Field(part(name), part(value)) for name, value in fields)
    heading = part(label) if label else None
    return Item(pairs, Body(part(body), label=heading) if body is not None else None)


def label_langs(found: ItemDetection) -> list[str]:
    return [str(one.label.lang) for one in found.fields]


NEWS = item(
    ("Título", "Farmers say that half of their apples are lost - 코리아타임스"),
    ("Data", "2023-12-13 05:00:00-03:00"),
    ("Tipo", "Notícias"),
    ("URL", "https://www.koreatimes.co.kr/www/nation/113_365075.html"),
    ("Origem", "[코리아타임스](https://www.koreatimes.co.kr)"),
    ("Idioma", "en"),
    ("Agregador", "GNews"),
    body=ENGLISH,
    label="Conteúdo",
)


def test_the_parts_of_a_news_item() -> None:
    found = detect_item(NEWS)
    assert [one.key for one in found.fields] == [
        *("title", "date", "type", "url", "source", "language", "aggregator")
    ]
    assert label_langs(found) == ["pt"] * 7
    assert {one.label.basis for one in found.fields} == {"label"}
    values = [one.value for one in found.fields]
    assert [value.kind for value in values] == [
        *("text", "date", "text", "url", "link", "language", "name")
    ]
    assert [str(value.lang) for value in values] == ["en", "und", "pt", "und", "ko", "und", "und"]
    assert [(str(s.lang), s.script) for s in values[0].spans] == [("en", "Latn"), ("ko", "Hang")]
    assert [value.basis for value in values[1:4]] == ["kind", "label", "kind"]


def test_the_spans_of_a_link_are_those_of_its_text() -> None:
    value = detect_item(NEWS).fields[4]
    text = NEWS.fields[4].value.text
    assert [text[s.start : s.end] for s in value.value.spans] == ["코리아타임스"]


def test_the_body_and_the_claim_about_it() -> None:
    body = detect_item(NEWS).body
    assert body is not None
    assert (body.key, str(body.label.lang)) == ("content", "pt")
    assert (str(body.detection.lang), str(body.declared), body.agrees) == ("en", "en", True)


@pytest.mark.parametrize(
    ("claim", "declared", "agrees"),
    [
        ("en", "en", True),
        ("en-GB", "en-GB", True),
        ("inglês", "en", True),
        ("pt", "pt", False),
        ("coreano", "ko", False),
        ("???", None, None),
    ],
)
def test_a_claim_is_checked(claim: str, declared: str | None, agrees: bool | None) -> None:
    body = detect_item(item(("Idioma", claim), body=ENGLISH)).body
    assert body is not None
    assert (str(body.declared) if body.declared else None, body.agrees) == (declared, agrees)


def test_a_claimed_language_is_a_candidate_for_the_body() -> None:
    body = detect_item(item(("Language", "sv"), body=SWEDISH)).body
    assert body is not None
    assert (str(body.detection.lang), body.agrees) == ("sv", True)


@pytest.mark.parametrize("body", ["NATO", "x", ""])
def test_a_body_that_says_too_little_goes_by_the_claim(body: str) -> None:
    found = detect_item(item(("Language", "de"), body=body)).body
    assert found is not None
    assert found.agrees is None
    if body:
        assert (str(found.detection.lang), found.detection.basis) == ("de", "declared")
        assert found.detection.confidence <= 0.5


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["Título", "Data", "Fonte", "Resumo"], "pt"),
        (["Título", "Fecha", "Fuente", "Resumen"], "es"),
        (["Titolo", "Data", "Fonte", "Lingua"], "it"),
        (["Date", "Titre", "Source", "Langue"], "fr"),
        (["Date", "Title", "Source", "Language"], "en"),
        (["Titel", "Datum", "Quelle", "Sprache"], "de"),
        (["제목", "날짜", "출처", "URL"], "ko"),
        (["タイトル", "日付", "要約", "URL"], "ja"),
        (["标题", "日期", "来源", "摘要"], "zh"),
    ],
)
def test_labels_vote_together(labels: list[str], expected: str) -> None:
    found = detect_item(item(*((label, "12") for label in labels)))
    assert label_langs(found) == [expected] * 4
    assert all(one.label.confidence > 0.5 for one in found.fields)


def test_a_label_of_another_language_keeps_its_own() -> None:
    found = detect_item(item(("Título", "x"), ("Idioma", "en"), ("Origem", "x"), ("제목", "x")))
    assert label_langs(found) == ["pt", "pt", "pt", "ko"]
    assert [one.label.script for one in found.fields][-1] == "Hang"


def test_an_unknown_label_is_its_own_key_and_goes_with_the_others() -> None:
    found = detect_item(item(("Título", "x"), ("Idioma", "en"), (" Quem leva ", "x")))
    assert [one.key for one in found.fields] == ["title", "language", "Quem leva"]
    assert label_langs(found) == ["pt", "pt", "pt"]


def test_labels_in_a_language_of_no_table() -> None:
    labels = ["Titel van het artikel", "Samenvatting van het stuk", "Taal waarin het is geschreven"]
    assert label_langs(detect_item(item(*((label, "x") for label in labels)))) == ["nl"] * 3


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("O preço do pão subiu pela segunda vez este ano, dizem os padeiros.", "pt"),
        ("La cosecha de aceitunas ha sido peor que la del año pasado.", "es"),
        ("Il prezzo del pane è aumentato per la seconda volta quest'anno.", "it"),
    ],
)
def test_a_short_value_goes_by_its_neighbours(other: str, expected: str) -> None:
    found = detect_item(item(("Title", other), ("Subtitle", "sale la vita"), ("Quote", "casa")))
    value = found.fields[2].value
    assert str(value.lang) == expected


def test_what_neighbours_decide_is_not_sure() -> None:
    other = "O preço do pão subiu pela segunda vez este ano, dizem os padeiros."
    value = detect_item(item(("Título", other), ("Frase", "con"))).fields[1].value
    if value.basis == "neighbours":
        assert value.confidence <= 0.6
        assert all(span.confidence <= 0.6 for span in value.spans)


def test_a_clear_value_stands_against_its_neighbours() -> None:
    found = detect_item(item(("Título", "The harvest"), ("Resumo", "Wirtschaft"), ("Tema", "날씨")))
    assert [str(one.value.lang) for one in found.fields] == ["en", "de", "ko"]


def test_items_together_answer_as_one_by_one() -> None:
    others = [item(("Titel", "Der Brotpreis"), body=SWEDISH), item(), item(body=ENGLISH)]
    items = [NEWS, *others, NEWS]
    assert detect_items(items) == [detect_item(one) for one in items]


def test_an_item_with_nothing_in_it() -> None:
    assert detect_item(item()) == ItemDetection((), None)
    found = detect_item(item(("", ""), body=""))
    assert found.fields[0].value.lang == UND
    assert found.body is not None
    assert found.body.detection.lang == UND


def test_candidates_narrow_everything() -> None:
    found = detect_item(NEWS, ["en", "ko"])
    langs = {span.lang.language for one in found.fields for span in one.value.spans}
    assert langs <= {"en", "ko", "und"}
    assert set(label_langs(found)) <= {"en", "ko", "und"}
    with pytest.raises(LanguageError):
        detect_item(NEWS, ["xx"])


@pytest.mark.parametrize(
    ("claim", "body", "lang"),
    [
        ("en", "Section 1\n\nItem 1\n\nItem 2\n\nConclusion", "en"),
        ("en", "O ministro falou hoje com os jornalistas. Depois saiu da sala.", "pt"),
    ],
)
def test_a_few_words_are_in_the_language_that_is_claimed_unless_they_are_sure(
    claim: str, body: str, lang: str
) -> None:
    found = detect_item(item(("Language", claim), body=body))
    assert found.body
    assert found.body.detection.lang.language == lang


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        (["q", "a"], ["q", "a"]),
        (["id", "a"], ["id", "a"]),
        (["Da", "A", "Oggetto"], ["sender", "recipient", "topic"]),
    ],
)
def test_one_letter_is_a_label_only_beside_others_of_its_language(
    labels: list[str], keys: list[str]
) -> None:
    found = detect_item(item(*((label, "Mario Rossi") for label in labels)))
    assert [one.key for one in found.fields] == keys


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Warm winter coat for dogs", "text"),
        ("Casaco quente para cachorros", "text"),
        ("Ana Maria da Silva", "name"),
        ("Bank of the South", "name"),
        ("김철수", "name"),
    ],
)
def test_beside_a_description_a_name_may_be_words(name: str, kind: str) -> None:
    found = detect_item(item(("name", name), ("description", "It keeps the cold out.")))
    assert found.fields[0].value.kind == kind
    assert detect_item(item(("name", name))).fields[0].value.kind == "name"


def test_equally_likely_languages_of_a_label_give_one_result() -> None:
    code = (
        "from mlsum.core.document import Field, Item, Part\n"
        "from mlsum.detection import detect_item\n"
        "label = Part('Data', 0, 4)\n"
        "item = Item((Field(label, Part('www.example.org', 0, 15)),), None)\n"
        "print(detect_item(item).fields[0].label.lang)"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "1234"
    }
    assert len(results) == 1
