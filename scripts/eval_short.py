"""How often short texts are translated right in each form of asking, and what the checks flag.

    python scripts/eval_short.py [--show]

The texts are in `eval_short.tsv`: words, signs, sounds of subtitles, phrases and names in English
and Portuguese, with every answer that is right. Each is asked for as `War` and as `WAR`. Articles,
capitals and punctuation are not compared. `agree` are texts for which the first form and another
have the same answer; `back`, for which the answer translated back is the source again. The tables
of phrases, which have many of these texts, are not asked.
"""

import argparse
import csv
from collections import Counter
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path

import regex

from mlsum.core.lang import Lang
from mlsum.engines import Route, choose
from mlsum.text.checks import check
from mlsum.translation.short_texts import ask, forms, translate_short

ROWS = Path(__file__).with_suffix(".tsv")
ARTICLE = {"en": r"^(?:the|an?) ", "pt": r"^(?:os?|as?|uma?) "}


@dataclass(frozen=True)
class Case:
    kind: str
    source: str
    own: frozenset[str]  # every way to say it in the language of the source
    right: frozenset[str]


def fold(text: str, language: str) -> str:
    words = " ".join(regex.findall(r"[\p{L}\d'’-]+", text.lower()))
    return str(regex.sub(ARTICLE[language], "", words))


def read(source: str, target: str) -> list[Case]:
    with ROWS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(
            row["kind"],
            row[source].split("|")[0],
            frozenset(fold(one, source) for one in row[source].split("|")),
            frozenset(fold(one, target) for one in row[target].split("|")),
        )
        for row in rows
    ]


def answered(route: Route, texts: list[str], source: Lang) -> list[list[str]]:
    """For each text the answers to its forms, in their order; as it is comes last."""
    asked = [forms(text, source) for text in texts]
    answers = iter(ask([form for found in asked for form in found], source, route))
    read = [[got.text if (got := next(answers)) else "" for _ in found] for found in asked]
    plain = [one.text for one in route.translate_batch(texts)]
    return [[*found, one] for found, one in zip(read, plain, strict=True)]


def rate(source: str, target: str, show: bool) -> None:
    a, b = Lang(source), Lang(target)
    route, reverse = choose(a, b), choose(b, a)
    cases = read(source, target)
    for written in (str, str.upper):
        texts = [written(case.source) for case in cases]
        answers = answered(route, texts, a)
        right = [
            [fold(one, target) in c.right for one in got]
            for c, got in zip(cases, answers, strict=True)
        ]
        print(f"{source} > {target}, {len(cases)} texts such as {texts[0]}")
        for name, at in (("label", 0), ("small letters", 1), ("as it is", -1)):
            kinds = Counter(c.kind for c, row in zip(cases, right, strict=True) if row[at])
            print(f"    {name:14} right {sum(row[at] for row in right)}  {dict(kinds)}")
        first = [row[0] for row in right]
        agree = [fold(got[0], target) in [fold(it, target) for it in got[1:]] for got in answers]
        again = answered(reverse, [got[0] or "-" for got in answers], b)
        back = [fold(got[0], source) in c.own for c, got in zip(cases, again, strict=True)]
        fine = [not check(t, got[0], a, b) for t, got in zip(texts, answers, strict=True)]
        for name, sign in (("agree", agree), ("back", back), ("no reason", fine)):
            both = sum(map(min, sign, first))
            print(f"    {name:14} precision {both / sum(sign):.3f}, recall {both / sum(first):.3f}")
        outcomes = Counter(
            f"{made.status} {'right' if fold(made.text, target) in case.right else 'wrong'}"
            for case, made in zip(cases, translate_short(texts, a, b, route), strict=True)
            if made
        )
        print(f"    in the pipeline, without tables: {dict(outcomes)}")
        plain = [check(t, got[-1], a, b) for t, got in zip(texts, answers, strict=True)]
        caught = sum(bool(why) for why, row in zip(plain, right, strict=True) if not row[-1])
        wrong = sum(not row[-1] for row in right)
        print(f"    as it is, wrong and flagged: {caught} of {wrong}")
        for case, got, row, why in zip(cases, answers, right, fine, strict=True):
            if show and not row[0]:
                print("       ", case.source, "|", " | ".join(got), "" if why else "(flagged)")


def alarms(source: str, target: str) -> None:
    """How many right answers, of every pair of them, the checks flag."""
    with ROWS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    pairs = [
        (one, other)
        for row in rows
        if row["kind"] != "name"
        for one, other in product(row[source].split("|"), row[target].split("|"))
    ]
    found = [check(*pair, Lang(source), Lang(target)) for pair in pairs]
    reasons = Counter(reason for why in found for reason in why)
    share = sum(map(bool, found)) / len(pairs)
    print(f"{source} > {target}: {share:.2%} of {len(pairs)} right answers flagged {dict(reasons)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print what the best form got wrong")
    arguments = parser.parse_args()
    for source, target in permutations(("en", "pt")):
        rate(source, target, arguments.show)
        alarms(source, target)


if __name__ == "__main__":
    main()
