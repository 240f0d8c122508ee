from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import (
    Body,
    Detection,
    Document,
    Item,
    Markup,
    Part,
    Result,
    Source,
    SummaryOptions,
)
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect, detect_items
from mlsum.formats import parse_file, parse_text
from mlsum.text.checks import check
from mlsum.translation import Options, Text, run, summarize_document, translate_texts
from mlsum.writers import html, markdown, terminal
from mlsum.writers.aligned import Aligned
from mlsum.writers.doubts import plainly
from mlsum.writers.fragment import fragment
from mlsum.writers.page import (
    Bullets,
    Cell,
    Legend,
    Note,
    Page,
    Row,
    Run,
    Section,
    Sides,
    Table,
)
from mlsum.writers.part_views import _rows
from mlsum.writers.side_by_side import document_view
from mlsum.writers.words import LANGUAGES, legend, name_in, say_in, spoken, words_in

SAMPLE = Path(__file__).parents[1] / "seeds" / "000_6d34a9a495decccd.txt"
EN, PT = Lang("en"), Lang("pt")
CELLS = Body(Part("<td>One</td>\n\n<td>Two</td>", 0, 27), "html")


def said(cell: Cell) -> str:
    return "".join(run.text for run in cell)


def aligned(text: str, markup: Markup = "plain", engine: str = "echo") -> Aligned:
    made = translate_texts([Text(text, markup, EN, PT, forced=True)], Options(engine=engine))[0]
    return Aligned(text, markup, detect(text), made.text, made.segments, name="b0")


def view(text: str, to: str | None = "pt", engine: str = "echo", ui: str = "en") -> Page:
    document = parse_text(text)
    found = detect_items(document.items)
    result = run(document, Options(Lang(to), engine=engine)) if to else None
    return document_view(document, found, result, ui=ui)


def sides(page: Page) -> Sides:
    return next(piece for piece in page if isinstance(piece, Sides))


def sections(page: Page, kind: str) -> list[Section]:
    return [piece for piece in page if isinstance(piece, Section) and piece.kind == kind]


def details(page: Page) -> Page:
    return sections(page, "details")[0].pieces


def summary_of(page: Page) -> list[Bullets]:
    (summary,) = sections(page, "summary")
    return [piece for piece in summary.pieces if isinstance(piece, Bullets)]


class TestAligned:
    def test_each_sentence_has_a_partner(self) -> None:
        ((_, old, new),) = aligned("The talks begin. Nobody knows why.").cut()
        assert [run.pair for run in old if run.pair] == ["b0.0", "b0.1"]
        assert [run.pair for run in new if run.pair] == ["b0.0", "b0.1"]

    def test_marks_of_markdown_are_not_shown(self) -> None:
        text = (
            "# The **talks**\n\n- They [begin](https://x.example) on Friday.\n\n```\na <- b\n```\n"
        )
        cut = list(aligned(text, "markdown").cut())
        assert [block.kind for block, _, _ in cut] == ["heading", "list", "code"]
        assert said(cut[0][1]) == "The talks"
        assert said(cut[1][1]) == "They begin on Friday."
        assert "a <- b" in said(cut[2][1])
        assert said(cut[2][1]) == said(cut[2][2])

    def test_tags_of_html_are_not_shown(self) -> None:
        cut = list(aligned("<p>Tom &amp; <b>Ann</b> met.</p><p>They left.</p>", "html").cut())
        assert [said(old) for _, old, _ in cut] == ["Tom & Ann met.", "They left."]

    def test_what_was_left_keeps_its_languages(self) -> None:
        text = "The ministry of defence said so on Friday, 코리아타임스 보도했다."
        made = Aligned(text, "plain", detect(text), *left(text))
        ((_, _, new),) = made.cut()
        assert {run.lang for run in new if run.text.strip(" ,.")} == {"en", "ko"}

    @given(st.text(alphabet='ab. \n-#*_`[]()<>&"çé한국?!', max_size=60))
    def test_no_letter_is_lost_on_either_side(self, text: str) -> None:
        one = aligned(text)
        old = "".join(said(cell) for _, cell, _ in one.cut())
        new = "".join(said(cell) for _, _, cell in one.cut())
        assert letters(old) == letters(text)
        assert letters(new) == letters(one.new or "")


