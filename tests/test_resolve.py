import unicodedata
from functools import partial

import pytest

from mlsum.core.document import Detection
from mlsum.core.lang import Lang
from mlsum.detection import detect, kind_of
from mlsum.translation.resolve import ValueContext, are_messages, for_program, name_in, resolve

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


def found(text: str, key: str) -> Detection:
    from dataclasses import replace

    return replace(detect(text), kind=kind_of(text, key))


@pytest.mark.parametrize(
    ("key", "text", "target", "becomes", "note"),
    [
        ("date", "2023-12-13", KO, "2023년 12월 13일", "CLDR date"),
        ("language", "en", PT, "inglês", "CLDR language"),
        ("country", "Brasil", KO, "브라질", "CLDR territory"),
        ("location", "South Korea", PT, "Coreia do Sul", "CLDR territory"),
        ("location", "Lisboa", EN, "Lisbon", "exonyms"),
        ("city", "Natal", EN, "Natal", "exonyms"),
        ("city", "Vila dos Ipês", EN, "Vila dos Ipês", "name"),
        ("city", "김해", EN, "Gimhae", "romanized"),
        ("region", "Bavaria", PT, "Baviera", "exonyms"),
        ("section", "Rio de Janeiro", EN, "Rio de Janeiro", "terms"),
        ("people", "Ana da Silva, Pedro Souza", EN, "Ana da Silva, Pedro Souza", "name"),
        ("currency", "KRW", EN, "South Korean Won", "CLDR currency"),
        ("type", "Notícias", KO, "뉴스", "terms"),
        ("section", "정치/경제", EN, "Politics/Economy", "terms"),
        ("source", "연합뉴스", EN, "Yonhap News Agency", "outlets"),
        (
            "source",
            "[한겨레](https://www.hani.co.kr)",
            EN,
            "[The Hankyoreh](https://www.hani.co.kr)",
            "outlets",
        ),
        ("source", "새한마을신문", PT, "Saehanmaeulsinmun", "romanized"),
        ("author", "김철수 기자", EN, "Kim Cheol-su (reporter)", "romanized"),
        ("rate", "3.5%", PT, "3,5%", "CLDR number"),
        ("source", "뉴시스 / 한국경제", EN, "Newsis / The Korea Economic Daily", "outlets"),
        ("publication_place", "서울", PT, "Seul", "exonyms"),
        ("people", "손흥민", EN, "Son Heung-min", "romanized"),
        ("aggregator", "Google Notícias", EN, "Google News", "outlets"),
        ("amount", "120억원", EN, "₩12 billion", "CLDR number"),
        ("price", "₩10,000", EN, "₩10,000", "CLDR number"),
    ],
)
def test_tables_decide(key: str, text: str, target: Lang, becomes: str, note: str) -> None:
    decision = resolve(key, text, found(text, key), target, None)
    assert decision is not None
    assert (decision.text, decision.note) == (becomes, note)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("url", "https://example.org/a"),
        ("id", "113_365075"),
        ("volume", "3"),
        ("version", "2.10"),
        ("source", "GNews"),
        ("author", "Maria Silva"),
        ("title", "  "),
    ],
)
def test_what_has_no_language_is_kept(key: str, text: str) -> None:
    decision = resolve(key, text, found(text, key), PT, None)
    assert decision is not None
    assert (decision.action, decision.text) == ("keep", text)


@pytest.mark.parametrize(
    ("key", "text", "becomes"),
    [
        ("author", unicodedata.normalize("NFD", "홍길동 기자"), "Hong Gil-dong (reporter)"),
        ("source", unicodedata.normalize("NFD", "연합뉴스"), "Yonhap News Agency"),
        ("section", unicodedata.normalize("NFD", "정치"), "Politics"),
        ("section", unicodedata.normalize("NFD", "Política"), "Politics"),
        ("source", "ＫＢＳ 뉴스", "KBS"),
        ("section", "경\u200b제", "Economy"),
        ("author", "홍길동\u00a0기자", "Hong Gil-dong (reporter)"),
        ("language", "ｅｎ", "English"),
        ("price", "１,２５０원", "₩1,250"),
    ],
)
def test_how_a_value_is_encoded_does_not_matter(key: str, text: str, becomes: str) -> None:
    decision = resolve(key, text, found(text, key), EN, None)
    assert decision is not None
    assert decision.text == becomes


def test_a_value_that_is_kept_keeps_its_characters() -> None:
    for text in map(partial(unicodedata.normalize, "NFD"), ("정치", "홍길동 기자", "연합뉴스")):
        decision = resolve("author", text, found(text, "author"), KO, None)
        assert decision is not None
        assert (decision.action, decision.text) == ("keep", text)


