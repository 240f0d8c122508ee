from html import unescape
from pathlib import Path

import pytest
from office import word

from mlsum import api
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import InputError, LanguageError, UsageError
from mlsum.core.lang import Lang
from mlsum.lexicon import Glossary
from mlsum.request.options import Options

ARTICLE = """\
# Title: Minister visits Lisbon
>Date: 2024-05-01

### Content:

The minister arrived in Lisbon on Wednesday. He met three researchers there. They talked for an
hour about the budget. He will travel on to Porto tomorrow.
"""


def test_a_document_is_read_from_a_path_or_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    for given in (path, str(path), ARTICLE):
        document = api.parse(given)
        assert document.format == "labelled"
        assert document.fields[0].value.text == "Minister visits Lisbon"
    assert api.parse(ARTICLE, "plain").fields == ()


@pytest.mark.parametrize("text", ["", "no such file.txt", "a\0b", "x" * 2000, "two\nlines"])
def test_a_string_that_names_no_file_is_the_document(text: str) -> None:
    assert api.parse(text).source.text == text


def test_a_path_is_always_a_file() -> None:
    with pytest.raises(InputError, match="no such file"):
        api.parse(Path("no such file.txt"))


def test_a_text_and_a_batch_get_the_same_translation() -> None:
    texts = ["The minister arrived in Lisbon on Wednesday.", "", "They talked for an hour."]
    together = api.translate_batch(texts, "pt", "en")
    assert together == [api.translate(text, Lang("pt"), Lang("en")) for text in texts]
    assert [one.status for one in together] == ["translated", "kept", "translated"]
    assert "enpt-1693087644" in together[0].engine


def test_a_translated_document_says_what_became_of_it(tmp_path: Path) -> None:
    document = api.parse(ARTICLE)
    made = api.translate(document, to="pt")
    assert made.status == "translated"
    title = made.text.partition("\n")[0]
    assert title.startswith("# Título: ")
    assert "Lisboa" in title
    assert ">Data: 1 de maio de 2024" in made.text
    without = api.translate(document, to="pt", engine="none")
    assert without.status == "untranslated"
    assert "The minister arrived" in without.text
    assert without.reasons == ("translation by an engine is switched off",)
    terms = tmp_path / "terms.tsv"
    terms.write_text("en\tpt\nLisbon\tOlisipo\n", encoding="utf-8")
    for glossary in (terms, str(terms), Glossary.load(terms)):
        assert "Olisipo" in api.translate(document, "pt", glossary=glossary).text


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError):
        api.translate("Hello", to="portugese")


def test_a_summary_has_offsets_into_the_text_or_the_body() -> None:
    body = ARTICLE[ARTICLE.index("The minister") :]
    summary = api.summarize(body, sentences=2)
    assert len(summary.sentences) == 2
    assert all(body[one.start : one.end] == one.text for one in summary.sentences)
    assert [one.index for one in api.summarize(api.parse(ARTICLE), 2).sentences] == [
        one.index for one in summary.sentences
    ]
    assert len(api.summarize(body, max_chars=60, source="en").text) <= 60


def test_a_document_without_a_body_has_an_empty_summary() -> None:
    assert api.summarize(api.parse("# Title: Only this\n>Date: 2024-05-01\n")).text == ""


def test_articles_of_a_feed_are_summarized_one_by_one() -> None:
    feed = '[{"content": "One. Two."}, {"content": "Three. Four."}]'
    document = api.parse(feed)
    with pytest.raises(UsageError, match="several items"):
        api.summarize(document)
    with pytest.raises(UsageError, match="several items"):
        api.keywords(document)
    first, second = (api.summarize(one, 1).text for one in document.split())
    assert first in "One. Two."
    assert second in "Three. Four."


@pytest.mark.parametrize("path", ["nope.txt", "no/such/file.docx", "nope.JSONL"])
def test_a_mistyped_path_is_no_text(path: str) -> None:
    with pytest.raises(InputError, match="no such file"):
        api.parse(path)


@pytest.mark.parametrize(
    "text", ["See nope.txt", "nope.txt\n", "End.", "https://example.org/a.html"]
)
def test_a_text_is_no_path(text: str) -> None:
    assert api.parse(text).source.text == text


