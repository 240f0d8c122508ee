"""Detection of an item, field by field: labels vote together, short values look around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlsum.backends import Classifier
from mlsum.detect.candidates import Candidates, candidates, classifier_named
from mlsum.detect.kinds import LINK, kind_of
from mlsum.detect.mixed import detect_mixed
from mlsum.document import Detection, Item, Span
from mlsum.errors import LanguageError
from mlsum.lang import UND, Lang
from mlsum.lexicon.labels import LabelMatch, lookup

__all__ = ["BodyDetection", "FieldDetection", "ItemDetection", "detect_item"]


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
    """What was found for each field of an item, in order, and for its body."""

    fields: tuple[FieldDetection, ...]
    body: BodyDetection | None


def detect_item(
    item: Item,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
) -> ItemDetection:
    """Detect labels, values and body of an item.

    Raises LanguageError for an unknown tag among `languages`, the candidates.
    """
    among = candidates(languages)
    rater = classifier_named(classifier)
    body_label = item.body.label.text if item.body and item.body.label else ""
    labels = [field.label.text for field in item.fields] + [body_label]
    matches = [lookup(label) for label in labels]
    keys = [
        found[0].key if found else label.strip()
        for found, label in zip(matches, labels, strict=True)
    ]
    named = _vote(labels, matches, detect_mixed(labels, among, rater))
    values = []
    for field, key in zip(item.fields, keys, strict=False):
        kind = kind_of(field.value.text, key)
        text = field.value.text
        if kind in ("url", "date", "number", "code", "language"):
            values.append(Detection(UND, kind=kind, confidence=1.0, basis="kind"))
            continue
        link = LINK.search(text) if kind == "link" else None
        inner = link["text"] if link else text
        found = detect_mixed([inner], among, rater)[0]
        shift = link.start("text") if link else 0
        spans = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in found.spans)
        values.append(replace(found, kind=kind, spans=spans))
    fields = tuple(map(FieldDetection, keys, named, values))
    return ItemDetection(fields, _body(item, keys, named[-1], among, rater))


def _vote(
    labels: Sequence[str], matches: Sequence[tuple[LabelMatch, ...]], alone: Sequence[Detection]
) -> list[Detection]:
    votes: dict[Lang, float] = {}
    for found in matches:
        for lang in {match.lang for match in found}:
            votes[lang] = votes.get(lang, 0.0) + 1
    if not votes:
        return list(alone)
    best = max(votes, key=votes.__getitem__)
    answers = []
    for label, found, single in zip(labels, matches, alone, strict=True):
        langs = {match.lang for match in found}
        if not langs:
            answers.append(single)
            continue
        lang = best if best in langs else max(langs, key=votes.__getitem__)
        start = len(label) - len(label.lstrip())
        span = Span(start, len(label.rstrip()), lang, single.script, 0.95)
        answers.append(Detection(lang, single.script, "text", 0.95, "label", (span,)))
    return answers


def _body(
    item: Item, keys: Sequence[str], label: Detection, among: Candidates, rater: Classifier
) -> BodyDetection | None:
    if not item.body:
        return None
    found = detect_mixed([item.body.text.text], among, rater)[0]
    declared = None
    for field, key in zip(item.fields, keys, strict=False):
        if key == "language":
            try:
                declared = Lang.parse(field.value.text)
            except LanguageError:
                declared = None
    agrees = None if declared is None or found.lang == UND else found.lang.base == declared.base
    return BodyDetection(keys[-1] or "content", label, found, declared, agrees)
