"""Judge a translation by what a careful reader sees without knowing either language well.

Every check is a pure function of the two texts; none needs a model. The thresholds were set on
human translations, of which at most one in a hundred may be flagged.
"""

import regex

from mlsum.core.document import Detection
from mlsum.core.lang import UND, Lang
from mlsum.text.checks.numbers import invented_numbers, unmatched
from mlsum.text.checks.reasons import code, detail, explain, reason
from mlsum.text.checks.shape import copied, empty, length_off, repeats, script_off, writable
from mlsum.text.checks.short import added_brackets, added_name, copied_words, doubled, is_short
from mlsum.text.checks.verbatim import (
    currencies_changed,
    leftovers,
    messages_kept,
    placeholders_changed,
    verbatim_changed,
    without_verbatim,
)

__all__ = [
    "check",
    "code",
    "detail",
    "explain",
    "invented_numbers",
    "reason",
    "repeats",
    "script_off",
    "writable",
]

# A classifier may be trusted against the engine only when it is sure, on a text of some length.
_SURE = 0.95
_LETTERS = 25
_SAID = 12  # letters of words that are no names
_WORD = regex.compile(r"\p{L}+")


def check(
    source_text: str,
    output: str,
    source: Lang,
    target: Lang,
    detection: Detection | None = None,
) -> tuple[str, ...]:
    """The reasons to doubt an output, none if there are none.

    They are: empty, repetition, length, number lost, number invented, currency, address or code,
    placeholder, message kept, not translated, wrong script, wrong language, doubled word, added
    name, added brackets, copied. The last four are for texts of a few words. Where the numbers,
    currencies and so on are known, they follow the code: `number lost: 1,250`. `detection` is what
    a classifier says of the output; without it the language is judged by script alone.
    """
    if not source_text.strip():
        return ()
    if empty(source_text, output):
        return ("empty",)
    source_words, output_words = without_verbatim(source_text), without_verbatim(output)
    lost, invented = unmatched(source_text, output, source, target)
    results = {
        "number lost": lost,
        "number invented": invented,
        "currency": currencies_changed(source_text, output, source, target),
        "address or code": verbatim_changed(source_text, output),
        "placeholder": [
            *leftovers(source_text, output),
            *placeholders_changed(source_text, output),
        ],
    }
    shapes = {
        "repetition": repeats(source_text, output),
        "length": length_off(source_words, output_words),
        "message kept": source.base != target.base and messages_kept(source_text, output),
        "not translated": source.base != target.base and copied(source_words, output_words),
        "wrong script": script_off(output_words, target),
        "wrong language": detection is not None
        and _wrong_language(output_words, target, detection),
        "added brackets": source.base != target.base and added_brackets(source_words, output_words),
    }
    if source.base != target.base and is_short(source_words):
        shapes |= {
            "doubled word": doubled(source_words, output_words),
            "added name": added_name(source_words, output_words),
            "copied": copied_words(source_words, output_words, source, target),
        }
    return (
        *(name for name, doubted in shapes.items() if doubted),
        *(reason(name, details) for name, details in results.items() if details),
    )


def _wrong_language(output: str, target: Lang, detection: Detection) -> bool:
    if sum(len(word) for word in _WORD.findall(output) if not word[0].isupper()) < _SAID:
        return False  # a row of names is in any language
    # Of what was judged: the classifier was not shown addresses, handles and code.
    letters = sum(span.end - span.start for span in detection.spans)
    sure = detection.confidence >= _SURE and letters >= _LETTERS
    return sure and detection.lang.base not in (target.base, UND)
