"""Newspapers, broadcasters and agencies: known by name or domain, named for the reader."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.spelling import LONGEST, fold

__all__ = ["Outlet", "find", "outlet_name", "outlet_tail"]

_TAIL = re.compile(r"\s(?:[-–—|｜•]|::)\s+(?P<name>[^-–—|\s][^-–—|\n]{1,59}?)\s*$")
_SOURCE = re.compile(r"[^\[\]()<>|\s][^\[\]()<>|]*")  # `[Name](address)`: both
_SHORT = 4  # letters; a name that has fewer is no part of another name
_LONGEST_HOST = 253  # characters (RFC 1035, 2.3.4)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet: its main domain, what it calls itself, and its established names elsewhere.

    `names` goes from language codes to names; `country` is an ISO 3166 code, empty where none
    fits; `langs` are the codes of the languages it mainly publishes in, that of `own` first.
    """

    domain: str
    own: str
    names: Mapping[str, str]
    country: str
    langs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outlets:
    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]


@lru_cache(maxsize=1)
def _outlets() -> _Outlets:
    """`outlets.tsv`: an empty name in a language means that none but `own` is established."""
    by_name: dict[str, Outlet] = {}
    by_domain: dict[str, Outlet] = {}
    for row in read_rows("outlets.tsv"):
        domains, langs = row["domains"].split("|"), tuple(row["langs"].split("|"))
        names = {code: row[code] for code in ("en", "pt", "ko") if row.get(code)}
        outlet = Outlet(domains[0], row["own"], names, row["country"], langs)
        for one in domains:
            by_domain.setdefault(one, outlet)
        for name in (row["own"], *names.values(), *row["aliases"].split("|")):
            by_name.setdefault(fold(name), outlet)
    return _Outlets(by_name, by_domain)


def find(name: str | None = None, domain: str | None = None) -> Outlet | None:
    """The outlet of a name in any language, else of a domain, a host or a URL.

    Case, spaces and punctuation of the name do not matter; a name such as `koreatimes.co.kr` is
    taken as a domain. A host belongs to the outlet of the longest domain that it ends in.
    """
    if name:
        spelling = fold(name[: LONGEST + 1])
        found = _outlets().by_name.get(spelling) if spelling else None
        if found:
            return found
        if "." in name and len(name.split()) == 1:
            domain = domain or name
    return _by_domain(domain) if domain else None


def outlet_name(outlet: Outlet, target: Lang) -> str:
    """What readers of a language call the outlet.

    Its established name there; else its own name if they can read it, being in their language
    or in Latin letters; else its English name.
    """
    established = outlet.names.get(target.language)
    if established and target.language not in outlet.langs[:1]:
        return established
    if target.language in outlet.langs or _is_latin(outlet.own):
        return outlet.own
    return outlet.names.get("en", outlet.own)


def outlet_tail(title: str, sources: Collection[str], target: Lang) -> tuple[int, int, str] | None:
    """Where the outlet stands at the end of a title (`… - Superesportes`), and its name there.

    `sources` are the values of the fields that name where the text is from, as names, domains,
    addresses or Markdown links. What they name stays as it is unless the table knows it. None
    where the title ends in something else.
    """
    match = _TAIL.search(title)
    if not match:
        return None
    name = match["name"]
    outlet = find(name)
    if outlet is None and not any(_same_outlet(name, source) for source in sources):
        return None
    return *match.span("name"), outlet_name(outlet, target) if outlet else name


def _same_outlet(name: str, source: str) -> bool:
    """Whether a source is the outlet: by its name, longer or shorter, or by its domain."""
    short = fold(name)
    for part in _SOURCE.findall(source[: 2 * LONGEST]):
        host = _host(part)
        longer = [fold(part), fold(host.removeprefix("www."))]
        if short in longer or len(short) < _SHORT:
            return short in longer
        if any(one.startswith(short) for one in longer):
            return True
        if len(longer[0]) >= _SHORT and short.startswith(longer[0]):
            return True
    return False


def _by_domain(text: str) -> Outlet | None:
    host = _host(text)
    if len(host) > _LONGEST_HOST:
        return None
    labels = host.rstrip(".").split(".")
    suffixes = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next(
        (_outlets().by_domain[each] for each in suffixes if each in _outlets().by_domain), None
    )


def _host(text: str) -> str:
    """The host of an address or a domain; nothing where there is none."""
    text = text.strip().lower()
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""  # such as a broken IPv6 address


def _is_latin(name: str) -> bool:
    # Latin letters are those below U+0250; no outlet's name uses the rarer blocks.
    return all(char < "\u0250" for char in name if char.isalpha())