def left(text: str) -> tuple[str, Sequence[object]]:
    made = translate_texts([Text(text, "plain", EN, PT, forced=True)], Options(engine="none"))[0]
    return made.text, made.segments  # type: ignore[return-value]


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


class TestDocument:
    def test_a_field_stands_beside_what_it_became_and_why(self) -> None:
        rows = sides(
            view("# Título: Talks begin\n\n>Data: 2023-12-13\n>Tipo: Notícias\n", "ko")
        ).rows
        date = rows[1]
        assert (date.kind, said(date.labels[0]), said(date.labels[1])) == ("field", "Data", "날짜")
        assert (said(date.original), said(date.translation)) == ("2023-12-13", "2023년 12월 13일")
        assert date.original[0].pair == date.translation[0].pair != ""

    def test_the_page_speaks_the_language_of_its_reader(self) -> None:
        page = view("# Título: Talks begin\n\n>Data: 2023-12-13\n", "ko", ui="ko")
        assert sides(page).header == ("원문", "한국어")
        (table,) = [piece for piece in details(page) if isinstance(piece, Table)]
        assert table.header == ("부분", "결과", "방법")
        assert list(map(said, table.rows[1])) == ["날짜", "번역됨", "날짜 (CLDR)"]

    def test_without_a_target_there_is_one_side(self) -> None:
        page = view(
            "# Título: Talks begin - 코리아타임스\n\n### Conteúdo:\n\nThey began.\n", to=None
        )
        assert sides(page).lang == ""
        assert {run.lang for row in sides(page).rows for run in row.original} >= {"en", "ko"}
        assert not any(row.translation for row in sides(page).rows)

    def test_fields_that_nobody_asked_for_are_left_out(self) -> None:
        document = parse_text(
            "# Título: Talks begin\n\n>Tipo: Notícias\n\n### Conteúdo:\n\nIt ends."
        )
        options = Options(Lang("ko"), engine="echo", fields=frozenset({"type"}))
        page = document_view(document, detect_items(document.items), run(document, options))
        kinds = [row.kind for row in sides(page).rows]
        assert kinds == ["paragraph"]
        assert said(sides(page).rows[0].translation) == "It ends."
        (facts,) = sections(page, "facts")
        assert [said(row.translation) for row in sides(facts.pieces).rows] == ["뉴스"]

    def test_the_title_comes_first_then_the_text_then_the_other_fields(self) -> None:
        page = view("# Data: 2023-12-13\n\n>Título: Talks\n\n### Conteúdo:\n\nThey began.\n")
        assert [row.kind for row in sides(page).rows] == ["title", "paragraph"]
        assert [row.kind for row in sides(sections(page, "facts")[0].pieces).rows] == ["field"]

    def test_sentences_to_check_are_listed_with_their_reasons(self) -> None:
        page = view("The talks begin. Nobody knows why they were late.", engine="echo")
        (check,) = sections(page, "check")
        (bullets,) = [piece for piece in check.pieces if isinstance(piece, Bullets)]
        assert [item[0].goes for item in bullets.items] == ["b0.0-doubt", "b0.1-doubt"]
        assert all(said(item[1:]).startswith(": ") for item in bullets.items)
        assert check.title == "To check: 2"
        drawn = fragment(page)
        assert all(f'id="{item[0].goes}"' in drawn for item in bullets.items)

    def test_a_table_stays_a_table(self) -> None:
        text = "The list:\n\n| Name | City |\n|---|---|\n| The minister | New York |\n\nThe end.\n"
        for source in (text, text.replace("The end.", "| One | Two |\n|---|---|\n| a | b |")):
            page = view(source)
            tables = [row.table for row in sides(page).rows if row.table]
            cells = [[said(old) for old, _ in line] for line in tables[0]]
            assert cells == [["Name", "City"], ["The minister", "New York"]]
            assert len(tables) == source.count("|---|")
            assert all(new for line in tables[0] for _, new in line)
            assert fragment(page).count("<table>") >= 2 * len(tables)
            assert "| --- | --- |" in markdown.draw(page)

    def test_cells_without_rows_stay_blocks(self) -> None:
        cut = list(_rows(aligned("<td>One</td>\n\n<td>Two</td>", "html").cut(), CELLS))
        assert [row.kind for row in cut] == ["table", "table"]
        assert not any(row.table for row in cut)

    def test_only_so_many_items_are_shown(self) -> None:
        lines = "".join(f'{{"title": "The talks of day {n} begin"}}\n' for n in range(60))
        page = view(lines, to=None)
        assert sum(isinstance(piece, Sides) for piece in page) == 50
        assert page[-1] == Note("the first 50 of 60 items")

    def test_only_what_is_not_in_the_main_language_is_tinted(self) -> None:
        drawn = fragment(
            view("The talks began on Friday in the capital. 회담은 금요일에 시작되었다.")
        )
        assert '<span lang="ko" class="tint"' in drawn
        assert '<span lang="en">' in drawn
        assert 'lang="en" class="tint"' not in drawn

    def test_web_addresses_are_links_and_nothing_else_is(self) -> None:
        text = "See https://example.org/a?b=1&c=2. Or javascript:alert(1), ftp://example.org/x."
        drawn = fragment(view(text, to=None))
        assert drawn.count("<a ") == 1
        link = '<a href="https://example.org/a?b=1&amp;c=2" target="_blank"'
        assert f'{link} rel="noopener noreferrer nofollow">' in drawn

    def test_a_summary_leads_to_its_places(self) -> None:
        document = parse_file(SAMPLE)
        found = detect_items(document.items)
        options = Options(PT, engine="firefox")
        summaries = summarize_document(document, SummaryOptions(2), options)
        page = document_view(document, found, run(document, options), summaries)
        (bullets,) = summary_of(page)
        named = {run.name for row in sides(page).rows for run in row.original if run.name}
        assert {run.goes for item in bullets.items for run in item} == named
        assert len(named) == 2

    def test_a_summary_that_was_not_translated_says_why(self) -> None:
        document = parse_text("The ministry agreed to expand its cooperation with the alliance.")
        options = Options(PT, engine="none")
        summaries = summarize_document(document, SummaryOptions(1), options)
        page = document_view(document, detect_items(document.items), summaries=summaries)
        (bullets,) = summary_of(page)
        assert bullets.items[0][0].lang == "en"
        (section,) = sections(page, "summary")
        assert Note("untranslated: translation by an engine is switched off") in section.pieces

    def test_a_doubtful_sentence_of_a_summary_says_why(self) -> None:
        document = parse_text("The ministry agreed to expand its cooperation with the alliance.")
        summaries = summarize_document(document, SummaryOptions(1), Options(PT, engine="echo"))
        page = document_view(document, detect_items(document.items), summaries=summaries)
        (bullets,) = summary_of(page)
        assert bullets.items[0][0].doubt.startswith("still in the original language")

    def test_a_twin_takes_no_summary_of_another_item(self) -> None:
        text = "The ministry agreed to expand its cooperation."
        bodies = [Body(Part(text, 0, 0)), Body(Part(f"{text}!", 0, 0), twin=True)]
        bodies.append(Body(Part("The museum opened its doors.", 0, 0)))
        document = Document(Source(text), "plain", tuple(Item(body=body) for body in bodies))
        summaries = summarize_document(document, SummaryOptions(1), Options(UND))
        page = document_view(document, detect_items(document.items), summaries=summaries)
        kinds = [type(piece) for piece in page if isinstance(piece, Section | Sides)]
        assert kinds[:5] == [Section, Sides, Sides, Section, Sides]

    @pytest.mark.parametrize("text", ["", "42", "\n", "# Título:\n", "{}"])
    def test_there_is_always_a_page(self, text: str) -> None:
        page = view(text)
        for drawn in (fragment(page), markdown.draw(page), terminal.draw(page)):
            assert isinstance(drawn, str)


