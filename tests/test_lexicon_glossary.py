"""A user's glossary: read from tables and YAML, applied to values and to running text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.errors import EncodingError, FormatError, InputError, LanguageError
from mlsum.core.lang import UND, Lang
from mlsum.lexicon.glossary import Glossary
from mlsum.lexicon.glossary_files import Plain
from mlsum.request.options import Options

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")

TABLE = """\
# terms of the desk
en\tpt\tko
Ministry of Defense\tMinistério da Defesa\t국방부
defense\tdefesa\t방위
NATO\tOTAN\t나토
US\tEUA\t미국
drone\tdrone\t드론
summit\tcúpula

Blue House\t\t청와대
"""


def written(folder: Path, text: str | bytes, name: str = "terms.tsv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    return Glossary.load(written(tmp_path, TABLE))


@pytest.mark.parametrize(
    ("text", "target", "translated"),
    [
        ("NATO", PT, "OTAN"),
        ("나토", PT, "OTAN"),
        ("OTAN", KO, "나토"),
        (" nato ", PT, "OTAN"),
        ("ministry of defense", Lang.parse("pt-BR"), "Ministério da Defesa"),
        ("summit", KO, None),
        ("Blue House", KO, "청와대"),
        ("청와대", PT, None),
        ("NATO summit", PT, None),
        ("", PT, None),
    ],
)
def test_a_whole_value_is_looked_up(
    glossary: Glossary, text: str, target: Lang, translated: str | None
) -> None:
    assert glossary.lookup(text, target) == translated


@pytest.mark.parametrize(
    ("text", "source", "target", "translated"),
    [
        ("NATO met.", EN, PT, "OTAN met."),
        ("a Drone, drones, microdrone", EN, KO, "a 드론, drones, microdrone"),
        ("US told us", EN, PT, "EUA told us"),
        ("the ministry of defense said", EN, KO, "the 국방부 said"),
        ("Defense first", EN, PT, "Defesa first"),
        ("NATO(NATO)", EN, PT, "OTAN(OTAN)"),
        ("NATO", PT, KO, "NATO"),
        ("NATO", UND, PT, "OTAN"),
        ("국방부는 나토에서도 나토군과", KO, EN, "Ministry of Defense는 NATO에서도 나토군과"),
        ("OTAN은", PT, KO, "나토은"),
        ("bad \ud800 NATO", EN, PT, "bad \ud800 OTAN"),
        ("", EN, PT, ""),
    ],
)
def test_terms_are_found_in_running_text(
    glossary: Glossary, text: str, source: Lang, target: Lang, translated: str
) -> None:
    for start, end, new in reversed(glossary.matches(text, source, target)):
        text = text[:start] + new + text[end:]
    assert text == translated


def test_the_longest_of_overlapping_terms_counts(tmp_path: Path) -> None:
    glossary = Glossary.load(
        written(tmp_path, "New York\tNova York\nNew York Times\tNYT\nTimes\tT\n")
    )
    assert glossary.matches("New York Times", EN, PT) == [(0, 14, "NYT")]
    assert glossary.matches("New York Timeses", EN, PT) == [(0, 8, "Nova York")]


def test_terms_in_unspaced_scripts_are_found_within_words(tmp_path: Path) -> None:
    glossary = Glossary.load(written(tmp_path, "ja\ten\n東京\tTokyo\n"))
    assert glossary.matches("東京都に", Lang("ja"), EN) == [(0, 2, "Tokyo")]


def test_the_same_case_goes_before_another(tmp_path: Path) -> None:
    glossary = Glossary.load(written(tmp_path, "march\tmarcha\nMarch\tmarço\n"))
    assert (glossary.lookup("March", PT), glossary.lookup("MARCH", PT)) == ("março", "marcha")
    assert glossary.matches("March march", EN, PT) == [(0, 5, "março"), (6, 11, "marcha")]


def test_two_columns_hold_for_all_languages(tmp_path: Path) -> None:
    glossary = Glossary.load(written(tmp_path, "Source\tTarget\nPlanalto\t브라질 대통령궁\n"))
    assert glossary.lookup("Planalto", KO) == "브라질 대통령궁"
    assert glossary.lookup("브라질 대통령궁", PT) is None
    assert glossary.lookup("Source", KO) is None


@pytest.mark.parametrize(
    "text",
    [
        "- {en: summit, pt: cúpula}\n- {en: NATO, pt: OTAN}\n",
        "summit: cúpula\nNATO: OTAN\n",
        "summit: {pt: cúpula}\nNATO: {pt: OTAN, ko: 나토}\n",
    ],
)
def test_yaml_says_the_same(tmp_path: Path, text: str) -> None:
    glossary = Glossary.load(written(tmp_path, text, "terms.yaml"))
    assert (glossary.lookup("summit", PT), glossary.lookup("NATO", PT)) == ("cúpula", "OTAN")


def test_norwegian_is_no_truth_value(tmp_path: Path) -> None:
    glossary = Glossary.load(written(tmp_path, "- {en: yes, no: ja}\n", "terms.yml"))
    assert glossary.lookup("yes", Lang("no")) == "ja"


@pytest.mark.parametrize("data", [b"", b"# nothing\n\n", b"\xef\xbb\xbf", b"en\tpt\n"])
def test_an_empty_glossary_knows_nothing(tmp_path: Path, data: bytes) -> None:
    for name in ("a.tsv", "a.yaml") if b"en" not in data else ("a.tsv",):
        glossary = Glossary.load(written(tmp_path, data, name))
        assert glossary.entries == ()
        assert glossary.lookup("x", PT) is None
        assert glossary.matches("x", EN, PT) == []


def test_a_byte_order_mark_and_crlf_are_no_part_of_a_term(tmp_path: Path) -> None:
    glossary = Glossary.load(written(tmp_path, b"\xef\xbb\xbfen\tpt\r\nNATO\tOTAN\r\n"))
    assert glossary.lookup("NATO", PT) == "OTAN"


def test_a_sister_region_is_better_than_nothing(tmp_path: Path) -> None:
    glossary = Glossary.load(
        written(tmp_path, "en\tpt-BR\tpt-PT\ntrain\ttrem\tcomboio\nbus\tônibus\n")
    )
    assert glossary.lookup("train", Lang.parse("pt-PT")) == "comboio"
    assert glossary.lookup("bus", Lang.parse("pt-PT")) == "ônibus"
    assert glossary.lookup("train", PT) == "trem"


def test_of_two_glossaries_the_first_one_holds(tmp_path: Path) -> None:
    mine = Glossary.load(written(tmp_path, "NATO\tOtan\n"))
    theirs = Glossary.load(written(tmp_path, "NATO\tOTAN\nUN\tONU\n"))
    both = mine.merge(theirs)
    assert (both.lookup("NATO", PT), both.lookup("UN", PT)) == ("Otan", "ONU")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.tsv", "en\tpt\na\tb\nc\td\te\n", 3),
        ("a.tsv", "no tab here\n", 1),
        ("a.tsv", "a\tb\nc\t\n", 2),
        ("a.yaml", "a: [b\n", 2),
        ("a.yaml", "just words\n", 1),
        ("a.yaml", "- {en: a}\n- b\n", 2),
        ("a.yaml", "- {en: a, klingonese: b}\n", 1),
        ("a.yaml", "a: b\nc:\n", 2),
        ("a.yaml", "a: b\nc: [d]\n", 2),
        ("a.yaml", "- en: a\n  pt: b\n  EN: c\n", 3),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    path = written(tmp_path, text, name)
    with pytest.raises(FormatError) as error:
        Glossary.load(path)
    assert error.value.where == f"{path}:{line}"
    assert error.value.message
    assert error.value.hint


def test_aliases_cannot_multiply_a_file(tmp_path: Path) -> None:
    entry = ", ".join(f"{tag}: x" for tag in ("en", "pt", "ko", "de", "fr", "es", "it", "nl"))
    bomb = f"a: &a {{{entry}}}\n" + "".join(f"{i}: *a\n" for i in range(2000))
    with pytest.raises(FormatError, match="too many aliases"):
        Glossary.parse(bomb.encode(), "bomb.yaml")
    few = Glossary.parse(b"a: &a {pt: x, ko: y}\nb: *a\n", "few.yaml")
    assert few.lookup("b", PT) == "x"


@pytest.mark.parametrize(
    "terms",
    [
        {" summit ": "cúpula", "NATO": "OTAN"},
        [{"en": "summit", "pt": "cúpula"}, {"en": "NATO", "pt": "OTAN"}],
    ],
)
def test_plain_values_say_the_same(terms: Plain) -> None:
    glossary = Glossary.of(terms)
    assert (glossary.lookup("summit", PT), glossary.lookup("NATO", PT)) == ("cúpula", "OTAN")


@pytest.mark.parametrize(
    ("terms", "error"),
    [({"a": " "}, FormatError), ([{"en": ""}], FormatError), ([{"qqq": "a"}], LanguageError)],
)
def test_plain_values_that_are_no_terms_are_refused(terms: Plain, error: type[Exception]) -> None:
    with pytest.raises(error):
        Glossary.of(terms)


def test_a_glossary_can_be_part_of_a_key() -> None:
    one, same = Glossary.of({"a": "b"}), Glossary.of({"a": "b"})
    assert {Options(PT, glossary=one): 1}[Options(PT, glossary=one)] == 1
    assert Options(PT, glossary=one) != Options(PT, glossary=same)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Glossary.load(tmp_path / "missing.tsv")
    with pytest.raises(EncodingError) as error:
        Glossary.load(written(tmp_path, "a\tb\nç\td\n".encode("latin-1")))
    assert error.value.where.endswith(":2")


@given(
    st.lists(st.tuples(*[st.text("aAbß É국방는 ", min_size=1).filter(str.strip)] * 2), max_size=8),
    st.text("aAbß É국방는 .", max_size=60),
)
def test_occurrences_are_ordered_disjoint_and_spelled_like_a_term(
    pairs: list[tuple[str, str]], text: str
) -> None:
    glossary = Glossary(tuple({EN: term.strip(), KO: new.strip()} for term, new in pairs))
    terms = {term.strip().lower() for term, _ in pairs}
    end = 0
    for start, stop, _ in glossary.matches(text, EN, KO):
        assert end <= start < stop
        assert text[start:stop].lower() in terms
        end = stop


@given(st.text(), st.text())
def test_any_text_can_be_searched(term: str, text: str) -> None:
    glossary = Glossary(({EN: term, KO: "말"},) if term else ())
    assert all(0 <= start < end <= len(text) for start, end, _ in glossary.matches(text, EN, KO))


@pytest.mark.parametrize("before", [0, 1010, 1012, 1016, 1022, 1023, 1024, 2046])
def test_a_term_is_found_wherever_it_stands_in_a_long_text(before: int) -> None:
    glossary = Glossary.of({"river bank": "margem", "bank": "banco"})
    text = "x" * before + " river bank " + "y" * 5000
    assert glossary.matches(text, EN, PT) == [(before + 1, before + 11, "margem")]
