"""Texts in which languages meet."""

import pytest

from mlsum.detect import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The name of that celebrity is 王菲",
            [("The name of that celebrity is", "en"), ("王菲", "zh")],
        ),
        (
            "The name of the song is ロミオとシンデレラ",
            [("The name of the song is", "en"), ("ロミオとシンデレラ", "ja")],
        ),
        (
            "English language - Английский язык",
            [("English language", "en"), ("Английский язык", "ru")],
        ),
        (
            'He turned around and asked: "Entschuldigen Sie, sprechen Sie Deutsch?"',
            [
                ("He turned around and asked", "en"),
                ("Entschuldigen Sie, sprechen Sie Deutsch?", "de"),
            ],
        ),
    ],
)
def test_spans_of_a_mixed_text(text: str, expected: list[tuple[str, str]]) -> None:
    found = detect(text).spans
    assert [(text[span.start : span.end], str(span.lang)) for span in found] == expected
