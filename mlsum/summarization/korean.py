"""Korean nouns without particles, by endings and context or by the morphemes of Kiwi.

A particle follows a noun only in the form that its last sound requires: 은 after a consonant, 는
after a vowel. That distinguishes 마을 (no particle) from 시장을. Where the sounds decide nothing
(주가, 미치는), the other forms of the word in the text and the word before it do. Kiwi (Lee 2024),
the extra `ko`, separates nouns and stems from particles and endings, at 9 ms a sentence, and takes
a second to load.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mlsum.core.errors import MissingExtraError
from mlsum.lexicon.particles import PARTICLES, final

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

__all__ = ["bare", "content_morphemes", "kiwi_installed", "kiwi_nouns"]

Seen = dict[str, set[str]]

_LONGEST = max(map(len, PARTICLES))
# Often the end of a noun; a particle only where the text has the rest in another form, too.
_DOUBTFUL = frozenset(("나", "며", "란"))
# Never the end of a noun of two syllables.
_SURE = frozenset("을 를 은 는 에 에서 에게 으로 까지 부터 보다 처럼 에는 에도 에서는".split())  # noqa: SIM905
# Ends of nouns that look like particles.
_NOUN = re.compile(
    r"(?:[국평증추물주작참휴허대원유시]가|[제정온속태의지보한농밀강고각수철용유시습파빈척감확족뢰호요난인]도"
    r"|[결효성통초경학내외]과|[도경항진통회선피자광대수활판]로|[불비자]만|[바캐]나"
    r"|(?<![국사원협의교대학총연])회의|[주정강논합협동결편예토건심질문명]의|[떡볶린양랑숭놀]이)$"
)
_ADJECTIVE = re.compile(r".{2,}(?<![목실업표흔유면누추기국성])적$")
_VERB_STEM = "받잡놓맞않많높넘찾얻낳먹같깊좋싫죽앉늦낮붙읽웃섞깎맺잊닮닫믿쌓꼽뽑씹넓밟젖굶겪있없"
# Verbs, adjectives and the adverbs made of them, by their endings.
_VERB = re.compile(
    rf"""(?=[가-힣]+$)(?:
    .*(?:[했됐였었았겠렸졌켰쳤겼났갔왔봤줬뒀섰냈랐렀꿨썼컸뤘][가-힣]*|[습합입됩집봅킵립칩깁납갑옵랍]니[다까])
    | .+다 | .*[{_VERB_STEM}](?:은|을|는|음|기|고|지|게|던|아|어|으[가-힣]+)
    | .*(?:[하되]|시키)(?:는|며|면|기|지|자|게|고|거나|도록|여|어|던|려고|려는|려면|여서|어서)
    | .*(?:지만|면서|려고|려는|도록|는데|은데|한데|인데|니까|더니|거나|든지
        |다가|므로|라며|다며|다고|다는|다면|은지|는지)
    | .+(?:해서|해야|어야|아야|어서|아서|와서|려서|겨서|라서|져서|켜|쳐|돼|죠|듯|던|히|하러|느라)
    | .*(?<![사경광창재신금권원피예선충참제장해상항여공국망로중최])고
    | .*(?<![가무집꽃])게
    | .*(?:[하되으려다지오가보리키치나르이]면
        |[는은을인하되않던운한된할될갈볼일]지|[어아해에예세네지까래]요)
    | .*(?:[어아여러려워해져겨켜쳐커빠라뤄][진질]|[올내열걸달몰날물풀들밀알버][린릴]
        |[타어아러끝]난|[만힘모]든|.낸)
    | .*(?:[나들어아져려와여]온|[로러려까거스]운|[오다따이빠바]른|[미거그마합끼다]친|[시으지][킨킬])
    | .*(?:[어아해켜][본볼]|[어아여해려][준줄]|[어아나][간갈]|[어앞]선|[생남넘옮담숨]긴)
    | .*(?:[내올알걸열달몰돌살늘버때흘눌물풀들날밀]려|[넘남옮즐이숨생]겨
        |[들넘걸늘줄떨이넣싶]어|[돌남팔]아
        |[려겨켜쳐커러해어아]져|춰|[지치키리기나오보]며)
    | .*(?<![동서남피이손방저장재공침오상새화양항흑북])해 | .{{2,}}(?:적인|적으로|스런|[한할된될])
    )""",
    re.VERBOSE,
)
# Many stems of verbs and few nouns end in these; in doubt, 는 after them is an ending of a verb.
_LIKE_VERB = frozenset(
    "지치키기리이나가오보주내루르드누꾸끼하되시으우두추구대서히어려켜쳐러뜨트쓰크프"
)
_BEFORE_VERB = re.compile(r"[가-힣](?:을|를|에|에서|에게|으로|로|게|이|가|고|도|히)$")
_HANGUL = re.compile(r"[가-힣]$")
_IS = re.compile("들?(?:이다|이었다|이었던|였다|였던|입니다|이고|이지만)")


def bare(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The words of each text without particles, and an empty word where a term ends.

    A term ends after a particle other than 의, and at a verb.
    """
    seen: Seen = defaultdict(set)
    for words in texts:
        for before, word in zip(["", *words], words, strict=False):
            for stem, particle in _cuts(word):
                # 는 is also an ending of verbs; it marks a noun only where no verb can stand.
                if particle != "는" or not before or before.endswith("의"):
                    seen[stem].add(particle)
            seen[word].add("")
    return [list(_bare_words(words, seen)) for words in texts]


