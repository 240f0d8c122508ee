"""Key terms: what recurs, names, terms of several words, and what tables call them."""

import re
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.document import KeyTerm, Translation
from mlsum.core.lang import UND, Lang
from mlsum.formats import parse_text
from mlsum.summarization import key_terms, korean
from mlsum.summarization.korean import bare
from mlsum.translation import Options, keywords
from mlsum.translation.units import Text

# The package has a function of that name.
pipeline_keywords = import_module("mlsum.translation.keywords")
EN, PT, KO, JA = Lang("en"), Lang("pt"), Lang("ko"), Lang("ja")


def texts(found: list[KeyTerm]) -> list[str]:
    return [one.text for one in found]


def test_names_are_whole_and_take_what_refers_to_them() -> None:
    body = ["Maria Silva met the press.", "Then Silva left.", "The press asked Silva."]
    found = key_terms(body, EN)
    assert found[0] == KeyTerm("Maria Silva", 1.0, 3, name=True)
    assert "Silva" not in texts(found)


def test_terms_of_several_words_recur_and_swallow_their_parts() -> None:
    body = [
        "The climate change talks began.",
        "They discuss climate change.",
        "It is climate change.",
    ]
    assert texts(key_terms(body, EN))[0] == "climate change"
    assert not {"climate", "change"} & set(texts(key_terms(body, EN)))


def test_portuguese_terms_keep_their_joints_and_lose_stop_words() -> None:
    body = [
        "O Banco de Portugal subiu a taxa de juro.",
        "A taxa de juro do Banco de Portugal sobe.",
    ]
    found = texts(key_terms(body, PT))
    assert {"Banco de Portugal", "taxa de juro"} <= set(found)
    assert not {"de", "a", "do"} & set(found)


def test_one_word_in_two_numbers_is_one_term() -> None:
    assert key_terms(["The robot saw robots.", "A robot left."], EN)[0] == KeyTerm("robot", 1.0, 3)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["정부는", "정부가", "정부"], ["정부", "정부", "정부"]),
        (["국가", "제도"], ["국가", "제도"]),
        (["학교에서"], ["학교"]),
        (["발표했다", "있는"], ["", ""]),
        (["NATO와", "NATO"], ["NATO", "NATO"]),
        (["북한"], ["북한"]),
        ([""], [""]),
    ],
)
def test_korean_words_lose_particles_where_the_text_proves_them(
    words: list[str], expected: list[str]
) -> None:
    assert [word for word in bare([words])[0] if word] == [word for word in expected if word]


def test_korean_terms_have_no_particles() -> None:
    body = ["정부는 예산안을 발표했다.", "정부가 예산안의 규모를 늘렸다.", "예산안이 통과됐다."]
    assert set(texts(key_terms(body, KO))[:2]) == {"정부", "예산안"}


def test_languages_without_spaces_have_terms_that_recur() -> None:
    body = ["東京都で会議が開かれた。", "会議は東京都の知事が招集した。"]
    assert set(texts(key_terms(body, JA))) == {"東京都", "会議"}


def test_weights_fall_from_one_and_the_title_counts() -> None:
    body = ["A cat met a dog.", "The dog met the cat."]
    found = key_terms(body, EN, "The dog")
    assert texts(found)[0] == "dog"
    weights = [one.weight for one in found]
    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("lang", [EN, KO, JA, UND])
def test_nothing_has_no_terms(lang: Lang) -> None:
    assert key_terms([], lang) == []
    assert key_terms(["...", "12 34"], lang) == []


ITEM = """\
# Title: The talks of Brazil and South Korea
>Language: en

### Content:

Brazil and South Korea met in Seoul. South Korea told the Yonhap News Agency of it. Brazil agreed.
"""


def test_tables_translate_what_they_know() -> None:
    [(lang, found)] = keywords(parse_text(ITEM), Options(KO))
    known = {one.text: (one.translation, one.source) for one in found}
    assert lang == EN
    assert known["Brazil"] == ("브라질", "CLDR territory")
    assert known["South Korea"] == ("대한민국", "CLDR territory")
    assert known["Yonhap News Agency"] == ("연합뉴스", "outlets")
    assert known["Seoul"] == ("서울", "exonyms")