class _Tags(HTMLParser):
    """The tags of a page, each closed where it must be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.open: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names)
        self.attributes |= set(names)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


OURS = {"div", "p", "span", "ul", "li", "mark", "a", "h2", "section", "details", "summary"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td"}


class TestEscapes:
    @pytest.mark.parametrize(
        "attack", (Path(__file__).parent / "data" / "xss.txt").read_text("utf-8").splitlines()
    )
    def test_no_attack_becomes_markup(self, attack: str) -> None:
        text = f"# Título: {attack}\n\n>{attack[:20]}: {attack}\n\n### Conteúdo:\n\n{attack}\n"
        tags = _Tags(fragment(view(text)))
        assert tags.found <= OURS
        assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}

    @given(st.text(max_size=200))
    def test_nor_does_any_text(self, text: str) -> None:
        row = Row((Run(text, text, True, text, text, text),), (Run(text, goes=text),), note=text)
        tags = _Tags(fragment((Sides((text, text), (row,), text), Note(text))))
        assert tags.found <= OURS

    def test_a_file_lets_only_its_own_script_run(self) -> None:
        drawn = html.draw((Note("x"),), "x", "pt")
        assert drawn.count("<script>") == 1
        assert "default-src 'none'; style-src 'sha256-" in drawn
        assert "unsafe" not in drawn
        assert '<html lang="pt">' in drawn


class TestOtherWriters:
    PAGE: Page = (
        Legend("Languages", legend({"en": 3, "ko": 1}).shares),  # type: ignore[union-attr]
        Sides(
            ("Original", "Portuguese"),
            (
                Row(
                    (Run("Talks"),),
                    (Run("Conversas"),),
                    ((Run("T"),), (Run("Título"),)),
                    "by",
                    "field",
                ),
                Row((Run("News"),), (Run("Notícias"),), kind="title"),
                Row((Run("One"),), (Run("Um"),), kind="list"),
                Row((Run("a\nb"),), (Run("a\nb"),), kind="code"),
            ),
            "pt",
        ),
    )

    def test_markdown_shows_what_it_became(self) -> None:
        assert markdown.draw(self.PAGE) == (
            "English 75.0%, Korean 25.0%\n\n## Notícias\n\n- Um\n\na\nb\n\n"
            "- **Título**: Conversas _(by)_\n"
        )

    def test_a_terminal_shows_both_sides(self) -> None:
        shown = terminal.draw(self.PAGE, width=80, colour=False)
        assert "en 75.0%  ko 25.0%" in shown
        assert "Talks      Conversas" in shown


class TestWords:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_everything_is_said_in_every_language(self, lang: str) -> None:
        english = words_in("en")
        assert words_in(lang).keys() == english.keys()
        assert all(text.count("{") == key.count("{") for key, text in words_in(lang).items())

    @pytest.mark.parametrize(
        ("lang", "text", "words"),
        [
            ("pt", "kept", "mantido no original"),
            ("pt-BR", "kept", "mantido no original"),
            (
                "ko",
                "no installed model translates en to ko",
                "en→ko 번역 모델이 설치되어 있지 않음",
            ),
            ("ko", "the first 50 of 60 items", "항목 60개 중 처음 50개"),
            ("fr", "kept", "kept"),
            ("pt", "firefox:enpt-1693087644", "firefox:enpt-1693087644"),
        ],
    )
    def test_what_is_not_known_stays(self, lang: str, text: str, words: str) -> None:
        assert say_in(lang)(text) == words

    def test_every_reason_that_a_check_gives_is_said(self) -> None:
        told = " ".join((check.__doc__ or "").split()).partition("They are: ")[2].partition(".")[0]
        reasons = told.split(", ")
        assert len(reasons) > 5
        assert [reason for reason in reasons if plainly(reason, "ko") == reason] == []

    def test_names_begin_with_a_capital(self) -> None:
        assert (name_in(PT, "pt"), name_in(PT, "ko")) == ("Português", "포르투갈어")

    def test_a_reader_of_another_language_reads_english(self) -> None:
        assert (spoken(Lang("ko")), spoken(Lang("fr"))) == ("ko", "en")

    def test_a_text_without_letters_has_no_legend(self) -> None:
        assert legend({}, "pt") == Note("nenhum idioma reconhecido")


def test_a_label_that_could_not_be_translated_stays() -> None:
    document = parse_text(">Título: Talks begin\n>Data: 2023-12-13\n")
    found = detect_items(document.items)
    page = document_view(document, found, Result(document, PT, ()))
    assert not any(isinstance(piece, Sides) for piece in page)
    assert isinstance(page[0], Legend)


def test_a_detection_without_spans_has_no_tint() -> None:
    old, new = Aligned("42", "plain", Detection(lang=UND)).whole()
    assert (old, new) == ((Run("42"),), ())
