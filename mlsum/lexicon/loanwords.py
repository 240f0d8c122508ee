"""Words that Korean has from other languages, in Hangul: no romanization gives them back."""

from functools import lru_cache

from mlsum.core.tables import read_rows

__all__ = ["is_loanword", "loans"]

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