def test_an_engine_s_answer_counts_only_if_nothing_is_wrong_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(texts: list[Text], _: Options) -> list[Translation]:
        good = Translation("garça", "translated", (), "an engine")
        bad = Translation("ponte ponte", "suspect", ("doubled",), "an engine")
        return [good if one.text == "heron" else bad for one in texts]

    monkeypatch.setattr(pipeline_keywords, "translate_texts", answer)
    text = "# Title: Bridge\n>Language: en\n\n### Content:\n\nThe heron of Zlin saw the bridge.\n"
    [(_, found)] = keywords(parse_text(text), Options(PT))
    known = {one.text.lower(): (one.translation, one.source) for one in found}
    assert known["heron"] == ("garça", "an engine")
    assert known["zlin"] == ("Zlin", "name")
    assert known["bridge"] == (None, None)


@pytest.mark.parametrize("kiwi", [True, False])
def test_korean_verbs_and_particles_are_no_terms(
    kiwi: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kiwi and not korean.kiwi_installed():
        pytest.skip("needs the extra ko")
    monkeypatch.setattr("mlsum.summarization.keywords.kiwi_installed", lambda: kiwi)
    body = [
        "마을의 쌀값은 크게 올랐다.",
        "마을에 미치는 영향은 국가가 조사하고 있다.",
        "이것은 제도이다.",
    ]
    found = set(texts(key_terms(body, KO)))
    assert {"마을", "쌀값", "영향", "국가", "제도"} <= found
    assert not any(re.search("미치|올랐|크게|있다|[은는의]$|가가$|이다$", one) for one in found)


def test_decomposed_letters_are_composed() -> None:
    body = ["A eleição de São Paulo começa.", "Vence a eleição em São Paulo quem tem mais votos."]
    apart = [unicodedata.normalize("NFD", one) for one in body]
    assert key_terms(apart, PT) == key_terms(body, PT)


def test_signs_join_words_and_money_is_no_name() -> None:
    body = ["The Q&A will cost US$ 40 or R$ 200.", "A Q&A on Friday was long, the host said."]
    found = texts(key_terms(body, EN))
    assert "Q&A" in found
    assert not {"Q", "A", "US", "R", "Friday", "said", "cost"} & set(found)


@pytest.mark.parametrize(
    "title",
    ["Bridge opens | Porto Hoje", "Bridge opens - The Valley Post", "Bridge opens - BBC News"],
)
def test_the_outlet_behind_a_title_is_no_term(title: str) -> None:
    text = f"# Title: {title}\n>Language: en\n\n### Content:\n\nThe bridge was built in May.\n"
    [(_, found)] = keywords(parse_text(text), Options(UND))
    assert {one.lower() for one in texts(found)} == {"bridge"}


def test_an_item_of_a_headline_alone_has_terms() -> None:
    [(_, found)] = keywords(
        parse_text("# Title: Brazil wins the cup\n>Language: en\n"), Options(UND)
    )
    assert "Brazil" in texts(found)


def test_the_command_lists_terms(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ITEM, encoding="utf-8")
    shown = CliRunner().invoke(app, ["keywords", str(path), "--to", "ko", "-n", "3"]).stdout
    assert "브라질" in shown
    assert len(shown.splitlines()) == 5
    assert "ko" not in CliRunner().invoke(app, ["keywords", str(path)]).stdout.splitlines()[0]


@given(st.lists(st.text(alphabet="aA de.한는東ひ-'1 ", max_size=30), max_size=6))
def test_any_text_has_terms_that_occur_in_it(sentences: list[str]) -> None:
    for lang in (EN, KO, JA):
        found = key_terms(sentences, lang)
        assert all(one.text and one.count and 0 < one.weight <= 1 for one in found)


@pytest.mark.parametrize(
    "line",
    [
        "Sentence {n} is about Topic {m} and the large item {m} of Maria Silva.",
        "정부는 {n}번째 예산안{m}을 발표했다.",
        "東京都会議{n}知事招集",
        "Ab{n} Cd{m} Ef{n} Gh said it",
    ],
)
def test_time_is_near_linear(line: str) -> None:
    def find(count: int) -> None:
        body = [line.format(n=n, m=n % 97) for n in range(count)]
        key_terms(body, EN if line[0].isascii() else KO)

    assert_in_line(find, 4000)
