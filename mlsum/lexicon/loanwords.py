"""Loanwords in Hangul, which no romanization gives back, and the names of outlets made of them."""

from difflib import SequenceMatcher
from functools import lru_cache

from mlsum.core.tables import read_rows
from mlsum.lexicon.romanize import HANGUL, romanize

__all__ = [
    "is_loanword",
    "loans",
    "outlet_in_latin",
]

# Syllables that no Sino-Korean word and hardly any native one has: `스` and `트` stand for the
# consonants at which an English syllable ends, `디`, `티` and `뉴` for sounds Korean has lost.
_FOREIGN = frozenset(
    "스즈츠크트프브뉴듀튜퓨뷰큐슈쥬슐쇼샤셔셰쉐샵숍샷웹웨웰윈윌윙왓웍디딕딘딜딥딩티틱틴틸팀팁팅픽핀핑"
    "핌빅믹밋킥킨킹킷럭런럴럽렉렌렛렘렙넥넬넷넨덱덴델뎀멕멘멜벡벤벨섹센셀셉셋셈젝젠젤젬켄켈켐케텍텐텔"
    "템텟테페펙펜펠펫헤헨헬헵헥엑엔엘엠엣엡앤앱랩갭캡맵캠팸잼램밴캔맨랜팬밸핸캐캣팩팻핫햄햅컴컨컬컵컷"
    "콘콜콤콥콕쿠쿡쿨쿼퀘퀴퀸카칸커턴텀퍼펀펄펌퍽파팝팟팡팍퐁폰폴폼플블클롭롤롬롯룩룸룹톡톱톤툴툰튠닝"
    "닉닌닐넘넌드릭릴링릿젯챗"
)


def is_loanword(word: str) -> bool:
    """Whether a word of Hangul is, or has in it, one from another language: `비즈니스포스트`."""
    return not _FOREIGN.isdisjoint(word) or any(len(loan) > 1 and loan in word for loan in loans())


@lru_cache(maxsize=1)
def loans() -> dict[str, str]:
    """`loanwords.tsv`: a word in Hangul → the same in Latin letters."""
    return {row["ko"]: row["en"] for row in read_rows("loanwords.tsv")}


_ALIKE = 0.7  # of the consonants of a name and of a domain that are one word
_LONGEST = 40  # syllables; no outlet has a longer name
_LONGEST_HOST = 253  # characters (RFC 1035, 2.3.4)
_LEAST = 3  # consonants; fewer are alike by chance
# Consonants that Hangul writes alike; vowels, `h` and `w` are left out of a comparison.
_SOUNDS = str.maketrans("zjcgqlfvxtd", "sskkkrppktt", "aeiouyhw-")


def outlet_in_latin(name: str, host: str = "") -> str | None:
    """A name in Hangul as the host it sounds like, else by its loanwords; None where it cannot be.

    `비즈니스포스트` is `Business Post`, `블로터` of `bloter.net` is `Bloter`, and `경기데일리` is
    `Gyeonggi Daily`; `블라블라` of nowhere is None, as no romanization gives the word back.
    """
    if len(name) > _LONGEST or len(host) > _LONGEST_HOST or not is_loanword(name):
        return None
    return _by_host(name, host) or _by_words(name)


def _by_words(name: str) -> str | None:
    """The name word by word, what is Korean romanized; None where a word is not in the table."""
    words = [
        part
        for word in name.split()
        for part in (_parts(word, loans()) if HANGUL.fullmatch(word) else [word])
    ]
    left = [word for word in words if word not in loans()]
    if any(len(word) == 1 or is_loanword(word) for word in left):
        return None
    return " ".join(loans().get(word) or romanize(word) for word in words)


def _by_host(name: str, host: str) -> str | None:
    spoken = _consonants(romanize(name).replace(" ", ""))
    for label in sorted(host.casefold().split("."), key=len, reverse=True):
        written = _consonants(label)
        alike = SequenceMatcher(None, spoken, written, autojunk=False).ratio() >= _ALIKE
        if alike and min(len(spoken), len(written)) >= _LEAST:
            english = {word.casefold(): word for word in loans().values()}
            return " ".join(
                english.get(part) or part.capitalize() for part in _parts(label, english)
            )
    return None


def _consonants(word: str) -> str:
    found = word.casefold().translate(_SOUNDS)
    return "".join(char for at, char in enumerate(found) if found[at - 1 : at] != char)


def _parts(word: str, known: dict[str, str]) -> list[str]:
    """A word cut into the longest that the table knows, and what is between them."""
    parts: list[str] = []
    at, open_ = 0, False
    while at < len(word):
        ends = range(len(word), at + 1, -1)
        end = next((end for end in ends if word[at:end] in known), at + 1)
        whole = word[at:end] in known
        if whole or not open_:
            parts.append(word[at:end])
        else:
            parts[-1] += word[at:end]
        at, open_ = end, not whole
    return parts
