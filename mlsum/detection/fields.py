"""Detection of items, field by field: labels vote together, short values look around them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mlsum.core.backends import Classifier
from mlsum.core.document import Detection, Item, Kind
from mlsum.core.lang import UND, Lang
from mlsum.detection.candidates import Candidates, candidates, classifier_named
from mlsum.detection.kinds import LINK, WORDLESS, kind_of
from mlsum.detection.labels import agreed, known, tabled, voted
from mlsum.detection.mixed import detect_mixed
from mlsum.detection.names import is_description
from mlsum.lexicon import language_meant, parse_language, term_langs

__all__ = ["BodyDetection", "FieldDetection", "ItemDetection", "detect_item", "detect_items"]


@dataclass(frozen=True, slots=True)
class FieldDetection:
    """A field: its canonical key (the label as written where unknown), its label, its value."""

    key: str
    label: Detection
    value: Detection


@dataclass(frozen=True, slots=True)
class BodyDetection:
    """The body, and whether it is in the language that the head declares (None: no claim)."""

    key: str
    label: Detection
    detection: Detection
    declared: Lang | None = None
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class ItemDetection:
    """What was found for each field of an item, in order, and for its body.

    `around` are the languages in which its dates and numbers may be written: those of the body
    and the claim of the head, else of its other values, and that of the labels. English labels
    count only where nothing else is known: as keys they stand in documents of any language.
    """

    fields: tuple[FieldDetection, ...]
    body: BodyDetection | None
    around: tuple[Lang, ...] = ()


# A value is short when it has fewer letters than this, and then its neighbours count.
_SHORT = 30
# How much each of them weighs: other values of the head together, the labels, the body and the
# language that is declared; and what a language has without any of them.
_VALUES, _LABELS, _BODY, _NOTHING = 2.0, 0.7, 0.7, 0.5
# How much the language of all labels weighs for one that is in no table.
_HEAD = 10.0
# What was decided by neighbours or by a claim is never surer than this.
_INDIRECT = 0.6
# What says nothing itself and is taken to be like its neighbours, or as it is claimed to be.
_GUESSED = 0.5
# A body of so few characters is believed against its head only when it is as sure as this.
_BRIEF, _SURE = 300, 0.75
# What a table of terms says.
_TERM = 0.95


@dataclass(slots=True)
class _Sheet:
    """An item on its way: the texts in it and what is found for each."""

    item: Item
    labels: list[str]
    keys: list[str] = field(default_factory=list)
    named: list[Detection] = field(default_factory=list)
    language: Lang | None = None
    kinds: list[Kind] = field(default_factory=list)
    values: list[Detection] = field(default_factory=list)
    body: Detection | None = None
    declared: Lang | None = None


def detect_item(
    item: Item,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> ItemDetection:
    """Detect labels, values and body of one item; see `detect_items`."""
    return detect_items([item], languages, classifier, likely)[0]


def detect_items(
    items: Sequence[Item],
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> list[ItemDetection]:
    """Detect labels, values and body of items: same order, each as if it were alone.

    `languages` are the candidates and `likely` is preferred among them, as for `detect_batch`.
    Raises LanguageError for an unknown one.
    """
    among, rater = candidates(languages, classifier, likely), classifier_named(classifier)
    sheets = [_Sheet(item, _labels(item)) for item in items]
    _name(sheets, among, rater)
    _read_bodies(sheets, among, rater)
    _read_values(sheets, among, rater)
    _look_around(sheets, among, rater)
    return [_item(sheet) for sheet in sheets]


def _labels(item: Item) -> list[str]:
    """The labels of the fields and, if it has one, that of the body."""
    labels = [each.label.text for each in item.fields]
    return [*labels, item.body.label.text] if item.body and item.body.label else labels


def _name(sheets: Sequence[_Sheet], among: Candidates, rater: Classifier) -> None:
    """Find the keys and languages of labels; those that no table has go by their neighbours."""
    matched = [known(sheet.labels, among) for sheet in sheets]
    # Where the table is clear, the classifier need not be asked.
    joined = [
        "" if agreed(m, among) else "\n".join(s.labels)
        for s, m in zip(sheets, matched, strict=True)
    ]
    # A head may be in any language: none is favoured for being short.
    together = detect_mixed(joined, replace(among, likely=()), rater)
    unknown: list[tuple[_Sheet, int]] = []
    for sheet, matches, joint in zip(sheets, matched, together, strict=True):
        keys, answers, sheet.language = voted(sheet.labels, matches, joint, among)
        told = [each.key for each in sheet.item.fields]
        sheet.keys = [*map(_either, told, keys), *keys[len(told) :]]
        sheet.named = [answer or Detection() for answer in answers]
        unknown += [(sheet, i) for i, answer in enumerate(answers) if answer is None]
    texts = [sheet.labels[i] for sheet, i in unknown]
    priors = [_prior(dict([_vote(sheet.language, _HEAD)]), among) for sheet, _ in unknown]
    for (sheet, i), found in zip(unknown, detect_mixed(texts, among, rater, priors), strict=True):
        sheet.named[i] = _like(found, sheet.language)


def _either(told: str, found: str) -> str:
    """The key that a format tells, else the one that the label says."""
    return told or found


def _like(label: Detection, language: Lang | None) -> Detection:
    """A label such as `URL`, which may be in any language, is in that of the others."""
    if label.lang != UND or not label.spans or language is None:
        return label
    spans = tuple(replace(span, lang=language, confidence=_GUESSED) for span in label.spans)
    return replace(label, lang=language, confidence=_GUESSED, basis="neighbours", spans=spans)


def _vote(lang: Lang | None, weight: float) -> tuple[str, float]:
    return (lang.language, weight) if lang else ("", 0.0)


def _prior(weights: Mapping[str, float], among: Candidates) -> dict[str, float]:
    """Log-odds of the candidates, up to a constant, from the weights of their neighbours."""
    return {code: math.log(weights.get(code, 0.0) + _NOTHING) for code in among.langs}


def _read_bodies(sheets: Sequence[_Sheet], among: Candidates, rater: Classifier) -> None:
    """Detect the bodies, each with the language that its head claims among the candidates."""
    for sheet in sheets:
        sheet.declared = _claim(sheet)
    asked: dict[Candidates, list[_Sheet]] = {}
    for sheet in sheets:
        if sheet.item.body:
            asked.setdefault(among.with_claimed(sheet.declared), []).append(sheet)
    for widened, group in asked.items():
        texts = [sheet.item.body.text.text for sheet in group if sheet.item.body]
        for sheet, found in zip(group, detect_mixed(texts, widened, rater), strict=True):
            sheet.body = found
            sheet.declared = _claim(sheet, found.lang)


def _claim(sheet: _Sheet, written: Lang = UND) -> Lang | None:
    """The language that the head says the item is in; `kr` says Korean of a text in Korean."""
    for each, key in zip(sheet.item.fields, sheet.keys, strict=False):
        text = each.value.text
        if key == "language" and (claimed := language_meant(text, written) or parse_language(text)):
            return claimed
    return None


def _read_values(sheets: Sequence[_Sheet], among: Candidates, rater: Classifier) -> None:
    """Find the kind of every value, and the language of those that have one."""
    wordy: list[tuple[_Sheet, int, str]] = []
    for sheet in sheets:
        for each, key in zip(sheet.item.fields, sheet.keys, strict=False):
            text = each.value.text
            kind = _kind(text, key, sheet.keys)
            sheet.kinds.append(kind)
            if kind in WORDLESS:
                sheet.values.append(Detection(kind=kind, confidence=1.0, basis="kind"))
            else:
                term = _term(text, key, among)
                if not term:
                    wordy.append((sheet, len(sheet.values), _words(text, kind)))
                sheet.values.append(term or Detection())
    found = detect_mixed([text for _, _, text in wordy], among, rater)
    for (sheet, i, _), detection in zip(wordy, found, strict=True):
        sheet.values[i] = detection


def _kind(text: str, key: str, keys: Sequence[str]) -> Kind:
    """The kind of a value; beside a description, a thing's name may be words that describe it."""
    kind = kind_of(text, key)
    described = kind == "name" and key == "name" and "description" in keys
    return "text" if described and is_description(text) else kind


