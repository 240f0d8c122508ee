"""Whether anything is lost on the way through a model, and whether the result says so.

    python scripts/eval_coverage.py [FOLDER] [--limit N] [--kind TEXT] [--json]

FOLDER holds aligned sentences, a line each, in `flores_dev_from_sib/en.txt` and `pt.txt`. Names,
symbols, quotations and more are planted into them, always the same ones, and translated without
memory. Printed per kind and direction: how many were planted, the share that was kept, how many
were lost, of these how many with a status and a reason that say so, and how many in silence; the
share of sentences that are `suspect` or `untranslated`; then chrF without the planted things, and
that of the plain sentences. A text that comes back as it was is a loss of all that it holds; one
whose plain form does so, too, is left out.
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coverage_cases import Case, Pairs, straight
from coverage_kinds import KINDS, Kind, forms

from mlsum import api, translation
from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.request.options import Options

ALIGNED = "flores_dev_from_sib"
LIMIT = 60
CHRF_GOAL = -1.0
# The statuses that admit a loss; `kept` claims that there was nothing to translate.
REPORTED = ("suspect", "untranslated")
# Texts, source (empty: detect it), target, and whether they are the values of a JSON document.
Translate = Callable[[Sequence[str], str, str, bool], list[Translation]]


@dataclass(frozen=True)
class Row:
    """What became of the things of one kind in one direction; chrF is None without a reference."""

    kind: str
    direction: str
    planted: int
    lost: int
    silent: int
    flagged: float
    chrf: float | None
    plain_chrf: float | None

    @property
    def kept(self) -> float:
        """Percent of what was planted."""
        return 100 * (1 - self.lost / self.planted)

    @property
    def told(self) -> float:
        """Percent of what was planted that was kept or reported to be lost."""
        return 100 * (1 - self.silent / self.planted)

    @property
    def change(self) -> float:
        """How far chrF is above that of the plain sentences; 0 without a reference."""
        return 0.0 if self.chrf is None or self.plain_chrf is None else self.chrf - self.plain_chrf


def translate(texts: Sequence[str], source: str, target: str, as_json: bool) -> list[Translation]:
    if not as_json:
        return api.translate_batch(texts, target, source or None)
    document = api.parse(json.dumps({f"m{i}": text for i, text in enumerate(texts)}), "json")
    result = translation.run(document, Options(Lang.parse(target)))
    made = {one.task.part.text: one.translation for one in result.outcomes}
    return [made[text] for text in texts]


def remembered(translate: Translate) -> Translate:
    """The same function, which asks for each text once: plain sentences are in many kinds."""
    known: dict[tuple[str, str, str, bool], Translation] = {}

    def ask(texts: Sequence[str], source: str, target: str, as_json: bool) -> list[Translation]:
        keys = [(text, source, target, as_json) for text in texts]
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if new:
            answers = translate([key[0] for key in new], source, target, as_json)
            known.update(zip(new, answers, strict=True))
        return [known[key] for key in keys]

    return ask


def measure(name: str, kind: Kind, pairs: Pairs, translate: Translate, limit: int) -> Row:
    """Plant, translate and count. Raises ValueError where no case is left to count."""
    cases = kind.cases(pairs, random.Random(1), limit)
    source = pairs.source if kind.given else ""
    texts = [*(case.text for case in cases), *(case.plain for case in cases)]
    made = translate(texts, source, pairs.target, kind.json)
    done = [
        (case, *pair)
        for case, *pair in zip(cases, made, made[len(cases) :], strict=False)
        if case.plain == case.text or pair[1].text != case.plain
    ]
    if not done:
        raise ValueError(f"nothing to count for {name}")
    planted = lost = silent = flagged = 0
    for case, output, other in done:
        copied = output.text == case.text
        found = kind.kept(case, output.text, other.text, pairs.target)
        kept = [one and not copied for one in found]
        said = output.status in REPORTED and bool(output.reasons)
        planted += len(kept)
        lost += kept.count(False)
        silent += 0 if said else kept.count(False)
        flagged += output.status in REPORTED
    scores = [
        chrf(kind, [(case, pair[plain]) for case, *pair in done], bool(plain)) for plain in (0, 1)
    ]
    direction = f"{pairs.source} > {pairs.target}"
    return Row(name, direction, planted, lost, silent, 100 * flagged / len(done), *scores)


def chrf(kind: Kind, made: Sequence[tuple[Case, Translation]], plain: bool) -> float | None:
    """chrF without what was planted, or without what it replaced in the plain sentences."""
    if not all(case.reference for case, _ in made):
        return None
    from sacrebleu import corpus_chrf

    fold = str.lower if kind.lower else str
    hypotheses, references = [], []
    for case, one in made:
        gone = {case.replaced} if plain else set(case.planted).union(*map(forms, case.planted))
        text = one.text
        for form in sorted(gone - {""}, key=len, reverse=True):
            text = text.replace(form, "")
        hypotheses.append(fold(straight(text)))
        references.append(fold(straight(case.reference)))
    return corpus_chrf(hypotheses, [references]).score


def directions(folder: Path) -> list[Pairs]:
    """Both directions of the aligned set."""
    en, pt = (
        (folder / ALIGNED / f"{tag}.txt").read_text(encoding="utf-8").splitlines()
        for tag in ("en", "pt")
    )
    return [
        Pairs("en", "pt", list(zip(en, pt, strict=True))),
        Pairs("pt", "en", list(zip(pt, en, strict=True))),
    ]


def shown(row: Row) -> str:
    kind = KINDS[row.kind]
    scores = ""
    if row.chrf is not None and row.plain_chrf is not None:
        scores = f"{row.chrf:6.1f} {row.plain_chrf:6.1f} {row.change:+6.1f} ({CHRF_GOAL:+})"
    silent = f"{row.silent} (0)" if kind.silent else str(row.silent)
    return (
        f"{row.kind:32} {row.direction:8} {row.planted:5} {row.kept:6.1f} ({kind.goal:>5}) "
        f"{row.lost:5} {row.lost - row.silent:8} {silent:>9} {row.flagged:8.1f} {scores}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = Path(__file__).resolve().parents[2] / "shared/data"
    parser.add_argument("folder", type=Path, nargs="?", default=beside)
    parser.add_argument("--limit", type=int, default=LIMIT, help="sentences per kind")
    parser.add_argument("--kind", default="", help="only kinds with this in their name")
    parser.add_argument("--json", action="store_true", help="a JSON object per line")
    given = parser.parse_args()
    ask = remembered(translate)
    if not given.json:
        print(
            f"{'kind':32} {'':8} {'':5} {'kept %':>6} {'goal':>7} {'lost':>5} {'reported':>8} "
            f"{'silent':>9} {'flagged%':>8} {'chrF':>6} {'plain':>6} {'change':>6}"
        )
    for name, kind in KINDS.items():
        for pairs in directions(given.folder) if given.kind in name else ():
            row = measure(name, kind, pairs, ask, given.limit)
            print(json.dumps(asdict(row)) if given.json else shown(row), flush=True)


if __name__ == "__main__":
    main()
