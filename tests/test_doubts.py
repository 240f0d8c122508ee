"""Whatever is suspect or not translated is named by its sentence, on every way out."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mlsum.batch import Totals
from mlsum.cli import app, telling
from mlsum.cli.doubts import Made, tell_doubts
from mlsum.core.document import ItemSummary, Outcome, Segment, Summary, Translation, Written
from mlsum.core.document import Result as Done
from mlsum.core.lang import Lang
from mlsum.core.records import IssueRecord
from mlsum.detection import detect_items
from mlsum.formats import parse_text
from mlsum.translation import Options, plan
from mlsum.writers import markdown, records, views
from mlsum.writers.doubts import doubts_of, first_words, merged, summary_notes
from mlsum.writers.fragment import fragment
from mlsum.writers.side_by_side import document_view
from mlsum.writers.terminal import fitting, wrapped

PT = Lang("pt")
PARAGRAPHS = [
    "The mayor opened the bridge.",
    "It cost 1,250 **euros** in all.",
    "Nobody knows why it rained.",
]
LOST = "number lost: 1,250"
WHY = "a number is missing: 1,250"


def made_of(*reasons: str, engine: str = "toy") -> Translation:
    """The paragraphs as their own translation; a paragraph with a reason is suspect."""
    segments, at = [], 0
    for text, why in zip(PARAGRAPHS, reasons, strict=True):
        places = (at, at + len(text), at, at + len(text))
        segments.append(Segment(*places, "suspect" if why else "translated", (why,) * bool(why)))
        at += len(text) + 2
    found = tuple(dict.fromkeys(filter(None, reasons)))
    status = "suspect" if found else "translated"
    return Translation("\n\n".join(PARAGRAPHS), status, found, engine, tuple(segments))


def done(made: Translation) -> Done:
    """A document of the paragraphs, and what became of it."""
    document = parse_text("\n\n".join(PARAGRAPHS))
    (task,) = [one for one in plan(document, Options(PT)) if one.role == "body"]
    return Done(document, PT, (Outcome(task, made),))


class TestPlaces:
    def test_a_sentence_is_named_by_its_number_and_first_words(self) -> None:
        found = doubts_of(made_of("", LOST, ""), "\n\n".join(PARAGRAPHS), "body", markup="markdown")
        assert [one.line() for one in found] == [
            f"body, sentence 2 “It cost 1,250 euros in…”: {WHY}"
        ]
        assert found[0].line("ko").startswith("body, 2번째 문장 “It cost")
        assert found[0].line("pt").endswith("falta um número: 1,250")

    def test_a_part_of_one_sentence_needs_no_number(self) -> None:
        made = Translation("x", "untranslated", ("language not detected",))
        (one,) = doubts_of(made, "Tern", "title")
        assert one.line() == "title “Tern”: its language is unknown"

    def test_what_holds_for_all_sentences_is_said_once(self) -> None:
        text = "\n\n".join(PARAGRAPHS)
        (one,) = merged(doubts_of(made_of("length", "length", "length"), text, "body"))
        assert one.line() == "body, all 3 sentences: far too long or too short"
        assert len(merged(doubts_of(made_of("length", LOST, "length"), text, "body"))) == 3
        assert len(merged(doubts_of(made_of("length", "length", ""), text, "body"))) == 2

    def test_sentences_of_a_summary_are_named_too(self) -> None:
        written = (Written("Tern is old."), Written("Tern has 5 doors.", (), ("not borne out",)))
        one = ItemSummary(Lang("en"), Summary("", (), written=written), "")
        assert list(summary_notes(one)) == [
            "suspect: sentence 2 “Tern has 5 doors.”: nothing in the text supports it"
        ]

    @given(st.text(alphabet="ab, .한국\n-", max_size=60), st.integers(4, 40))
    def test_first_words_fit(self, text: str, columns: int) -> None:
        words = first_words(text, columns)
        assert fitting(words.removesuffix("…"), columns) == len(words.removesuffix("…"))
        assert " ".join(text.split()).startswith(words.removesuffix("…"))

    @given(st.text(alphabet="ab 한", max_size=90), st.integers(20, 40))
    def test_lines_are_wrapped_without_loss(self, text: str, columns: int) -> None:
        lines = wrapped(text, columns).split("\n")
        assert all(fitting(line, columns) == len(line) for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


class TestPages:
    def test_markdown_has_the_note_under_its_paragraph(self) -> None:
        drawn = markdown.draw(views.translate_view(done(made_of("", LOST, ""))))
        blocks = drawn.strip().split("\n\n")
        note = f"_suspect: sentence 2 “It cost 1,250 **euros** in…”: {WHY}_"
        assert blocks == [PARAGRAPHS[0], PARAGRAPHS[1], note, PARAGRAPHS[2]]

    def test_a_note_never_stands_inside_code(self) -> None:
        text = "It cost 1,250.\n```\na\n\nb\n```\n\nThe end."
        document = parse_text(text)
        (task,) = [one for one in plan(document, Options(PT)) if one.role == "body"]
        segment = Segment(0, 14, 0, 14, "suspect", (LOST,))
        end = Segment(len(text) - 8, len(text), len(text) - 8, len(text))
        made = Translation(text, "suspect", (LOST,), "toy", (segment, end))
        drawn = markdown.draw(views.translate_view(Done(document, PT, (Outcome(task, made),))))
        assert "```\na\n\nb\n```\n\n_suspect: sentence 1" in drawn

    def test_html_links_the_note_to_the_sentence(self) -> None:
        result = done(made_of("", LOST, ""))
        found = detect_items(result.document.items)
        drawn = fragment(document_view(result.document, found, result))
        rows = [row for row in drawn.split('<div role="row"') if "target" in row]
        assert [WHY in row for row in rows] == [False, True, False]
        assert 'class="doubt" id="b0.1-doubt"' in rows[1]
        assert '<p class="note why"><a href="#b0.1-doubt">sentence 2 “It cost 1,250' in rows[1]
        assert '<section class="check"' in drawn.partition('class="sides')[0]
        details = drawn.partition('<details class="details">')[2]
        assert "suspect 1/3" in details
        assert "toy" in details

    def test_json_has_the_code_and_the_detail(self) -> None:
        (record,) = records.translate_records(done(made_of("", LOST, "")))
        assert record.body
        segments = record.body.segments
        assert [one.index for one in segments] == [1, 2, 3]
        assert [one.issues for one in segments] == [
            [],
            [IssueRecord("number lost", "1,250", WHY)],
            [],
        ]
        assert segments[1].reasons == record.body.reasons == [LOST]


class TestStandardError:
    def told(self, made: list[Translation], capsys: pytest.CaptureFixture[str]) -> list[str]:
        text = "\n\n".join(PARAGRAPHS)
        parts = [
            Made("body", (), doubts_of(one, text, f"item {at}, body"))
            for at, one in enumerate(made, 1)
        ]
        tell_doubts(parts, "a.txt", Options(PT))
        return capsys.readouterr().err.splitlines()

    def test_each_suspect_sentence_has_a_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.told([made_of("", LOST, "length")], capsys) == [
            "mlsum: a.txt: 2 sentences suspect in 1 of 1 part: body",
            f"  item 1, body, sentence 2 “It cost 1,250 **euros** in…”: {WHY}",
            "  item 1, body, sentence 3 “Nobody knows why it…”: far too long or too short",
            "  hint: compare with the original: --format html",
        ]

    def test_only_the_first_are_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        segment = Segment(0, 8, 0, 8, "suspect", ("length",))
        many = Translation(
            "", "suspect", ("length",), "toy", (*(segment,) * 9, Segment(9, 9, 9, 9))
        )
        lines = self.told([many] * 7, capsys)
        assert lines[0] == "mlsum: a.txt: 63 sentences suspect in 7 of 7 parts: body"
        assert lines[6] == "  and 4 more in item 1, body (see --format json)"
        assert lines[-2] == "  and 2 more parts (see --format json)"
        assert len(lines) == 1 + 5 * 6 + 2

    def test_suspect_sentences_are_told_beside_untranslated_ones(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        made = made_of("", LOST, "")
        left = Segment(0, 28, 0, 28, "untranslated", ("empty",))
        both = Translation("", "untranslated", (), "toy", (left, *made.segments[1:]))
        text = "\n".join(self.told([both], capsys))
        assert "1 sentence not translated in 1 of 1 part" in text
        assert "1 sentence suspect in 1 of 1 part" in text

    def test_a_batch_counts_them_by_reason(self, capsys: pytest.CaptureFixture[str]) -> None:
        reasons = (("suspect: number lost", 3), ("untranslated: a server is busy", 1))
        totals = Totals(1, 1, 0, 0, (), 1.0, reasons)
        telling.tell(None, totals, quiet=False, log_json=False)  # type: ignore[arg-type]
        assert capsys.readouterr().err.splitlines()[1:] == [
            "  3 sentences suspect: a number is missing",
            "  1 sentence untranslated: a server is busy",
        ]


def mlsum(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A document of which an engine that repeats what it is asked leaves two sentences."""
    file = tmp_path / "in" / "a.txt"
    file.parent.mkdir()
    file.write_text(
        "Tern.\n\nThe ministry agreed to expand its cooperation with the alliance in 2023.\n\n"
        "The minister promised support for hospitals and schools in the mountains.\n",
        encoding="utf-8",
    )
    return file


def test_a_command_names_the_sentences(copied: Path) -> None:
    told = mlsum("translate", str(copied), "--to", "pt", "--engine", "echo", "--no-memory").stderr
    assert "body, sentence 2 “The ministry agreed to…”: still in the original language" in told
    assert "body, sentence 3 “The minister promised…”: still in the original language" in told


def test_a_batch_lists_the_sentences_and_counts_their_codes(copied: Path) -> None:
    out = copied.parent.parent / "out"
    asked = ["--to", "pt", "--engine", "echo", "--no-memory", "--workers", "1"]
    told = mlsum("batch", str(copied.parent), "--out", str(out), *asked)
    assert "2 sentences suspect: still in the original language" in told.stderr
    facts = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert facts["reasons"]["suspect: not translated"] == 2
    listed = [[name, place] for name, place, *_ in facts["suspects"]]
    assert ["a.txt", "body, sentence 2 “The ministry agreed to…”"] in listed
    page = (out / "report.html").read_text("utf-8")
    assert "a conferir: continua no idioma original" in page
