"""Translate short texts (headings, signs, tags) in the form that models handle best.

Models are trained on sentences, so a short text is sent as one: after a label, in lower case, with
a full stop (`Section: war.`). The translation is what follows the colon of the output. Of 193 texts
written `War`, 179 are right from English and 173 from Portuguese (168 and 157 when sent unchanged);
of those written `WAR`, 179 and 173 (37 and 57). Agreement between forms and back-translation do not
separate right outputs from wrong ones: 93 % of those that pass are right, hardly more than of all
(scripts/eval_short.py). A word that is copied from `Seção: Lula.` may be a name (in lower case,
`lula` is a squid). It is kept if a table or the vocabulary lists it as a name. For any other word,
such as `Suspiro`, the output for its lower-case form counts if its back-translation agrees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import bare, find_outlet, in_case_of, known_forms
from mlsum.text.checks import check
from mlsum.text.checks.capitals import given_names
from mlsum.text.checks.names import is_bare_name
from mlsum.text.checks.short import is_short, same_words, written_alike
from mlsum.text.shield import pieces
from mlsum.text.typography import restyle
from mlsum.translation import retries
from mlsum.translation.truecasing import lowered, only_names, uncapitalized

__all__ = ["Form", "Reverse", "ask", "forms", "translate_short"]

Reverse = Callable[[], Route | None]
"""What gives the route from the target back to the source; None where there is none."""

_LABELS = {"en": "Section", "pt": "Seção"}
_ARTICLES = {"en": "The", "pt": "O"}
_ARTICLE = regex.compile(r"(?:the|an?|os?|as?|uma?)\s+(?=\S)", regex.IGNORECASE)
_NOTE = regex.compile(r"\s*\((?:em|in)\s\p{L}+\)\Z")  # Graham (em inglês)
_BEST_FIRST = ("translated", "kept", "suspect", "untranslated")
_ENDS = " \t\n.!?…。！？"
# A word of that many pieces, with letters that unlikely, is not a word of the language.
_PIECES, _RARE = 3, -3.0
_LONGEST_CODE, _LONGEST_NAME = 4, 3  # letters, words
_BACK = 2  # forms that are translated back


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a short text: the query, and how to read the output."""

    query: str
    source_text: str
    labelled: bool = False
    article: bool = False

    def read(self, answer: str) -> str | None:
        """The translation of the short text, with its marks and capitals and no full stop.

        None if the output does not show which part is the translation.
        """
        before, words, after = bare(self.source_text)
        _, colon, text = answer.partition(":") if self.labelled else ("", "", answer)
        text = text.strip(_ENDS)
        if "(" not in self.source_text:
            text = _NOTE.sub("", text)
        if self.article:
            text = _ARTICLE.sub("", text, count=1)
        if not text or (self.labelled and not colon):
            return None
        return before + in_case_of(words, text) + after


def forms(text: str, source: Lang, context: str = "") -> list[Form]:
    """The forms of a short text, best first; an empty list if the text is not short.

    Sentences with a full stop, texts of several lines, and texts with protected parts have none.
    `context` is running text of the same document, which shows how names are written.
    """
    _, phrase, after = bare(text)
    if (after.strip() == "." and not phrase.isupper()) or ". " in phrase:
        return []
    if not is_short(phrase) or ":" in phrase or "\n" in phrase:
        return []
    if any(piece.protected for piece in pieces(text)):
        return []
    small = lowered(phrase, source, context)
    end = next((mark for mark in after if mark in "?!"), ".")
    plain = small[:1].upper() + small[1:] if phrase.isupper() else phrase
    queries = [(plain, False), (small + end, False)]
    if label := _LABELS.get(source.language):
        queries = [(f"{label}: {small}{end}", True), *reversed(queries)]
    return [Form(item, text, labelled) for item, labelled in dict.fromkeys(queries)]


def ask(group: Sequence[Form], source: Lang, route: Route) -> list[Translation | None]:
    """Translate forms and read the outputs; None for an unreadable one; same order."""
    answers = retries.ask([form.query for form in group], source, route) if group else []
    read = [
        form.source_text if answer.status == "untranslated" else form.read(answer.text)
        for form, answer in zip(group, answers, strict=True)
    ]
    return [
        None if text is None else replace(answer, text=text)
        for text, answer in zip(read, answers, strict=True)
    ]


def translate_short(
    texts: Sequence[str], source: Lang, target: Lang, route: Route, reverse: Reverse | None = None
) -> list[Translation | None]:
    """Translate short texts; same length and order; None for texts that are not short.

    A name is `kept`. Other texts are sent in one form after another until an output passes its
    checks. If none does, a copy is `untranslated` and any other output is `suspect`, with reasons.
    `reverse` gives the reverse route, used for back-translation when the lower-case form of a
    copied text has a different output.
    """
    results = {i: some for i, text in enumerate(texts) if (some := forms(text, source))}
    best = {
        i: Translation(texts[i], "kept", ("name",))
        for i in results
        if _is_given_name(bare(texts[i])[1], source, target)
    }
    queries = {i: (texts[i], results[i][0]) for i in results if i not in best}
    best |= _with_capitals(queries, source, target, route)
    doubtful = {i for i, item in best.items() if item.status == "untranslated"}
    results |= {i: _small_forms(texts[i], source) for i in doubtful}
    pending = [i for i in results if i not in best or best[i].status in ("suspect", "untranslated")]
    for turn in range(max(map(len, results.values()), default=0)):
        pending = [i for i in pending if turn < len(results[i])]
        answers = ask([results[i][turn] for i in pending], source, route)
        for i, answer in zip(pending, answers, strict=True):
            judged = answer and _judged(texts[i], answer, source, target)
            if judged and i in doubtful and judged.status == "translated":
                judged = _confirmed(texts[i], judged, target, reverse)
            if judged and (i not in best or _rank(judged) < _rank(best[i])):
                best[i] = judged
        pending = [i for i in pending if i not in best or best[i].status != "translated"]
    for i in doubtful:
        if best[i].status != "translated" and _may_be_name(texts[i], best[i], source):
            best[i] = Translation(texts[i], "kept", ("name",))
    return [best.get(i) for i in range(len(texts))]


