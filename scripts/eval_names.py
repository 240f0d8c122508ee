"""How often the check of names flags human translations, and which damage to names it finds.

    python scripts/eval_names.py FOLDER [--half 0|1] [--examples N]

FOLDER holds aligned sentences, a line each, in files named by language (`en.txt`, `pt.txt`,
`ko.txt`). `--half 0` takes every other line, on which thresholds may be set, `--half 1` the rest.
Damage is done to a name of a human translation that passes: one of its words is replaced, dropped,
written in lower case, cut short, or misspelled. The words that are damaged are those that begin
with a capital in both texts, and forms of names that the tables know, wherever the check looks for
names or not.
"""

import argparse
import random
from collections.abc import Callable
from functools import partial
from itertools import permutations
from pathlib import Path

import regex

from mlsum.core.lang import Lang
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import known_forms
from mlsum.text.checks.names import Known, Rate, names, names_lost

CAPITAL = regex.compile(r"(?<=[\p{Ll},]\s)\p{Lu}[\p{Ll}-]{3,}")
Damage = Callable[[random.Random, str], str]
VOWELS = "aeiou"


def replaced(rng: random.Random, _: str) -> str:
    return rng.choice(["Cedar", "Milton", "Grover", "Tulip", "Barnaby", "Fenwick"])


def dropped(_: random.Random, __: str) -> str:
    return ""


def lower_case(_: random.Random, name: str) -> str:
    return name.lower()


def cut_short(rng: random.Random, name: str) -> str:
    return name[: max(2, round(len(name) * rng.uniform(0.3, 0.7)))]


def misspelled(rng: random.Random, name: str) -> str:
    """Another consonant in place of one in the middle."""
    places = [i for i in range(1, len(name) - 1) if name[i] not in VOWELS and name[i].islower()]
    if not places:
        return ""
    at = rng.choice(places)
    other = rng.choice([char for char in "bdgkmprtv" if char != name[at]])
    return name[:at] + other + name[at + 1 :]


DAMAGES: list[Damage] = [replaced, dropped, lower_case, cut_short, misspelled]


def damaged(rng: random.Random, damage: Damage, source: str, target: str) -> str | None:
    """The translation with one name damaged; None where it shares no name with the source."""
    shared = [m for m in CAPITAL.finditer(target) if target.count(m[0]) == 1 and m[0] in source]
    if not shared:
        return None
    match = rng.choice(shared)
    new = damage(rng, match[0])
    return target[: match.start()] + new + target[match.end() :] if new != match[0] else None


def rate_direction(pairs: list[tuple[str, str]], a: str, b: str, examples: int) -> None:
    source, target = Lang(a), Lang(b)
    rate: Rate | None = likelihood(source)
    known: Known = partial(known_forms, source=source, target=target)
    lost = [names_lost(x, y, source, target, rate, known) for x, y in pairs]
    found = sum(len(names(x, source, rate, known)) for x, _ in pairs)
    flagged = [(why, *pair) for why, pair in zip(lost, pairs, strict=True) if why]
    print(
        f"{a} > {b}  flagged {len(flagged)} of {len(pairs)} = {len(flagged) / len(pairs):.2%}",
        end="",
    )
    print(f"  ({found} names found)")
    for why, x, y in flagged[:examples]:
        print("   ", why, "|", x, "|", y)
    if "ko" in (a, b):
        return
    passing = [pair for why, pair in zip(lost, pairs, strict=True) if not why]
    rng = random.Random(f"{a}{b}")
    for damage in DAMAGES:
        made = [(x, new) for x, y in passing if (new := damaged(rng, damage, x, y)) is not None]
        caught = sum(bool(names_lost(x, y, source, target, rate, known)) for x, y in made)
        if made:
            print(f"    {damage.__name__:12} caught {caught / len(made):.1%} of {len(made)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other line only")
    parser.add_argument("--examples", type=int, default=0, help="show so many of those flagged")
    arguments = parser.parse_args()
    texts = {p.stem: p.read_text().splitlines() for p in sorted(arguments.folder.glob("??.txt"))}
    for a, b in permutations(texts, 2):
        pairs = list(zip(texts[a], texts[b], strict=True))
        if arguments.half is not None:
            pairs = pairs[arguments.half :: 2]
        rate_direction(pairs, a, b, arguments.examples)


if __name__ == "__main__":
    main()
