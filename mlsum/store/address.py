"""Fetch the one document at an address that a person typed: a feed, a page."""

import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from mlsum.core.errors import InputError, UsageError
from mlsum.store.installed import offline

if TYPE_CHECKING:
    import httpx

__all__ = ["fetch"]

_MOST = 32 << 20  # bytes
_SECONDS = 60.0  # in all
_WAIT = 15.0  # seconds without an answer
_REDIRECTS = 5
_SAVE = "save it with a browser and name the file"


def fetch(url: str, check: Callable[[str], None] = lambda _: None) -> bytes:
    """The bytes at an address, redirects followed; `check` is called with each host first.

    Raises UsageError where the network is forbidden (`--offline`, MLSUM_OFFLINE), InputError
    where nothing comes, or more than 32 MiB, or not within a minute.
    """
    if offline():
        hint = "leave out --offline and MLSUM_OFFLINE, or name a file"
        raise UsageError("the network is forbidden", where=url, hint=hint)
    import httpx

    headers = {"User-Agent": f"mlsum/{version('mlsum')}", "Accept": "*/*"}
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=_REDIRECTS,
                timeout=_WAIT,
                headers=headers,
                event_hooks={"request": [lambda request: check(request.url.host)]},
            ) as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            return b"".join(_within_limits(response, url))
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        raise InputError(f"the server answers {status}", where=url, hint=_hint(status)) from error
    except (httpx.InvalidURL, UnicodeError) as error:  # a host of more letters than one may have
        raise InputError(f"no address: {error}", where=url, hint="check it") from error
    except httpx.HTTPError as error:
        said = str(error) or type(error).__name__
        raise InputError(f"nothing comes: {said}", where=url, hint="check the network") from error


def _within_limits(response: "httpx.Response", url: str) -> Iterator[bytes]:
    """What comes, unpacked, while it is neither too much nor too slow."""
    size, end = 0, time.monotonic() + _SECONDS
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > _MOST:
            raise InputError(f"larger than {_MOST >> 20} MiB", where=url, hint=_SAVE)
        if time.monotonic() > end:
            raise InputError(f"not there after {_SECONDS:.0f} s", where=url, hint=_SAVE)
        yield chunk


def _hint(status: int) -> str:
    if status in (401, 403, 407, 451):
        return "it asks who you are, or lets no program in: " + _SAVE
    return "check the address" if status < 500 else "try again later"
