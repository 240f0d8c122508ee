"""Words in other scripts in a text whose language is given: `The singer 아이유` in English."""

from mlsum.core.document import Detection
from mlsum.core.lang import Lang
from mlsum.detection.candidates import Candidates, candidates
from mlsum.detection.pieces import cut, mask
from mlsum.detection.spans import Chosen, nothing_found, summed_up

__all__ = ["given"]

# Names in Latin letters, and Hanja in Korean, are written in the middle of a sentence.
_ADOPTED = {("ko", "Hani")}


def given(text: str, lang: Lang) -> Detection:
    """A text in `lang` with a span for each stretch in another script; asks no classifier.

    Such a span is in a frequent language of its script, and surely not in `lang`.
    """
    among = candidates().with_claimed(lang)
    chosen = [
        Chosen(piece, _code(piece.script, lang, among), 1.0, True) for piece in cut(mask(text))
    ]
    return summed_up(text, chosen, among) if chosen else nothing_found(text)


def _code(script: str, lang: Lang, among: Candidates) -> str:
    own = lang.language in among.codes(script) or (lang.language, script) in _ADOPTED
    if own or script == "Latn":
        return lang.language
    if script == "Hani":
        return "zh"
    return next((one.language for one in among.of(script)), "und")
