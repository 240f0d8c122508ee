"""Detection of items, field by field: all labels are decided together, short values in context."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mlsum.core.backends import Classifier
from mlsum.core.document import Detection, Item, Kind
from mlsum.core.lang import UND, Lang
from mlsum.detection.candidates import Candidates, candidates, classifier_named
from mlsum.detection.kinds import LINK, WORDLESS, kind_of
from mlsum.detection.labels import decide_labels, is_decided, label_matches, table_detection
from mlsum.detection.mixed import detect_mixed
from mlsum.detection.words import is_description
from mlsum.lexicon import language_meant, parse_language, term_langs

__all__ = ["BodyDetection", "FieldDetection", "ItemDetection", "detect_item", "detect_items"]


@dataclass(frozen=True, slots=True)
class FieldDetection:
    """A field: its canonical key (an unknown label as written), its label, its value."""

    key: str
    label: Detection
    value: Detection


@dataclass(frozen=True, slots=True)
class BodyDetection:
    """The body, and whether it agrees with the language declared in the fields (None: neither)."""

    key: str
    label: Detection
    detection: Detection
    declared: Lang | None = None
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class ItemDetection:
    """The detections of the fields of an item, in order, and of its body.

    `around` has the languages in which its dates and numbers may be written: the declared language
    and that of the body, else those of the values, and then that of the labels. English labels
    count only without any other language, because documents of any language have them.
    """

    fields: tuple[FieldDetection, ...]
    body: BodyDetection | None
    around: tuple[Lang, ...] = ()


# Values of fewer letters are short: their context counts.
_SHORT = 30
# The weights of the context: all other values, the labels, the body and the declared language, and
# of a language without any of these.
_VALUES, _LABELS, _BODY, _NOTHING = 2.0, 0.7, 0.7, 0.5
# The weight of the language of all labels for an unknown label.
_HEAD = 10.0
# The highest confidence of a value decided by its context.
_INDIRECT = 0.6
# The confidence of a text that takes the language of its context or the declared language.
_ASSUMED = 0.5
# A body of fewer characters must be this sure to contradict the declared language.
_BRIEF, _SURE = 300, 0.75
# The confidence of a term in a table.
_TERM = 0.95


@dataclass(slots=True)
class _Draft:
    """An item and its detections so far."""

    item: Item
    labels: list[str]
    keys: list[str] = field(default_factory=list)
    label_detections: list[Detection] = field(default_factory=list)
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
    """Detect labels, values and body of items: same order, each independent of the others.

    `languages` are the candidates and `likely` the preferred ones, as for `detect_batch`. Raises
    LanguageError for an unknown language.
    """
    among, rater = candidates(languages, classifier, likely), classifier_named(classifier)
    drafts = []
    for item in items:
        labels = [each.label.text for each in item.fields]
        if item.body and item.body.label:
            labels.append(item.body.label.text)
        drafts.append(_Draft(item, labels))
    _detect_labels(drafts, among, rater)
    _detect_bodies(drafts, among, rater)
    _detect_values(drafts, among, rater)
    _detect_in_context(drafts, among, rater)
    return [_result(draft) for draft in drafts]


def _detect_labels(drafts: Sequence[_Draft], among: Candidates, rater: Classifier) -> None:
    """Find the keys and languages of labels; unknown ones depend on the others."""
    matched = [label_matches(draft.labels, among) for draft in drafts]
    # Where the table decides, no classifier is needed.
    joined = [
        "" if is_decided(matches, among) else "\n".join(draft.labels)
        for draft, matches in zip(drafts, matched, strict=True)
    ]
    # Labels may be in any language: none is favoured in a tiny text.
    together = detect_mixed(joined, replace(among, likely=()), rater)
    unknown: list[tuple[_Draft, int]] = []
    for draft, matches, joint in zip(drafts, matched, together, strict=True):
        keys, detections, draft.language = decide_labels(draft.labels, matches, joint, among)
        for i, each in enumerate(draft.item.fields):
            keys[i] = each.key or keys[i]
        draft.keys = keys
        draft.label_detections = [detection or Detection() for detection in detections]
        unknown += [(draft, i) for i, detection in enumerate(detections) if detection is None]
    texts = [draft.labels[i] for draft, i in unknown]
    priors = [_prior(_weights((draft.language, _HEAD)), among) for draft, _ in unknown]
    detected = detect_mixed(texts, among, rater, priors)
    for (draft, i), label in zip(unknown, detected, strict=True):
        if label.lang == UND and label.spans and draft.language:
            # A label such as `URL`, which may be in any language.
            label = _assumed(label, draft.language, "neighbours")
        draft.label_detections[i] = label


def _assumed(
    detection: Detection, lang: Lang, basis: Literal["neighbours", "declared"]
) -> Detection:
    spans = tuple(replace(span, lang=lang, confidence=_ASSUMED) for span in detection.spans)
    return replace(detection, lang=lang, confidence=_ASSUMED, basis=basis, spans=spans)


def _weights(*votes: tuple[Lang | None, float]) -> dict[str, float]:
    """The sum of the weights of each language."""
    weights: dict[str, float] = {}
    for lang, weight in votes:
        if lang:
            weights[lang.language] = weights.get(lang.language, 0.0) + weight
    return weights


def _prior(weights: Mapping[str, float], among: Candidates) -> dict[str, float]:
    """Log-odds of the candidates, up to a constant, from the weights of their context."""
    return {code: math.log(weights.get(code, 0.0) + _NOTHING) for code in among.langs}


def _detect_bodies(drafts: Sequence[_Draft], among: Candidates, rater: Classifier) -> None:
    """Detect the bodies, each with the declared language among the candidates."""
    groups: dict[Candidates, list[_Draft]] = {}
    for draft in drafts:
        draft.declared = _declared(draft)
        if draft.item.body:
            groups.setdefault(among.with_declared(draft.declared), []).append(draft)
    for widened, group in groups.items():
        texts = [draft.item.body.text.text for draft in group if draft.item.body]
        for draft, detection in zip(group, detect_mixed(texts, widened, rater), strict=True):
            draft.body = detection
            draft.declared = _declared(draft, detection.lang)


def _declared(draft: _Draft, written: Lang = UND) -> Lang | None:
    """The language that the fields declare; `kr` means Korean for a text in Korean."""
    for each, key in zip(draft.item.fields, draft.keys, strict=False):
        text = each.value.text
        if key == "language" and (lang := language_meant(text, written) or parse_language(text)):
            return lang
    return None


def _detect_values(drafts: Sequence[_Draft], among: Candidates, rater: Classifier) -> None:
    """Find the kind of every value, and the language of those that have one."""
    wordy: list[tuple[_Draft, int]] = []
    for draft in drafts:
        for i, (each, key) in enumerate(zip(draft.item.fields, draft.keys, strict=False)):
            text = each.value.text
            kind = kind_of(text, key)
            if kind == key == "name" and "description" in draft.keys and is_description(text):
                # Beside a description, the name of a thing may be words that describe it.
                kind = "text"
            draft.kinds.append(kind)
            if kind in WORDLESS:
                draft.values.append(Detection(kind=kind, confidence=1.0, basis="kind"))
                continue
            langs = {lang.language for lang in term_langs(text, key)} & set(among.langs)
            if len(langs) == 1:
                draft.values.append(table_detection(text, among.langs[langs.pop()], _TERM))
                continue
            wordy.append((draft, i))
            draft.values.append(Detection())
    detected = detect_mixed([_value(draft, i)[0] for draft, i in wordy], among, rater)
    for (draft, i), detection in zip(wordy, detected, strict=True):
        draft.values[i] = detection


def _value(draft: _Draft, index: int) -> tuple[str, int]:
    """The text of a value, or that of the link that it is, and where it begins in the value."""
    text = draft.item.fields[index].value.text
    link = LINK.search(text) if draft.kinds[index] == "link" else None
    return (link["text"], link.start("text")) if link else (text, 0)


def _detect_in_context(drafts: Sequence[_Draft], among: Candidates, rater: Classifier) -> None:
    """Decide short values again in their context."""
    again = [
        (draft, i)
        for draft in drafts
        for i, value in enumerate(draft.values)
        if value.basis == "classifier"
        and len(value.spans) == 1
        and (_length(value) < _SHORT or value.confidence < _SURE)
    ]
    texts = [_value(draft, i)[0] for draft, i in again]
    priors = [_prior(_context(draft, i), among) for draft, i in again]
    detected = detect_mixed(texts, among, rater, priors)
    for (draft, i), detection in zip(again, detected, strict=True):
        alone = draft.values[i]
        if detection.lang != alone.lang or alone.confidence < _ASSUMED:
            sure = min(detection.confidence, _INDIRECT)
            spans = tuple(replace(span, confidence=sure) for span in detection.spans)
            detection = replace(detection, confidence=sure, basis="neighbours", spans=spans)
        draft.values[i] = detection


def _length(detection: Detection) -> int:
    return sum(span.end - span.start for span in detection.spans)


def _context(draft: _Draft, index: int) -> dict[str, float]:
    """The languages around a value, by weight."""
    others = _weights(
        *(
            (value.lang, value.confidence * min(1.0, _length(value) / _SHORT))
            for i, value in enumerate(draft.values)
            if i != index and value.lang != UND
        )
    )
    scale = _VALUES / max(1.0, sum(others.values()))
    body = draft.body.lang if draft.body and draft.body.lang != UND else None
    return _weights(
        *((Lang(code), weight * scale) for code, weight in others.items()),
        (draft.language, _LABELS),
        (body, _BODY),
        (draft.declared, _BODY),
    )


def _result(draft: _Draft) -> ItemDetection:
    fields = []
    for i, (kind, value) in enumerate(zip(draft.kinds, draft.values, strict=True)):
        # The spans of a link's text move to where it stands.
        shift = _value(draft, i)[1]
        spans = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in value.spans)
        value = replace(value, kind=kind, spans=spans)
        fields.append(FieldDetection(draft.keys[i], draft.label_detections[i], value))
    return ItemDetection(tuple(fields), _body(draft), _around(draft))


def _around(draft: _Draft) -> tuple[Lang, ...]:
    body = draft.body.lang if draft.body else UND
    langs = [lang for lang in (draft.declared, body) if lang and lang != UND]
    langs = langs or [value.lang for value in draft.values if value.lang != UND]
    if draft.language and not (langs and draft.language.language == "en"):
        langs.append(draft.language)
    return tuple(dict.fromkeys(langs))


def _body(draft: _Draft) -> BodyDetection | None:
    """The body; in the declared language where it says too little itself."""
    if draft.body is None or draft.item.body is None:
        return None
    detection, declared = draft.body, draft.declared
    agrees = None
    brief = len(draft.item.body.text.text) < _BRIEF
    doubted = detection.lang == UND or detection.confidence < (_SURE if brief else _ASSUMED)
    if declared and detection.spans and doubted:
        detection = _assumed(detection, declared, "declared")
    elif declared and detection.lang != UND:
        agrees = detection.lang.base == declared.base
    labelled = len(draft.labels) > len(draft.item.fields)
    key, label = ("content", Detection())
    if labelled:
        key, label = draft.keys[-1], draft.label_detections[-1]
    return BodyDetection(key, label, detection, declared, agrees)
