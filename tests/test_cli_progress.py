"""The bar for the sentences of one long document."""

import io

import pytest

from mlsum.cli import progress
from mlsum.core.lang import Lang
from mlsum.request import Request
from mlsum.request.options import Options
from mlsum.translation import Text, translate_texts


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("quiet", "shown"), [(False, True), (True, False)])
def test_the_sentences_of_a_long_document_are_counted(
    monkeypatch: pytest.MonkeyPatch, quiet: bool, shown: bool
) -> None:
    screen = _Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    text = "\n".join(f"The talks of day {day} went on." for day in range(300))
    asked = [Text(text, "plain", Lang("en"), Lang("pt"), forced=True)]
    with progress.sentence_progress(Request(files=("a.txt",), quiet=quiet)):
        translate_texts(asked, Options(Lang("pt"), engine="echo"))
    assert ("sentences" in screen.getvalue() and "300/300" in screen.getvalue()) == shown
