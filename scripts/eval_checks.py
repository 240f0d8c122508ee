"""How often the output checks flag human translations, and how often they catch damaged ones.

    python scripts/eval_checks.py FOLDER [--examples N]

FOLDER holds aligned sentences, a line each, in files named by language (`en.txt`, `pt.txt`,
`ko.txt`). Every direction is rated. Damage is done to human translations that pass.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import regex

from mlsum.core.lang import Lang
from mlsum.detection import quick_detect
from mlsum.text.checks import check, code
from mlsum.text.shield import words


# A human translation is damaged with the help of its source and of a third language.
@dataclass(frozen=True)
class Case:
    source: str
    target: str
    third: str


Damage = Callable[[random.Random, Case], str | None]
DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")


def drop_number(rng: random.Random, case: Case) -> str | None:
    """Leave out a number that the source has in the same digits."""
    target = case.target
    there = Counter(DIGITS.findall(case.source))
    found = [match for match in DIGITS.finditer(target) if there[match[0]]]
    if not found:
        return None
    match = rng.choice(found)
    return target[: match.start()] + target[match.end() :]


def change_number(rng: random.Random, case: Case) -> str | None:
    target = case.target
    found = list(DIGITS.finditer(target))
    if not found:
        return None
    match = rng.choice(found)
    changed = regex.sub(r"\d", lambda _: str(rng.randint(1, 9)), match[0])
    if changed == match[0]:
        return None
    return target[: match.start()] + changed + target[match.end() :]


def loop_word(rng: random.Random, case: Case) -> str:
    words = case.target.split()
    at = rng.randrange(len(words))
    return " ".join(words[:at] + [words[at]] * rng.randint(3, 50) + words[at + 1 :])


def loop_tail(rng: random.Random, case: Case) -> str:
    words = case.target.split()
    length = rng.randint(2, 5)
    at = rng.randrange(max(1, len(words) - length))
    return " ".join(words[: at + length] + words[at : at + length] * rng.randint(3, 20))


def loop_marks(rng: random.Random, case: Case) -> str:
    return (
        case.target + " " + rng.choice(['" ', ", ", ". ", "(applause) ", "- "]) * rng.randint(8, 60)
    )


def cut_off(rng: random.Random, case: Case) -> str:
    return case.target[: round(len(case.target) * rng.uniform(0.1, 0.4))]


def source_again(_: random.Random, case: Case) -> str:
    return case.source


def third_language(_: random.Random, case: Case) -> str:
    return case.third


DAMAGES: list[Damage] = [
    *(drop_number, change_number, loop_word, loop_tail, loop_marks, cut_off),
    *(source_again, third_language),
]


def rate(texts: dict[str, list[str]], a: str, b: str, examples: int) -> None:
    """Print the false alarms and the catches of one direction."""
    (third,) = set(texts) - {a, b}
    source, target = Lang(a), Lang(b)
    cases = [Case(*row) for row in zip(texts[a], texts[b], texts[third], strict=True)]

    def judged(pairs: list[tuple[Case, str]]) -> list[tuple[str, ...]]:
        found = quick_detect([words(output) for _, output in pairs])
        return [
            check(case.source, output, source, target, detection)
            for (case, output), detection in zip(pairs, found, strict=True)
        ]

    verdicts = judged([(case, case.target) for case in cases])
    flagged = [(why, case) for why, case in zip(verdicts, cases, strict=True) if why]
    passing = [case for why, case in zip(verdicts, cases, strict=True) if not why]
    reasons = Counter(code(reason) for why, _ in flagged for reason in why)
    print(f"{a} > {b}  flagged {len(flagged) / len(cases):.2%} of {len(cases)}  {dict(reasons)}")
    for why, case in flagged[:examples]:
        print("   ", why, case.source, "|", case.target)
    rng = random.Random(f"{a}{b}")
    for damage in DAMAGES:
        made = [(case, done) for case in passing if (done := damage(rng, case)) is not None]
        caught = sum(map(bool, judged(made)))
        print(f"    {damage.__name__:15} caught {caught / len(made):.1%} of {len(made)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=0, help="show so many false alarms")
    arguments = parser.parse_args()
    texts = {p.stem: p.read_text().splitlines() for p in sorted(arguments.folder.glob("??.txt"))}
    for a, b in permutations(texts, 2):
        rate(texts, a, b, arguments.examples)


if __name__ == "__main__":
    main()