class TestTranslatedDocument:
    document = api.parse(ARTICLE)

    def test_every_part_is_there(self) -> None:
        result = api.translate(self.document, "pt")
        assert [part.key for part in result.parts] == ["title", "date", "body"]
        title, date = result.fields
        assert (title.original_label, title.label) == ("Title", "Título")
        assert title.original == "Minister visits Lisbon"
        assert title.lang == "en"
        assert date.text == "1 de maio de 2024"
        (body,) = result.bodies
        assert body.original == self.document.bodies[0].text.text
        assert [one.index for one in body.segments] == [1, 2, 3, 4]
        assert all(one.original in body.original and one.text in body.text for one in body.segments)
        assert result.segments == (*title.segments, *date.segments, *body.segments)
        assert result.languages == ("en",)
        assert result.target == "pt"
        assert len(set(result.engine.split(" + "))) == len(result.engine.split(" + "))

    def test_only_the_fields_that_were_asked_for(self) -> None:
        options = Options(fields=frozenset({"date"}), labels="keep")
        result = api.translate(self.document, "ko", options=options)
        assert [(part.key, part.label, part.text) for part in result.parts] == [
            ("date", "Date", "2024년 5월 1일")
        ]

    def test_a_sentence_that_was_not_translated_says_so(self) -> None:
        result = api.translate(self.document, "pt", engine="none")
        assert {one.status for one in result.segments if one.key == "body"} == {"untranslated"}
        assert result.bodies[0].status == "untranslated"

    def test_it_is_saved_in_its_format_and_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes("# Title: A visit to Łódź\n".encode("utf-16"))
        result = api.translate(api.parse_file(path), "pt")
        result.save(str(tmp_path / "new" / "a.pt.txt"))
        assert (tmp_path / "new" / "a.pt.txt").read_bytes() == result.to_bytes()
        assert result.to_bytes().decode("utf-16") == result.text
        assert "Łódź" in result.text

    @pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.XLSX"])
    def test_a_text_is_not_saved_as_something_else(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(UsageError, match="not written as"):
            api.translate(self.document, "pt", engine="none").save(tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    def test_an_office_document_stays_one(self, tmp_path: Path) -> None:
        pytest.importorskip("lxml")
        data = word("<w:p><w:r><w:t>The minister met the press.</w:t></w:r></w:p>")
        result = api.translate(api.parse_bytes(data, "a.docx"), "pt")
        with pytest.raises(UsageError, match="not written as") as caught:
            result.save(tmp_path / "a.txt")
        assert caught.value.hint.endswith("a.docx")
        result.save(tmp_path / "a.docx")
        assert api.parse_file(tmp_path / "a.docx").format == "docx"

    def test_jupyter_shows_both_sides_tinted(self) -> None:
        head = "# Title: <i>A & B</i>\n\n### Content:\n\n"
        text = "The ministers met today. 장관들은 오늘 협력을 논의했다.\n"
        result = api.translate(api.parse(head + text), "pt")
        shown = result._repr_html_()
        assert shown.startswith("<iframe ")
        assert shown.count("<") == 2  # the page within is an attribute
        assert '<span lang="ko" class="tint"' in unescape(shown)
        assert "&lt;i&gt;" in unescape(shown)
        assert "<i>" not in unescape(shown)


class TestDetectedDocument:
    def test_its_languages_are_those_of_all_parts(self) -> None:
        found = api.detect(api.parse(ARTICLE.replace("Title", "Título").replace("Date", "Data")))
        assert found.lang == "en"
        assert found.languages == ("en", "pt")
        assert [one.key for one in found.fields] == ["title", "date"]
        assert found.bodies[0].detection.lang == "en"
        assert "iframe" in found._repr_html_()

    def test_a_text_has_its_spans(self) -> None:
        found = api.detect("The singer 아이유 sang")
        assert [found.text[one.start : one.end] for one in found.spans if one.lang == "ko"] == [
            "아이유"
        ]
        assert 'data-tint="2"' in unescape(found._repr_html_())
        assert [found] == api.detect_batch([found.text])

    def test_the_candidates_are_those_that_were_named(self) -> None:
        document = api.parse(ARTICLE)
        assert api.detect(document, ["pt", Lang("ko")]).lang == "pt"
        with pytest.raises(LanguageError):
            api.detect(document, ["portugese"])


def test_a_summary_in_another_language_says_what_came_of_it() -> None:
    document = api.parse(ARTICLE)
    summary = api.summarize(document, 2, to="pt")
    assert summary.status == "translated"
    assert [one.text in summary.text for one in summary.translations] == [True, True]
    assert summary.sentences == api.summarize(document, 2).sentences
    assert (summary.lang, summary.target) == ("en", "pt")
    without = api.summarize(document, 2, to="pt", translation=Options(engine="none"))
    assert without.status == "untranslated"
    assert without.reasons == ("translation by an engine is switched off",)
    assert api.summarize(document, 2).status == "kept"
    first = api.summarize(document, 1, to="pt", options=SummaryOptions(order="translate-first"))
    assert [one.status for one in first.translations] == ["translated"]
    assert first.sentences[0].text in first.translations[0].text


def test_a_plan_keywords_and_a_digest() -> None:
    document = api.parse(ARTICLE)
    assert [task.action for task in api.plan(document, "ko")][:2] == ["label", "translate"]
    assert api.plan("Good morning.", "pt")[0].action == "translate"
    terms = api.keywords(document, "pt", count=2)
    assert len(terms) == 2
    (story,) = api.digest([document, ARTICLE.partition("\n\n")[2]], 1, to="pt")
    assert story.summary.target == "pt"


def test_former_names_of_arguments_work_and_warn() -> None:
    with pytest.warns(DeprecationWarning, match="'how' of summarize is now called 'options'"):
        former = api.summarize(ARTICLE, how=SummaryOptions(1))  # type: ignore[call-arg]
    assert former == api.summarize(ARTICLE, options=SummaryOptions(1))
    with pytest.warns(DeprecationWarning, match="'lang' of summarize is now called 'source'"):
        api.summarize(ARTICLE, lang="en")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="give one of them"):
        api.summarize(ARTICLE, lang="en", source="en")  # type: ignore[call-arg]


def test_arguments_go_before_options() -> None:
    options = Options(Lang("ko"), engine="none", engine_options=EngineOptions(beam=1))
    text = "The minister arrived in Lisbon on Wednesday."
    assert api.translate(text, "pt", "en", options=options).status == "untranslated"
    made = api.translate(text, "pt", "en", engine="firefox", options=options)
    assert made == api.translate(text, "pt", "en", options=EngineOptions(beam=1))
