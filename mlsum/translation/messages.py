"""Interface messages with a text for each case: `{count, plural, one {# file} other {…}}`.

Each case is translated alone, and its message is `{msg1}` in the text around it. The syntax
between the cases is never touched. The number `#` is sent as figures (`5 files`), which models
place better than a placeholder. The syntax is that of ICU's MessageFormat.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from mlsum.core.document import WORST_FIRST, Translation
from mlsum.text.patterns import message_cases, message_places
from mlsum.text.shield import words
from mlsum.translation.retries import TextQuery

__all__ = ["Pattern", "answered", "pattern", "sentences_of"]

Place = tuple[int, int]
Make = Callable[[str, tuple[str, ...]], TextQuery]
"""What makes a sentence of a text and the words in it that stay as they are."""

_NAMES = regex.compile(r"\{msg\d+\}")
_KEYWORD = regex.compile(r"(?r)(?P<key>=\d{1,3}|\w{1,20})\s*\{\Z")
# A number for each plural category of English and Portuguese, and English ordinals (CLDR).
_EXAMPLES = {"one": "1", "two": "2", "few": "3", "=1": "1"}
_OTHER = "4"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as written, and the patterns of its cases with their positions."""

    written: str
    cases: tuple[tuple[Place, "Pattern"], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text, its messages, and the sentence to translate, in which they are `{msg1}`.

    There is no sentence if the text has nothing else to translate. `counted` is the sentence with
    `number` in place of `#`.
    """

    named: str
    messages: tuple[Message, ...]
    sentence: TextQuery | None
    counted: TextQuery | None = None
    number: str = ""


def pattern(text: str, make: Make, number: str = "") -> Pattern:
    """Parse a text into nested patterns; `make` creates the sentences."""
    places = message_places(text)
    messages = [_message(text[start:end], make) for start, end in places]
    named, at = [], 0
    for index, (start, end) in enumerate(places, 1):
        named += [text[at:start], f"{{msg{index}}}"]
        at = end
    phrase = "".join([*named, text[at:]])
    if not any(map(str.isalpha, words(phrase.replace("#", " ")))):
        return Pattern(phrase, tuple(messages), None)
    queries, counted = phrase.strip(), None
    if number and "#" in queries:
        if queries.count("#") == 1 and not any(map(str.isdigit, _NAMES.sub("", queries))):
            counted = make(queries.replace("#", number), ())
        return Pattern(phrase, tuple(messages), make(queries, ("#",)), counted, number)
    return Pattern(phrase, tuple(messages), make(queries, ()))


def sentences_of(result: Pattern) -> Iterator[TextQuery]:
    """The sentences of a pattern and of the messages in it."""
    yield from (item for item in (result.sentence, result.counted) if item)
    for message in result.messages:
        for _, case in message.cases:
            yield from sentences_of(case)


def answered(result: Pattern, answers: Mapping[TextQuery, Translation]) -> Translation:
    """The text with its translated sentences; its status is the worst of theirs."""
    answer = _own(result, answers)
    text, parts = answer.text, [answer]
    for index, message in enumerate(result.messages, 1):
        written, at = "", 0
        for (start, end), case in message.cases:
            parts.append(answered(case, answers))
            written += message.written[at:start] + parts[-1].text
            at = end
        text = text.replace(f"{{msg{index}}}", written + message.written[at:], 1)
    return _joined(text, parts)


def _own(result: Pattern, answers: Mapping[TextQuery, Translation]) -> Translation:
    """The translation of a pattern's sentence, with placeholders for its messages."""
    if result.sentence is None:
        return Translation(result.named, "kept")
    answer = answers[result.sentence]
    counted = answers[result.counted] if result.counted else None
    if counted and counted.status == "translated" and counted.text.count(result.number) == 1:
        answer = replace(counted, text=counted.text.replace(result.number, "#"))
    if sorted(_NAMES.findall(answer.text)) != sorted(_NAMES.findall(result.named)):
        return Translation(result.named, "untranslated", ("placeholder",), answer.engine)
    before, text, after = result.named.partition(result.named.strip())
    return replace(answer, text=before + answer.text + after) if text else answer


def _joined(text: str, parts: Sequence[Translation]) -> Translation:
    results = {item.status for item in parts}
    status = next(status for status in WORST_FIRST if status in results)
    counted = [item for item in parts if item.status != "kept" or status == "kept"]
    reasons = dict.fromkeys(reason for item in counted for reason in item.reasons)
    engine = next((item.engine for item in parts if item.engine), "")
    return Translation(text, status, tuple(reasons), engine)


def _message(written: str, make: Make) -> Message:
    cases = []
    for start, end in message_cases(written):
        keyword = _KEYWORD.search(written, 0, start)
        number = _EXAMPLES.get(keyword["key"], _OTHER) if keyword else _OTHER
        cases.append(((start, end), pattern(written[start:end], make, number)))
    return Message(written, tuple(cases))
