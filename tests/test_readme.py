"""The Python examples of the README and the docs give what they say; commands exist."""

import doctest
import re
import shutil
from pathlib import Path

import pytest
from likeness import chrf
from office import word
from typer.testing import CliRunner

from mlsum.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


class Alike(doctest.OutputChecker):
    """Takes whole sentences for the same that say much the same: a model may word them anew."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        if want == got:
            return True
        sentences = re.compile(r"'([^']* [^']*\.)'")
        wanted, found = sentences.findall(want), sentences.findall(got)
        return (
            len(wanted) == len(found)
            and sentences.sub("", want) == sentences.sub("", got)
            and all(chrf(one, other) > 50 for one, other in zip(found, wanted, strict=True))
        )


def test_only_sentences_may_be_worded_anew() -> None:
    check = Alike().check_output
    want = "('O ministro chegou a Seul na segunda-feira.', 'translated')\n"
    assert check(want, want.replace("chegou", "foi"), 0)
    for other in ("('Chove.', 'translated')\n", want.replace("translated", "suspect"), "\n"):
        assert not check(want, other, 0)


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = {
    page: re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL) for page in PAGES
}
WITH_EXAMPLES = [page for page in PAGES if EXAMPLES[page]]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_python_examples_give_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of their own, with the news item of the seeds and a Word document."""
    if page.name == "documents.md":
        pytest.importorskip("lxml")
    assert all(example.startswith(">>> ") for example in EXAMPLES[page])
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    paragraph = "<w:p><w:r><w:t>The minister arrived in Seoul on Monday.</w:t></w:r></w:p>"
    (tmp_path / "report.docx").write_bytes(word(paragraph))
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest("".join(EXAMPLES[page]), {}, page.name, str(page), 0)
    report: list[str] = []
    failed = doctest.DocTestRunner(Alike()).run(test, out=report.append).failed
    assert not failed, "".join(report)


def test_the_readme_and_the_page_on_python_have_examples() -> None:
    assert {"README.md", "python.md"} <= {page.name for page in WITH_EXAMPLES}


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`mlsum ([a-z]+) [^`]*`", README))))
def test_every_command_that_the_readme_names_exists(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", README))))
def test_every_option_that_the_readme_names_exists(option: str) -> None:
    commands = [[], ["detect"], ["plan"], ["translate"], ["summarize"]]
    shown = [CliRunner().invoke(app, [*one, "--help"]).stdout for one in commands]
    assert any(option in text for text in shown)
