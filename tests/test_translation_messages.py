"""The cases of ICU messages are translated, and their syntax stays as it is."""

import json

import pytest

from mlsum import api, translation
from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.request.options import Options
from mlsum.text.patterns import message_cases, message_places, message_texts
from mlsum.translation.messages import answered, pattern, sentences_of
from mlsum.translation.retries import TextQuery

EN, PT = Lang("en"), Lang("pt")
NESTED = (
    "{who, select, female {{n, plural, one {She has # dog} other {She has # dogs}}} "
    "other {{n, plural, one {They have # dog} other {They have # dogs}}}}"
)


def _make(said: str, kept: tuple[str, ...]) -> TextQuery:
    return TextQuery(said, EN, PT, kept)


def _said(text: str, says: dict[str, str]) -> Translation:
    found = pattern(text, _make)
    return answered(
        found,
        {one: Translation(says.get(one.text, one.text.upper())) for one in sentences_of(found)},
    )


def test_messages_within_messages_are_found() -> None:
    assert message_places(f"a {NESTED} b") == [(2, 2 + len(NESTED))]
    assert len(message_cases(NESTED)) == 2
    assert [one for one in message_texts(NESTED) if one] == [
        "She has # dog",
        "She has # dogs",
        "They have # dog",
        "They have # dogs",
    ]


@pytest.mark.parametrize("text", ["{n, plural, one {# dog", "{name}", "{a, b}", "{{x}}", "}{"])
def test_what_is_no_message_is_none(text: str) -> None:
    assert message_places(text) == []


def test_the_number_stands_where_its_figure_does() -> None:
    made = _said("{n, plural, one {# dog} other {# dogs}}", {"1 dog": "1 cão", "4 dogs": "4 cães"})
    assert made.text == "{n, plural, one {# cão} other {# cães}}"


def test_without_the_figure_the_sign_is_kept() -> None:
    says = {"1 dog": "um cão", "# dog": "# cão", "4 dogs": "quatro", "# dogs": "# cães"}
    made = _said("{n, plural, one {# dog} other {# dogs}}", says)
    assert made.text == "{n, plural, one {# cão} other {# cães}}"


def test_a_lost_message_leaves_its_sentence_untranslated() -> None:
    made = _said("See {n, select, a {one} other {two}}.", {"See {msg1}.": "Veja."})
    assert made.status == "untranslated"
    assert made.text == "See {n, select, a {ONE} other {TWO}}."


@pytest.mark.parametrize(
    ("source", "target", "text", "left", "right"),
    [
        ("en", "pt", "You have {n, plural, =0 {no dogs} other {# dogs}}.", {"dogs"}, {"#"}),
        ("en", "pt", NESTED, {"She", "They", "dogs"}, {"Ela", "#"}),
        ("pt", "en", "{n, plural, one {# cachorro} other {# cachorros}}", {"cachorros"}, {"#"}),
    ],
)
def test_the_cases_come_back_in_the_target_language(
    source: str, target: str, text: str, left: set[str], right: set[str]
) -> None:
    (made,) = api.translate_batch([text], target, source)
    assert made.status == "translated"
    said = message_texts(made.text)
    assert len(said) == len(message_texts(text))
    assert not any(word in one.split() for word in left for one in said)
    assert all(any(word in one for one in said) for word in right)
    skeleton = [text[: message_cases(text)[0][0]] for text in (made.text, text) if text[0] == "{"]
    assert len(set(skeleton)) <= 1


def test_the_language_of_a_message_is_that_of_its_cases() -> None:
    texts = {"g": "{g, select, male {Ele chamou você para a festa} other {Ela não veio ontem}}"}
    result = translation.run(api.parse(json.dumps(texts), "json"), Options(EN))
    (made,) = [one.translation for one in result.outcomes]
    assert made.status == "translated"
    assert "festa" not in made.text
    assert made.text.startswith("{g, select, male {")
