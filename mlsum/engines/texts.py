"""What engines do alike with the texts that they are given."""

from mlsum.core.document import Translation

__all__ = ["around", "encodable", "not_unicode", "whole"]


def around(text: str, answer: str) -> str:
    """A translation between the blanks that stood around the text."""
    bare = text.strip()
    start = text.index(bare)
    return text[:start] + answer + text[start + len(bare) :]


def encodable(text: str) -> bool:
    """Whether a text is Unicode that can be sent: a lone surrogate is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def not_unicode(text: str, engine: str) -> Translation:
    """What becomes of a text that is not `encodable`."""
    return Translation(text, "untranslated", ("not valid Unicode",), engine)


def whole(text: str) -> str:
    """The text as it can be sent: a lone surrogate is a question mark."""
    return text.encode(errors="replace").decode()
