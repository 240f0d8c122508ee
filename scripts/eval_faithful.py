"""How often is a good summary doubted, and how often is a damaged one found out?

    python scripts/eval_faithful.py SET.jsonl [SET.jsonl ...]

The sets are described in mlsum/summarization/evaluate.py. Summaries by people are taken for good;
every sentence of them is then damaged: a number changed, a name put in for another, or the whole
sentence taken from the summary of another text.
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlsum.core.lang import Lang
from mlsum.summarization.candidates import candidates
from mlsum.summarization.faithfulness import FaithfulnessChecker, NameIndex
from mlsum.text.checks import invented_numbers
from mlsum.text.segment import sentences

Case = dict[str, Any]
_NOTE = re.compile(r"(?:gist|sum[áa]rio|tamanho)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")


def cut(text: str, lang: Lang) -> list[str]:
    """The sentences of a summary, without what its writer noted about it."""
    found = [text[start:end] for start, end in sentences(text, lang)]
    return [one for one in found if not _NOTE.match(one)]


def witness(case: Case) -> FaithfulnessChecker:
    """The text of a case, to be asked."""
    lang, text = Lang.parse(case["lang"]), case["text"]
    return FaithfulnessChecker(
        candidates(text, lang, "plain"), f"{case.get('title') or ''}\n{text}", lang
    )


def renumbered(said: str, case: Case, chance: random.Random) -> Iterator[str]:
    """The sentence with one number made another that the text does not have."""
    lang = Lang.parse(case["lang"])
    for match in _NUMBER.finditer(said):
        digits = [chance.choice("123456789") for char in match[0] if char.isdigit()]
        other = "".join(digits.pop() if char.isdigit() else char for char in match[0])
        damaged = said[: match.start()] + other + said[match.end() :]
        if match[0] != other and invented_numbers(other, case["text"], lang):
            yield damaged


def exchanged(said: str, case: Case) -> Iterator[str]:
    """The sentence with one number made another of the same text."""
    others = dict.fromkeys(_NUMBER.findall(case["text"]))
    for match in _NUMBER.finditer(said):
        for other in others:
            if other not in said:
                yield said[: match.start()] + other + said[match.end() :]


def renamed(said: str, case: Case, other: Case) -> Iterator[str]:
    """The sentence with one name made another that the text does not have."""
    lang = Lang.parse(case["lang"])
    known = f"{case.get('title') or ''}\n{case['text']}"
    strange = [
        name
        for name in NameIndex.of("", lang).unknown(other["summary"])
        if name.casefold() not in known.casefold()
    ]
    for old, new in zip(NameIndex.of("", lang).unknown(said), strange, strict=False):
        yield said.replace(old, new, 1)


def tried(case: Case, other: Case, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Sentences said of the text of a case, with what was done to them."""
    lang = Lang.parse(case["lang"])
    for one in cut(case["summary"], lang):
        yield "as written", one
        yield from (("number changed", text) for text in renumbered(one, case, chance))
        yield from (("number moved", text) for text in exchanged(one, case))
        yield from (("name changed", text) for text in renamed(one, case, other))
    yield from (("other text", one) for one in cut(other["summary"], lang))


def main(paths: list[Path], verbose: bool) -> None:
    """Print a line per set and kind: how many sentences were in doubt, and why."""
    for path in paths:
        cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        chance = random.Random(7)
        counts: Counter[str] = Counter()
        found: Counter[str] = Counter()
        why: dict[str, Counter[str]] = {}
        for index, case in enumerate(cases):
            text = witness(case)
            other = cases[(index + len(cases) // 2) % len(cases)]
            for kind, said in tried(case, other, chance):
                reasons = text.check(said).reasons
                counts[kind] += 1
                found[kind] += bool(reasons)
                why.setdefault(kind, Counter()).update(one.partition(":")[0] for one in reasons)
                if verbose and bool(reasons) == (kind == "as written"):
                    print(kind, reasons, said)
        print(f"{path.stem}: sentences in doubt")
        for kind, count in counts.items():
            told = ", ".join(f"{reason} {times}" for reason, times in why[kind].most_common())
            print(f"  {kind:14} {found[kind]:4} of {count:4} {found[kind] / count:6.1%}  {told}")


if __name__ == "__main__":
    main([Path(arg) for arg in sys.argv[1:] if arg != "-v"], "-v" in sys.argv)