def _words(text: str, kind: Kind) -> str:
    """The text of a link, or the whole value."""
    link = LINK.search(text) if kind == "link" else None
    return link["text"] if link else text


def _term(text: str, key: str, among: Candidates) -> Detection | None:
    """The answer for a value that is a term of its field in one candidate language only."""
    langs = {lang.language for lang in term_langs(text, key)} & set(among.langs)
    if len(langs) != 1:
        return None
    return tabled(text, among.langs[langs.pop()], _TERM)


def _look_around(sheets: Sequence[_Sheet], among: Candidates, rater: Classifier) -> None:
    """Decide short values again, with what their neighbours are in."""
    again: list[tuple[_Sheet, int]] = []
    for sheet in sheets:
        for i, value in enumerate(sheet.values):
            doubted = _letters(value) < _SHORT or value.confidence < _SURE
            if value.basis == "classifier" and len(value.spans) == 1 and doubted:
                again.append((sheet, i))
    texts = [_words(sheet.item.fields[i].value.text, sheet.kinds[i]) for sheet, i in again]
    priors = [_prior(_neighbours(sheet, i), among) for sheet, i in again]
    found = detect_mixed(texts, among, rater, priors)
    for (sheet, i), detection in zip(again, found, strict=True):
        alone = sheet.values[i]
        if detection.lang != alone.lang or alone.confidence < _GUESSED:
            sure = min(detection.confidence, _INDIRECT)
            spans = tuple(replace(span, confidence=sure) for span in detection.spans)
            detection = replace(detection, confidence=sure, basis="neighbours", spans=spans)
        sheet.values[i] = detection


