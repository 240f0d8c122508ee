"""One value for a language: a BCP 47 tag of language, script and region (RFC 5646)."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from mlsum.core.errors import LanguageError

__all__ = ["UND", "Lang"]

_TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3})(?:-(?P<script>[A-Za-z]{4}))?(?:-(?P<region>[A-Za-z]{2}|\d{3}))?"
)
_SPACELESS = frozenset({"ja", "zh", "th", "lo", "km", "my"})


@dataclass(frozen=True, slots=True, order=True)
class Lang:
    """A language, with script and region where they are known; `str()` gives the tag.

    It equals its tag as a string: `Lang("pt") == "pt"`, and hashes like it, so that a mapping with
    tags as keys finds it. Only the canonical spelling counts (`pt-BR`, not `pt_br`), for strings of
    different cases have different hashes. A region is part of the language: `pt-BR` is not `pt`;
    compare `base` where it does not matter.
    """

    language: str
    script: str = ""
    region: str = ""

    def __eq__(self, other: object) -> bool:
        # A script has four letters, a region two or three signs: no two languages share a tag.
        if isinstance(other, Lang):
            return (
                self.language == other.language
                and self.script == other.script
                and self.region == other.region
            )
        return str(self) == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return (
            f"Lang.parse({str(self)!r})"
            if self.script or self.region
            else f"Lang({self.language!r})"
        )

    @classmethod
    def parse(cls, tag: str) -> "Lang":
        """Read a BCP 47 tag (`pt`, `pt-BR`, `zh_Hant`, `por`), in any case, `-` or `_` between.

        Deprecated and three-letter codes become the canonical ones (CLDR alias table).
        Raises LanguageError for what is no known language.
        """
        return _parse(tag.strip().replace("_", "-"))

    @property
    def base(self) -> "Lang":
        """The language alone, without script and region."""
        return Lang(self.language) if self.script or self.region else self

    @property
    def spaced(self) -> bool:
        """Whether blanks are written between its words."""
        return self.language not in _SPACELESS

    def __str__(self) -> str:
        if not self.script and not self.region:
            return self.language  # nearly always, and asked for at every look into a mapping
        return "-".join(part for part in (self.language, self.script, self.region) if part)


UND = Lang("und")


def _shorten(tag: str) -> str:
    """A tag as it is quoted: what somebody takes for one may be a whole document."""
    return tag if len(tag) <= 40 else f"{tag[:40]}…"


@lru_cache(maxsize=1024)
def _parse(tag: str) -> Lang:
    # CLDR through Babel (20 ms at first use) tells a language from three arbitrary letters.
    from babel.core import Locale, get_global

    match = _TAG.fullmatch(tag)
    names = Locale("en").languages
    if match:
        written = match["language"].lower()
        language = get_global("language_aliases").get(written, written)
        if language in names:
            return Lang(language, (match["script"] or "").title(), (match["region"] or "").upper())
    near = get_close_matches(tag.lower(), names, n=1, cutoff=0.8) if 2 < len(tag) < 20 else []
    hint = f"did you mean {near[0]!r}?" if near else "give a BCP 47 tag such as en, pt-BR or ko"
    raise LanguageError(f"unknown language {_shorten(tag)!r}", hint=hint)