def _with_capitals(
    texts: Mapping[int, tuple[str, Form]], source: Lang, target: Lang, route: Route
) -> dict[int, Translation]:
    """Translate texts with the capitals of a name, each in its first form.

    For a single word, whose first form is in lower case, only a copy counts.
    """
    label = _LABELS.get(source.language)
    queries = []
    for i, (text, first) in texts.items():
        phrase = bare(text)[1]
        if label and phrase.istitle() and " " not in phrase:
            queries.append((i, Form(f"{label}: {phrase}.", text, labelled=True)))
        elif label and _capitals_within(phrase):
            queries.append((i, first))
    answers = ask([form for _, form in queries], source, route)
    return {
        i: _judged(form.source_text, answer, source, target)
        for (i, form), answer in zip(queries, answers, strict=True)
        if answer and (form == texts[i][1] or same_words(answer.text, form.source_text))
    }


def _capitals_within(text: str) -> bool:
    return not text.isupper() and any(word[0].isupper() for word in text.split()[1:])


def _small_forms(text: str, source: Lang) -> list[Form]:
    """The forms of a text without its capitals, except those of likely names."""
    _, phrase, after = bare(text)
    small = uncapitalized(phrase, source) if " " in phrase else phrase.lower()
    end = next((mark for mark in after if mark in "?!"), ".")
    queries = [Form(f"{_LABELS[source.language]}: {small}{end}", text, labelled=True)]
    queries.append(Form(small + end, text))
    if " " not in small:
        queries.append(Form(f"{_ARTICLES[source.language]} {small}.", text, article=True))
    return queries


def _confirmed(
    text: str, answer: Translation, target: Lang, reverse: Reverse | None
) -> Translation:
    """The output; `suspect` if its back-translation differs."""
    route = reverse() if reverse else None
    if route is None:
        return answer
    phrase = (answer.text, answer.text.lower())
    queries = dict.fromkeys(form for item in phrase for form in forms(item, target)[:_BACK])
    back = ask(list(queries), target, route)
    if any(item and same_words(item.text, text) for item in back):
        return answer
    return replace(answer, status="suspect", reasons=("back-translation",))


def _may_be_name(text: str, best: Translation, source: Lang) -> bool:
    """Whether the vocabulary lists a text as a name, or lacks it as a common word."""
    phrase, rate = bare(text)[1], likelihood(source)
    if only_names(phrase, source):
        return True
    if rate is None or best.status != "untranslated":
        return False
    rated = [rate(word.lower()) for word in phrase.split()]
    return all(
        item.pieces >= _PIECES and item.log < _RARE * len(word)
        for item, word in zip(rated, phrase.split(), strict=True)
    )


def _judged(text: str, answer: Translation, source: Lang, target: Lang) -> Translation:
    if answer.status == "untranslated":
        return answer
    answer = replace(answer, text=restyle(text, answer.text))
    phrase = bare(text)[1]
    if not same_words(answer.text, text, endings=False):
        reasons = check(phrase, bare(answer.text)[1], source, target)
        return replace(answer, status="suspect" if reasons else "translated", reasons=reasons)
    if _is_name(phrase, source, target):
        return Translation(text, "kept", ("name",))
    if written_alike(phrase, source, target):
        return replace(answer, text=text, status="translated", reasons=())
    return Translation(text, "untranslated", ("copied",), answer.engine)


def _is_name(text: str, source: Lang, target: Lang) -> bool:
    """Whether letters or a table show a text to be a name: `NATO`, `iPhone`, `Maria Souza`."""
    words = text.split()
    if not text.isupper() and any(word[1:] != word[1:].lower() for word in words):
        return True
    if text.isupper() and len(words) == 1 and len(text) <= _LONGEST_CODE:
        return True
    known, rate = partial(known_forms, source=source, target=target), likelihood(source)
    named = text.title() if text.isupper() else text
    if not named[:1].isupper():
        return False
    if known(named) or named.casefold() in given_names() or find_outlet(name=named) is not None:
        return True
    if len(words) == 1 or is_bare_name(named, source, rate, known):
        return len(words) > 1
    if text.isupper() or len(words) > _LONGEST_NAME or any(map(str.islower, words)):
        return False
    return rate is None or any(rate(word).log > rate(word.lower()).log for word in words)


def _is_given_name(text: str, source: Lang, target: Lang) -> bool:
    """Whether a text is a given name (`Maria`) that is not also a place (`Virginia`)."""
    given = text.istitle() and text.casefold() in given_names()
    return given and not known_forms(text, source, target)


def _rank(answer: Translation) -> tuple[int, int]:
    """Sort key, best first: a translation, then a name, then an output in doubt."""
    return _BEST_FIRST.index(answer.status), len(answer.reasons)
