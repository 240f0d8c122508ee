"""`mlsum summarize` with its choices: who writes, in which order, and in which language."""

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

import mlsum
from mlsum import SummaryOptions
from mlsum.cli import app
from mlsum.core.document import Document, ItemSummary
from mlsum.core.errors import MissingModelError, UsageError
from mlsum.core.lang import UND, Lang
from mlsum.formats import parse_text
from mlsum.translation import Options, metadata, summarize_document

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
ARTICLE = """# Título: Bridge of Tern opens
>Data: 2024-03-05
>Idioma: en

### Conteúdo:

The mayor of Tern opened the bridge on Monday. It rained. The bridge cost 4 million euros. The \
council had voted for it in March. Nobody was hurt while it was built. The river is wide there.
"""
SCHEMA = json.loads((files("mlsum") / "data/output.schema.json").read_text("utf-8"))


class Fake:
    """A model that says what it was made to say."""

    name = "fake"

    def __init__(self, said: str) -> None:
        self.said = said
        self.options: list[object] = []

    def signature(self, lang: Lang) -> str:
        return f"fake:{lang.base}"

    def fits(self, text: str, lang: Lang) -> bool:
        return True

    def write_batch(self, texts: Sequence[str], lang: Lang, _: SummaryOptions) -> list[str]:
        return [self.said] * len(texts)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    model = Fake(
        "The bridge of Tern was opened. It cost 4 million euros. The council voted in March."
    )

    def generator(name: str, options: object) -> Fake:
        model.options.append(options)
        return model

    monkeypatch.setattr("mlsum.translation.summarize._generator", generator)
    return model


def command(*args: str, given: str = ARTICLE) -> Result:
    return CliRunner().invoke(app, ["summarize", "-", *args], input=given)


def record(*args: str, given: str = ARTICLE) -> dict[str, object]:
    found: dict[str, object]
    (found,) = json.loads(command(*args, "-f", "json", "-q", given=given).stdout)
    Draft202012Validator({"$ref": "#/$defs/summarize", "$defs": SCHEMA["$defs"]}).validate(found)
    return found


def summaries(document: Document, target: Lang = UND, **length: object) -> list[ItemSummary]:
    options = SummaryOptions(**length)  # type: ignore[arg-type]
    return summarize_document(document, options, Options(target))


def test_the_fields_come_in_the_readers_language_with_the_summary() -> None:
    shown = command("--to", "pt", "-n", "1").stdout
    assert "5 de março de 2024" in shown
    assert shown.count("Tern") == 2  # in the title and in the summary
    assert "The mayor of Tern" not in shown
    assert "5 de março" not in command("--to", "pt", "--max-chars", "99").stdout
    assert "5 de março" not in command("--to", "pt", "--style", "headline").stdout
    assert "Data" not in command("-n", "1").stdout
    fields = record("--to", "pt")["fields"]
    assert isinstance(fields, list)
    assert [one["key"] for one in fields] == ["title", "date", "language"]
    assert record()["fields"] == []


def test_without_an_engine_the_summary_stays_and_says_so() -> None:
    done = command("--to", "ko", "-n", "1")
    assert "not translated: no installed model translates English to Korean" in done.stdout
    assert "The mayor of Tern opened the bridge on Monday." in done.stdout
    assert "2024년 3월 5일" in done.stdout
    assert "mlsum models pull firefox-en-ko" in done.stderr


def test_translated_first_the_sentences_are_those_of_the_translation() -> None:
    found = record("--to", "pt", "--order", "translate-first", "-n", "2")
    body, sentences = found["body"], found["sentences"]
    assert isinstance(body, dict)
    assert isinstance(sentences, list)
    assert found["lang"] == "pt"
    assert len(sentences) == 2
    for one in sentences:
        assert body["text"][one["start"] : one["end"]] == one["text"]
    same = record("--to", "ko", "--order", "translate-first", "-n", "1")
    assert (same["lang"], same["body"]) == ("en", None)
    assert record("--order", "translate-first")["lang"] == "en"
    done = command("--to", "pt", "--order", "translate-first", "--highlight")
    assert isinstance(done.exception, UsageError)


def test_what_a_model_writes_is_shown_with_what_bears_it_out(fake: Fake) -> None:
    found = record("--summarizer", "abstractive", "--model", "some", "-n", "2")
    written = found["written"]
    assert isinstance(written, list)
    assert [one["text"] for one in written] == [
        "The bridge of Tern was opened.",
        "It cost 4 million euros.",
    ]
    assert [one["support"][0] for one in written] == [0, 2]
    assert found["engine"] == "fake:en"
    assert found["reasons"] == []
    marked = command("--summarizer", "abstractive", "--highlight", "-n", "1").stdout
    assert "**The mayor of Tern opened the bridge on Monday.**" in marked


def test_what_is_suspect_is_told_on_both_streams(fake: Fake) -> None:
    fake.said = "The bridge of Tern cost 5 million euros."
    done = command("--summarizer", "chat")
    assert "suspect: a number is not in the text: 5" in done.stdout
    assert "suspect\n  a number is not in the text: 5" in done.stderr
    assert "--highlight" in done.stderr