def _bare_words(words: Sequence[str], seen: Seen) -> Iterator[str]:
    for before, word in zip(["", *words], words, strict=False):
        yield from _bare(word, before, seen)


def _bare(word: str, before: str, seen: Seen) -> Iterator[str]:
    if word in PARTICLES:
        yield ""  # after a quotation or a bracket
        return
    if not _HANGUL.search(word):
        yield word
        return
    proven = any(particle not in ("", "는", "만", "도") for particle in seen[word])
    cut = None if proven and not _elsewhere(word, seen) else _cut(word, before, seen)
    if cut:
        yield cut[0]
        if cut[1] != "의":
            yield ""
    elif cut is None and (proven or not (_VERB.fullmatch(word) or _ADJECTIVE.match(word))):
        yield word
    else:
        yield ""


def _cut(word: str, before: str, seen: Seen) -> tuple[str, str] | tuple[()] | None:
    """The noun and its particle; empty for a verb, None where there is no particle."""
    for stem, particle in _cuts(word):
        known = seen[stem] - {particle}
        if len(stem) == 1 and len(known) < 2:
            if particle in _SURE:
                return ()
            continue
        if particle == "는" and not (known or particle in seen[stem]) and _is_verb(stem, before):
            return ()
        if not known and (particle in _DOUBTFUL or _NOUN.search(word)):
            continue
        if not known and _VERB.fullmatch(word) and not _IS.match(particle):
            continue
        return stem, particle
    return None


def _is_verb(stem: str, before: str) -> bool:
    return bool(_BEFORE_VERB.search(before)) or stem[-1] in _LIKE_VERB


def _elsewhere(word: str, seen: Seen) -> bool:
    """Whether the text has the word without its particle in other forms."""
    return any(len(stem) > 1 and seen[stem] - {particle} for stem, particle in _cuts(word))


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """Each stem and particle that a word may consist of, the longest particle first."""
    for size in range(min(_LONGEST, len(word) - 1), 0, -1):
        stem, ending = word[:-size], word[-size:]
        fits = PARTICLES.get(ending)
        if fits and (not _HANGUL.search(stem) or final(stem) in fits):
            yield stem, ending


# Sejong tags of nouns, stems of verbs and adjectives, roots, foreign words and numbers.
_CONTENT = frozenset(("NNG", "NNP", "NR", "VV", "VA", "XR", "SL", "SH", "SN"))
# Tags inside a noun: foreign words, numbers, signs, prefixes, suffixes, roots, too.
_NOUN_TAGS = frozenset(("NNG", "NNP", "SL", "SH", "SN", "SW", "SO", "SP", "XPN", "XSN", "XR"))
# A noun before one of these is a verb or an adjective: 발표하다, 자유롭다.
_DERIVED = frozenset(("XSV", "XSA", "XSM"))
_NO_PART = frozenset(("들", "적"))  # suffixes that are no part of a term


def content_morphemes(texts: Sequence[str]) -> list[list[str]]:
    """The nouns, stems, roots, foreign words and numbers of each text, by Kiwi."""
    return [
        [token.form.lower() for token in tokens if token.tag.partition("-")[0] in _CONTENT]
        for tokens in _kiwi().tokenize(list(texts))
    ]


def kiwi_installed() -> bool:
    """Whether the extra `ko` is installed."""
    return find_spec("kiwipiepy") is not None


def kiwi_nouns(texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[list[str]]:
    """As `bare`, by Kiwi: the nouns that `words` of each text begin with."""
    tokenized = _kiwi().tokenize(list(texts))
    return [
        list(_kiwi_nouns(text, row, tokens))
        for text, row, tokens in zip(texts, words, tokenized, strict=True)
    ]


def _kiwi_nouns(text: str, words: Sequence[str], tokens: Sequence[Token]) -> Iterator[str]:
    at = index = 0
    for word in words:
        start = text.find(word, at) if word else at
        at = start + len(word)
        while index < len(tokens) and tokens[index].end <= start:
            index += 1
        first = index
        while index < len(tokens) and tokens[index].start < at:
            index += 1
        yield from _noun(word, start, tokens[first:index])


def _noun(word: str, start: int, tokens: Sequence[Token]) -> Iterator[str]:
    """The noun that a word begins with, and an empty word where a term ends."""
    tags = [token.tag.partition("-")[0] for token in tokens]
    size = next((i for i, tag in enumerate(tags) if tag not in _NOUN_TAGS), len(tags))
    derived = size < len(tags) and tags[size] in _DERIVED
    while size and tokens[size - 1].form in _NO_PART and tags[size - 1] == "XSN":
        size -= 1
        derived = derived or tokens[size].form == "적"
    if not size or derived or not {"NNG", "NNP", "SL", "SH"} & {*tags[:size]}:
        yield ""
        return
    yield word[: tokens[size - 1].end - start]
    if any(tag != "JKG" for tag in tags[size:]):
        yield ""


@lru_cache(maxsize=1)
def _kiwi() -> Kiwi:
    try:
        from kiwipiepy import Kiwi
    except ImportError as error:
        raise MissingExtraError("kiwipiepy", "ko") from error
    return Kiwi()
