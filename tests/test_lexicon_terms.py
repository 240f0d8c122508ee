"""Terms: closed vocabularies of fields, translated by a table."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.spelling import fold
from mlsum.lexicon.terms import known_phrase, map_list, term_langs, translate_term

ROWS = read_rows("terms.tsv")
ANYWHERE = {"topic", "phrase", "sound"}
FIELDS = [row for row in ROWS if row["group"] not in ANYWHERE | {"speaker"}]
PHRASES = [row for row in ROWS if row["group"] in ANYWHERE]
KEYS = {"type": "type", "section": "section", "status": "status", "priority": "priority"}
KEYS |= {"rights": "rights", "level": "description_level"}
KEYS |= {"sentiment": "sentiment", "degree": "degree"}
KEYS |= {"flag": "status", "credit": "author", "audience": "audience", "format": "format"}
TAGS = [tag for tag in ROWS[0] if tag not in {"group", "term"}]


@pytest.mark.parametrize(
    ("text", "key", "target", "translated"),
    [
        ("Notícias", "type", "ko", "뉴스"),
        ("notícia", "type", "en", "news"),
        ("noticias", "type", "ko", "뉴스"),
        ("뉴스", "type", "pt", "Notícias"),
        ("보도자료", "type", "pt", "Comunicado de imprensa"),
        ("Esportes", "section", "pt-PT", "Desporto"),
        ("Desporto", "section", "pt-BR", "Esportes"),
        ("스포츠", "section", "pt", "Esportes"),
        ("정치/경제", "category", "pt", "Política/Economia"),
        ("Política, Economia", "section", "ko", "정치, 경제"),
        ("política; economia", "tags", "en", "politics; economy"),
        ("política", "tags", "de", "Politik"),
        ("Arts & Culture", "section", "ko", "문화·예술"),
        ("사설/칼럼", "section", "en", "Opinion"),
        ("Publicado", "status", "ko", "게시됨"),
        ("Redação", "author", "ko", "편집부"),
        ("Video", "type", "ko", "동영상"),
        ("chuva", "tags", "en", "rain"),
        ("CHUVA, Neve", "tags", "en", "RAIN, Snow"),
        ("IT/과학", "section", "en", "Technology & science"),
        ("외교·안보", "section", "en", "Diplomacy & national security"),
        ("외교·안보", "section", "pt", "Diplomacia e segurança nacional"),
        ("정치·경제·사회", "section", "en", "Politics, economy & society"),
        ("Books", "section", "pt", "Livros"),
        ("학위논문", "type", "pt", "Tese"),
        (
            "무단 전재 및 재배포 금지",
            "rights",
            "en",
            "Unauthorized reproduction and redistribution prohibited",
        ),
        ("Fonds", "description_level", "ko", "기록물군"),
        ("박사", "degree", "pt", "Doutorado"),
        ("HEALTH, JUSTICE", "tags", "pt", "SAÚDE, JUSTIÇA"),
        ("police", "tags", "pt", "polícia"),
    ],
)
def test_a_term_is_translated(text: str, key: str, target: str, translated: str) -> None:
    assert translate_term(text, key, Lang.parse(target)) == translated


@pytest.mark.parametrize(
    ("text", "key", "target"),
    [
        ("Política, Quimera", "section", "ko"),
        ("Política", "title", "ko"),
        ("Published", "type", "ko"),
        ("No", "title", "pt"),
        ("", "type", "ko"),
        (",", "type", "ko"),
        ("Notícias", "type", "tlh"),
        ("Notícias", "type", "zh-TW"),
    ],
)
def test_nothing_is_translated_halfway_or_in_the_wrong_field(
    text: str, key: str, target: str
) -> None:
    assert translate_term(text, key, Lang.parse(target)) is None


@pytest.mark.parametrize(
    ("text", "key", "langs"),
    [
        ("Notícias", "type", {"pt"}),
        ("noticias", "type", {"pt", "es"}),
        ("정치/경제", "section", {"ko"}),
        ("Política, Esportes", "section", {"pt"}),
        ("Política, 경제", "section", set()),
        ("Desporto", "section", {"pt"}),
        ("xyz", "section", set()),
        ("", "section", set()),
    ],
)
def test_the_languages_in_which_a_text_is_a_term(text: str, key: str, langs: set[str]) -> None:
    assert {str(lang) for lang in term_langs(text, key)} & {"pt", "es", "ko"} == langs


def test_a_list_keeps_its_separators() -> None:
    assert map_list("a,b ; c·d", {"a": "1", "b": "2", "c": "3", "d": "4"}.get) == "1,2 ; 3·4"
    assert map_list("a, b", {"a": "1", "b": "2"}.get) == "1, 2"
    assert map_list("a, c", {"a": "1", "b": "2"}.get) is None
    assert map_list("a, b", {"a, b": "both"}.get) == "both"


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row["term"])
def test_every_term_is_there_in_all_languages_and_leads_back(row: dict[str, str]) -> None:
    key, english = KEYS[row["group"]], row["en"].split("|")[0]
    assert all(row[tag] for tag in ("en", "pt", "ko"))
    for tag in TAGS:
        if tag == "pt-PT" or not row[tag]:
            continue
        first = row[tag].split("|")[0]
        assert english.lower() in (translate_term(first, key, Lang("en")) or "").lower()
        assert Lang(tag) in term_langs(first, key)


def test_no_spelling_is_two_terms_of_one_group_in_one_language() -> None:
    spellings = Counter(
        (row["group"], tag[:2], spelling)
        for row in ROWS
        for tag in TAGS
        if tag != "pt-PT"
        for spelling in {fold(name) for name in row[tag].split("|") if name}
    )
    assert [each for each, count in spellings.items() if count > 1] == []


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["term"])
def test_every_phrase_leads_from_each_language_to_each_other(row: dict[str, str]) -> None:
    names = {tag: row[tag].split("|")[0] for tag in TAGS if row[tag] and tag != "pt-PT"}
    assert {"en", "pt"} <= set(names)
    for source, name in names.items():
        for target, expected in names.items():
            answer = known_phrase(f"[{name}]", Lang(source), Lang(target))
            assert source == target or answer == f"[{expected}]"


@pytest.mark.parametrize(
    ("text", "source", "target", "translated"),
    [
        ("ENTRADA", "pt", "en", "ENTRANCE"),
        ("Entrada", "pt", "en", "Entrance"),
        ("entrada", "pt", "en", "entrance"),
        ("NAO PERTURBE", "pt", "en", "DO NOT DISTURB"),
        ("“Wet floor!”", "en", "pt", "“Piso molhado!”"),
        ("READ MORE...", "en", "pt", "LEIA MAIS..."),
        ("[BABY CRIES]", "en", "pt-PT", "[BEBÉ CHORA]"),
        ("(applause)", "en", "ko", "(박수)"),
        ("♪ Soft music ♪", "en", "pt", "♪ Música suave ♪"),
        ("출구", "ko", "pt", "Saída"),
        ("Tourism", "en", "pt", "Turismo"),
    ],
)
def test_a_phrase_keeps_its_capitals_and_marks(
    text: str, source: str, target: str, translated: str
) -> None:
    assert known_phrase(text, Lang(source), Lang.parse(target)) == translated


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Passos", "pt", "en"),  # a sound of subtitles, and other things elsewhere
        ("- Passos", "pt", "en"),
        ("Entrance", "pt", "en"),  # in another language than the text
        ("Leader", "en", "pt"),  # an editorial only in a field that says so
        ("War and peace", "en", "pt"),
        ("Quimera", "pt", "en"),
        ("", "pt", "en"),
        ("...", "pt", "en"),
        ("War", "en", "tlh"),
    ],
)
def test_what_is_not_surely_a_phrase_is_left_to_an_engine(
    text: str, source: str, target: str
) -> None:
    assert known_phrase(text, Lang(source), Lang(target)) is None


@given(st.text())
def test_any_text_may_be_a_phrase(text: str) -> None:
    answer = known_phrase(text, Lang("en"), Lang("pt"))
    assert answer is None or answer.strip()


@given(st.text(), st.sampled_from(["type", "section", "status", "title", ""]))
def test_any_text_can_be_asked_for(text: str, key: str) -> None:
    assert bool(term_langs(text, key)) <= bool(translate_term(text, key, Lang("en")))
