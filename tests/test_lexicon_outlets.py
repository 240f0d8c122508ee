"""Outlets are known by every name and domain, and named for the reader."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon import find_outlet, outlet_name, outlet_tail
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.spelling import fold

ROWS = read_rows("outlets.tsv")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_LATIN = re.compile(r"[^\u0250-\uffff]+")


def names_of(row: dict[str, str]) -> list[str]:
    return [
        n for n in (row["own"], row["en"], row["pt"], row["ko"], *row["aliases"].split("|")) if n
    ]


@pytest.mark.parametrize(
    ("name", "english", "portuguese", "korean"),
    [
        ("코리아타임스", "The Korea Times", "The Korea Times", "코리아타임스"),
        ("korea times", "The Korea Times", "The Korea Times", "코리아타임스"),
        ("koreatimes.co.kr", "The Korea Times", "The Korea Times", "코리아타임스"),
        ("조선일보", "The Chosun Ilbo", "The Chosun Ilbo", "조선일보"),
        ("연합뉴스", "Yonhap News Agency", "Yonhap", "연합뉴스"),
        ("Folha", "Folha de S.Paulo", "Folha de S.Paulo", "폴랴 지 상파울루"),
        ("Público", "Público", "Público", "Público"),
        ("朝日新聞", "The Asahi Shimbun", "Asahi Shimbun", "아사히신문"),
        ("TASS", "TASS", "TASS", "타스통신"),
        ("인민일보", "People's Daily", "Diário do Povo", "인민일보"),
        ("로이터 통신", "Reuters", "Reuters", "로이터"),
        ("구글뉴스", "Google News", "Google Notícias", "구글 뉴스"),
    ],
)
def test_an_outlet_is_named_for_the_reader(
    name: str, english: str, portuguese: str, korean: str
) -> None:
    outlet = find_outlet(name)
    assert outlet
    named = [outlet_name(outlet, Lang(code)) for code in ("en", "pt", "ko")]
    assert named == [english, portuguese, korean]


def test_readers_of_the_outlets_own_language_see_its_own_name() -> None:
    asahi, xinhua = find_outlet("Asahi Shimbun"), find_outlet("Xinhua")
    assert asahi
    assert xinhua
    assert outlet_name(asahi, Lang("ja")) == "朝日新聞"
    assert outlet_name(xinhua, Lang.parse("zh-TW")) == "新华社"
    assert outlet_name(xinhua, Lang("fr")) == "Xinhua News Agency"


@pytest.mark.parametrize(
    ("domain", "own"),
    [
        ("https://www.koreatimes.co.kr/www/nation/2025/03/113_365075.html", "The Korea Times"),
        ("http://m.chosun.com:8080", "조선일보"),
        ("biz.chosun.com", "조선비즈"),
        ("sports.donga.com", "스포츠동아"),
        ("G1.GLOBO.COM.", "g1"),
        ("globo.com", "Globo"),
        ("//user@www1.folha.uol.com.br/poder", "Folha de S.Paulo"),
    ],
)
def test_a_host_belongs_to_the_outlet_of_its_longest_domain(domain: str, own: str) -> None:
    outlet = find_outlet(domain=domain)
    assert outlet
    assert outlet.own == own


@pytest.mark.parametrize(
    "text", ["", " ", "co.kr", "com", "notchosun.com", "http://[x", "A Quimera"]
)
def test_unknown_names_and_hosts_are_no_outlet(text: str) -> None:
    assert find_outlet(text) is None
    assert find_outlet(domain=text) is None


def test_the_name_goes_before_the_domain() -> None:
    outlet = find_outlet("한겨레", "https://www.chosun.com")
    assert outlet
    assert outlet.domain == "hani.co.kr"
    assert find_outlet("Quimera", "https://www.chosun.com") == find_outlet("조선일보")
    assert find_outlet() is None


def test_the_table_is_large_and_no_name_or_domain_is_there_twice() -> None:
    domains = [domain for row in ROWS for domain in row["domains"].split("|")]
    spellings = [spelling for row in ROWS for spelling in {fold(name) for name in names_of(row)}]
    assert len(ROWS) >= 150
    assert len(domains) == len(set(domains))
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["domains"].split("|")[0])
def test_every_row_is_well_formed(row: dict[str, str]) -> None:
    assert all(_DOMAIN.fullmatch(domain) for domain in row["domains"].split("|"))
    assert not row["country"] or row["country"] in babel_locale(Lang("en")).territories
    assert all(str(Lang.parse(code)) == code for code in row["langs"].split("|"))
    assert row["own"]
    assert row["en"] or _LATIN.fullmatch(row["own"]), "no name for readers of Latin letters"
    assert {row["en"], row["pt"], row["ko"]}.isdisjoint({row["own"]}), "a name is there twice"
    assert _LATIN.fullmatch(row["en"] + row["pt"] + "-")
    for name in names_of(row):
        outlet = find_outlet(name)
        assert outlet
        assert outlet.domain == row["domains"].split("|")[0], name


@given(st.text(), st.sampled_from(["en", "pt", "ko", "ru", "tlh"]))
def test_any_text_can_be_asked_for(text: str, target: str) -> None:
    for outlet in (find_outlet(text), find_outlet(domain=text)):
        assert outlet is None or outlet_name(outlet, Lang(target))


@pytest.mark.parametrize(
    ("title", "sources", "becomes"),
    [
        ("Ship sinks off the coast - Harbour Light", ["harbourlight.example"], "Harbour Light"),
        ("Ship sinks | Harbour", ["Harbour Light"], "Harbour"),
        (
            "Ship sinks – Harbour Light",
            ["[HL](https://www.harbourlight.example/a)"],
            "Harbour Light",
        ),
        ("Navio afunda — 연합뉴스", [], "Yonhap News Agency"),
        ("Navio afunda :: UOL", [], "UOL"),
        ("Ship sinks - Harbour Light", ["The Daily Bread"], None),
        ("Ship sinks - the", ["thebread.example"], None),
        ("Ship sinks off the coast", ["harbourlight.example"], None),
        ("Well-known ship sinks", ["known.example"], None),
    ],
)
def test_the_outlet_behind_a_title_is_not_translated(
    title: str, sources: list[str], becomes: str | None
) -> None:
    found = outlet_tail(title, sources, Lang("en"))
    assert (found[2] if found else None) == becomes
    if found:
        assert title[: found[0]].rstrip(" -–—|:") + title[found[1] :] in title