def test_the_language_of_the_text_says_what_a_code_means() -> None:
    decision = resolve(
        "language", "kr", found("kr", "language"), PT, None, context=ValueContext(lang=KO)
    )
    assert decision is not None
    assert decision.text == "coreano"
    assert "kr read as ko" in decision.note


def test_the_address_of_an_item_spells_the_name_of_its_outlet() -> None:
    def named(text: str, host: str) -> str | None:
        decision = resolve(
            "source", text, found(text, "source"), EN, None, context=ValueContext(host=host)
        )
        return decision and decision.text

    assert named("비즈니스포스트", "www.businesspost.co.kr") == "Business Post"
    assert named("블라블라", "blabla.kr") == "Blabla"
    assert named("새한마을신문", "news.naver.com") == "Saehanmaeulsinmun"
    assert named("블라블라", "news.naver.com") == "블라블라"


def test_running_text_is_left_to_an_engine() -> None:
    text = "The ministry agreed to the plan on Monday"
    assert resolve("title", text, found(text, "title"), PT, None) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2024-05-01T10:00:00Z", True),
        ("pt", True),
        ("best-practices", True),
        ("/assets/images/a.png", True),
        ("13 de dezembro de 2023", False),
        ("Best practices", False),
    ],
)
def test_programs_keep_what_they_read(text: str, kept: bool) -> None:
    key = "language" if text == "pt" else ""
    assert (for_program(key, text, found(text, key)) is not None) == kept


@pytest.mark.parametrize(
    ("key", "tags", "kept"),
    [
        ("tags", ["lagosta", "praia"], []),
        ("tags", ["lagosta", "maré alta", "pt-br"], ["pt-br"]),
        ("tags", ["lagosta", "pão", "item_7"], ["item_7"]),
        ("tags", ["lagosta", "how-to", "item_7"], ["lagosta", "how-to", "item_7"]),
        ("category", ["lagosta"], []),
        ("category", ["x1"], ["x1"]),
        ("tags", ["tv", "praia"], ["tv"]),
        ("layout", ["lagosta"], ["lagosta"]),
    ],
)
def test_tags_are_all_words_or_all_identifiers(key: str, tags: list[str], kept: list[str]) -> None:
    left = [tag for tag in tags if for_program(key, tag, found(tag, key), tags)]
    assert left == kept


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("title", "introduction", False),
        ("title", "check-in", False),
        ("description", "resumo", False),
        ("title", "item_7", True),
        ("title", "v2", True),
        ("slug", "introduction", True),
        ("layout", "page", True),
    ],
)
def test_a_title_of_one_word_is_a_word(key: str, text: str, kept: bool) -> None:
    assert (for_program(key, text, found(text, key)) is not None) is kept


def test_messages_of_an_interface_are_words_unless_they_are_settings() -> None:
    values = {"save": ["Save"], "open": ["Open the file"], "close": ["close"], "status": ["on"]}
    assert are_messages(values | {"edit": ["Edit"], "about": ["About us"]})
    assert not are_messages({"name": ["Ana Silva"], "role": ["admin"], "plan": ["free"]})
    assert not are_messages(values | {"slug": ["open-file"]})
    close = found("close", "")
    assert for_program("close", "close", close, messages=True) is None
    assert for_program("status", "on", close, messages=True) is not None
    assert for_program("close", "close", close) is not None


def test_a_name_is_found_by_its_address_too() -> None:
    assert name_in("홈", EN, url="https://www.koreatimes.co.kr").text == "The Korea Times"


@pytest.mark.parametrize(
    "text",
    ["The boats came back to the harbor at noon.", "어부들은 정오에 항구로 돌아왔다."],
)
@pytest.mark.parametrize("key", ["source", "name", "recipient", "sender", "editor", "city"])
def test_a_sentence_is_no_name_whatever_its_key(key: str, text: str) -> None:
    assert kind_of(text, key) == "text"
    assert resolve(key, text, found(text, key), PT, None) is None


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("author", "Ana Souza, Pedro Lima and the Staff of Norte S.A."),
        ("publisher", "The Boats and Harbors Trading Co."),
        ("source", "Jornal do Norte do Brasil"),
    ],
)
def test_a_name_that_ends_in_a_full_stop_is_kept(key: str, text: str) -> None:
    decision = resolve(key, text, found(text, key), PT, None)
    assert decision is not None
    assert decision.text == text