def _letters(detection: Detection) -> int:
    """About how many letters the spans have."""
    return sum(span.end - span.start for span in detection.spans)


def _neighbours(sheet: _Sheet, index: int) -> dict[str, float]:
    """The languages around a value, by weight."""
    others: dict[str, float] = {}
    for i, value in enumerate(sheet.values):
        if i != index and value.lang != UND:
            weight = value.confidence * min(1.0, _letters(value) / _SHORT)
            others[value.lang.language] = others.get(value.lang.language, 0.0) + weight
    scale = _VALUES / max(1.0, sum(others.values()))
    weights = {code: weight * scale for code, weight in others.items()}
    body = sheet.body.lang if sheet.body and sheet.body.lang != UND else None
    told = _vote(sheet.language, _LABELS), _vote(body, _BODY), _vote(sheet.declared, _BODY)
    for code, weight in told:
        weights[code] = weights.get(code, 0.0) + weight
    return weights


def _item(sheet: _Sheet) -> ItemDetection:
    fields = tuple(
        FieldDetection(key, label, _placed(each.value.text, kind, value))
        for each, key, label, kind, value in zip(
            sheet.item.fields, sheet.keys, sheet.named, sheet.kinds, sheet.values, strict=False
        )
    )
    return ItemDetection(fields, _body(sheet), _around(sheet))


def _around(sheet: _Sheet) -> tuple[Lang, ...]:
    body = sheet.body.lang if sheet.body else UND
    told = [lang for lang in (sheet.declared, body) if lang and lang != UND]
    told = told or [value.lang for value in sheet.values if value.lang != UND]
    label = sheet.language
    if label and not (told and label.language == "en"):
        told.append(label)
    return tuple(dict.fromkeys(told))


def _placed(text: str, kind: Kind, value: Detection) -> Detection:
    """The answer for a value, the spans of a link's text moved to where it stands."""
    link = LINK.search(text) if kind == "link" else None
    shift = link.start("text") if link else 0
    spans = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in value.spans)
    return replace(value, kind=kind, spans=spans)


def _body(sheet: _Sheet) -> BodyDetection | None:
    """The body; where it says too little itself, the claim of the head is taken."""
    if sheet.body is None:
        return None
    found, declared = sheet.body, sheet.declared
    agrees = None
    brief = sheet.item.body is not None and len(sheet.item.body.text.text) < _BRIEF
    doubted = found.lang == UND or found.confidence < (_SURE if brief else _GUESSED)
    if declared and found.spans and doubted:
        spans = tuple(replace(span, lang=declared, confidence=_GUESSED) for span in found.spans)
        found = replace(found, lang=declared, confidence=_GUESSED, basis="declared", spans=spans)
    elif declared and found.lang != UND:
        agrees = found.lang.base == declared.base
    labelled = len(sheet.labels) > len(sheet.item.fields)
    key, label = (sheet.keys[-1], sheet.named[-1]) if labelled else ("content", Detection())
    return BodyDetection(key, label, found, declared, agrees)