@pytest.mark.parametrize("style", ["paragraph", "bullets", "headline"])
@pytest.mark.parametrize("limit", ["20", "60", "90"])
def test_the_limit_holds_for_what_a_model_writes_after_translation(
    fake: Fake, style: str, limit: str
) -> None:
    args = ("--summarizer", "abstractive", "--to", "pt", "--style", style, "--max-chars", limit)
    shown = command(*args, "-q").stdout.rstrip("\n")
    assert 0 < len(shown) <= int(limit)
    found = record(*args)
    assert isinstance(found["written"], list)
    assert all(one["translation"]["status"] == "translated" for one in found["written"])


def test_the_model_is_for_the_summarizer_and_a_chat_model_translates_too(fake: Fake) -> None:
    command("--summarizer", "abstractive", "--model", "sum", "--device", "cpu")
    assert fake.options[-1].model == "sum"  # type: ignore[attr-defined]
    assert fake.options[-1].device == "cpu"  # type: ignore[attr-defined]
    command("--summarizer", "chat", "--model", "big", "--base-url", "http://localhost:1/v1")
    assert fake.options[-1].model == "big"  # type: ignore[attr-defined]
    assert fake.options[-1].base_url == "http://localhost:1/v1"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["abstractive", "chat"])
def test_without_a_model_it_is_said_which_to_get(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    done = command("--summarizer", name)
    assert isinstance(done.exception, MissingModelError)
    assert isinstance(command("--summarizer", "nonesuch").exception, UsageError)


def test_the_library_takes_the_same_choices(fake: Fake) -> None:
    how = SummaryOptions(style="bullets", summarizer="abstractive")
    made = mlsum.summarize(mlsum.parse(ARTICLE), 1, options=how)
    assert made.text == "- The bridge of Tern was opened."
    text = ARTICLE.split("\n\n")[-1]
    assert mlsum.summarize(text, 1, "en", options=how) == made
    assert mlsum.summarize(text, options=SummaryOptions(1)).said == (text.split(" It rained")[0],)


@pytest.mark.parametrize(
    ("text", "count", "whole"),
    [
        ("# T: x\n\n### C:\n\nOne sentence.\n", 1, True),
        ("# T: x\n\n### C:\n\nOne sentence. And a second.\n", 2, True),
        ("# T: x\n\n### C:\n\n" + "The same. " * 9, 3, False),
        ("# T: x\n\n### C:\n\nA headline without a stop\n", 1, True),
    ],
)
def test_short_and_level_texts(text: str, count: int, whole: bool) -> None:
    (one,) = summaries(parse_text(text))
    assert (len(one.summary.sentences), one.summary.whole) == (count, whole)


def test_an_item_of_a_title_alone_has_no_summary_and_does_not_stop_others() -> None:
    rows = [{"title": "Only a headline"}, {"title": "Two", "content": "It rained. It cleared."}]
    document = parse_text("\n".join(json.dumps(row) for row in rows), "jsonl")
    (one,) = summaries(document, PT, sentences=1)
    assert one.summary.text == "It rained."
    (fields,) = metadata(document, Options(PT))
    assert [outcome.task.key for outcome in fields] == ["title"]
    assert metadata(document, Options(UND)) == [()]


def test_a_body_in_two_languages_is_summarized_and_translated_where_it_must_be() -> None:
    body = (
        "The minister met the press in Seoul on Monday. The talks were long. "
        "장관은 월요일 서울에서 기자들을 만났다. 회담은 길었다. "
        "The minister said the press would hear more on Friday."
    )
    (one,) = summaries(parse_text(body, "plain"), PT, sentences=5)
    statuses = [made.status for made in one.translations]
    assert len(statuses) == 5
    assert statuses.count("translated") >= 3
    assert all(made.text for made in one.translations)


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        (
            "ja",
            "首相は五日、会議を開いた。雨が降った。会議では法律が話された。皆が帰った。",
        ),
        ("zh", "总理五日召开会议。下雨了。会议讨论了新的法律。大家都回家了。"),
        ("th", "นายกรัฐมนตรีเปิดการประชุม\n\nฝนตกหนักมาก\n\nที่ประชุมหารือกฎหมายใหม่\n\nทุกคนกลับบ้าน"),
    ],
)
def test_languages_without_spaces(lang: str, body: str) -> None:
    made = mlsum.summarize(body, 2, lang)
    assert len(made.sentences) == 2
    assert not made.whole
    assert (" " in made.text) == (lang == "th" and " " in body)


def test_five_thousand_sentences_are_summarized_in_seconds() -> None:
    body = " ".join(f"Report {n} tells of town {n % 97} and river {n % 89}." for n in range(5000))
    found = mlsum.summarize(body, 5, "en")
    assert [one.index for one in found.sentences] == sorted(one.index for one in found.sentences)
    assert len(found.sentences) == 5
