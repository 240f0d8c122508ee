"""How a server is set up, in one value, and what it must not be without."""

from dataclasses import dataclass, field
from ipaddress import ip_address

from mlsum.core.errors import UsageError
from mlsum.request import Server
from mlsum.request.options import Options

__all__ = ["Settings", "is_address", "is_loopback"]

_SECRET = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Server):
    """A server with what its requests have in common, and with limits that no option sets.

    `options` are those of each request, but for languages, fields and terms of its own. `token`
    may be None only where nobody else can reach the machine. `max_chars` limits the texts in a
    request that is answered at once; a document may take ten times as many seconds as a request
    from one sign of life to the next. Requests that come within `window` seconds share a batch. A
    finished job is kept for `keep` seconds; a server that stops waits for jobs as long
    as `grace`.
    """

    options: Options = field(default_factory=Options)
    max_chars: int = 100_000
    window: float = 0.004
    keep: float = 1800.0
    grace: float = 60.0

    def __post_init__(self) -> None:
        if not self.local and not self.token:
            raise UsageError(
                "anyone on the network could use this server",
                hint="set a token: --token $(openssl rand -hex 16)",
            )
        if self.token is not None and len(self.token) < _SECRET:
            raise UsageError(
                f"the token is too short: {_SECRET} characters are hard to guess",
                hint="openssl rand -hex 16 makes one",
            )

    @property
    def job_timeout(self) -> float:
        """Seconds that a document may give no sign of life."""
        return 10 * self.timeout

    @property
    def local(self) -> bool:
        """Whether only this machine reaches it."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can mean this machine only."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_address(host: str) -> bool:
    """Whether a host is given as an IP address."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
