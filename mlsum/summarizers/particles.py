"""Korean words without the particles they carry, as far as the text itself gives evidence."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

__all__ = ["bare"]

# Particles and the copula.
_WRITTEN = """
은 는 이 가 을 를 의 에 에서 에게 에는 에서는 와 과 도 로 으로 으로는 로는 만 부터 까지
보다 처럼 이나 나 이며 며 라고 이라고 라는 이라는 이다 였다 이었다 입니다 에도 으로도
로도 에서도 들 들은 들이 들을 들의 들에게 께서 한테 마다 조차 밖에 이란 란 과의 와의
으로서 로서 으로써 로써 에게서 에만
"""
_PARTICLES = tuple(sorted(_WRITTEN.split(), key=lambda one: (-len(one), one)))
# Of two syllables or more and never the end of a noun.
_SURE = frozenset(one for one in _PARTICLES if len(one) > 1) - {"이나", "이다", "이란", "이며"}
# Verbs and adjectives, by their endings: no terms.
_VERB = re.compile(
    r"(?=[가-힣]+$)(?:.*(?:했|됐|였|었|았|겠|습니|합니|입니|있|없|않)"
    r"|.+(?:한다|된다|하다|되다|하는|되는|하고|되고|하며|되며|하기|되기|하지|되지|해서|하여|되어|해야"
    r"|지만|면서|려고|려는|도록|는데|위해|통해|따라|대해|관해|라며|다며|다고|다는|다면|은데|던)$)"
)
_ADNOMINAL = re.compile(r"[가-힣]{2,}(?:한|된|할|될|인|적인|적으로)$")
_HANGUL = re.compile(r"[가-힣]$")


def bare(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The words of each text without particles; an empty one where a term is parted.

    That is after a particle other than 의, and in the place of a verb. A particle of one syllable
    may be the end of a noun (국가, 제도): it goes only where the text has the rest with nothing or
    with another particle, too.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for words in texts:
        for word in words:
            seen[word].add("")
            for stem, particle in _cuts(word):
                seen[stem].add(particle)
    return [[piece for word in words for piece in _bare(word, seen)] for words in texts]


def _bare(word: str, seen: dict[str, set[str]]) -> Iterator[str]:
    if len(word) > 1 and (_VERB.match(word) or (_ADNOMINAL.match(word) and len(seen[word]) < 2)):
        yield ""
        return
    for stem, particle in _cuts(word):
        if particle in _SURE or len(seen[stem]) > 1 or not _HANGUL.search(stem):
            yield stem
            if particle != "의":
                yield ""
            return
    yield word


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    if not word.endswith(_PARTICLES):
        return  # most words of most texts, in a tenth of the time
    for particle in _PARTICLES:
        stem = word.removesuffix(particle)
        if len(stem) < len(word) and len(stem) > 1:
            yield stem, particle
