"""How a server is set up, in one value, and what it must not be without."""

from dataclasses import dataclass, field
from ipaddress import ip_address

from mlsum.backends import EngineOptions
from mlsum.document import ForeignNames, Romanization
from mlsum.errors import UsageError
from mlsum.lexicon import Glossary

__all__ = ["Settings", "is_address", "is_loopback"]

_MEGABYTE = 1 << 20
_SECRET = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a server listens, who may ask, and how much.

    `token` is what every request must bring; None only where nobody else can reach the machine.
    `hosts` are further names it is asked by. `max_bytes` limits a request, `max_chars` the texts
    in one that is answered at once, `timeout` its seconds, of which a document may take ten times
    as many from one sign of life to the next, `waiting` and `jobs` those in the queues. Requests
    that come within `window` seconds share a batch. A finished job is kept for `keep` seconds; a
    server that is told to stop waits for jobs as long as `grace`.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    hosts: tuple[str, ...] = ()
    engine: str | None = None
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    glossary: Glossary | None = None
    memory: bool = False
    foreign_names: ForeignNames = "original"
    names: Romanization = "customary"
    max_bytes: int = 16 * _MEGABYTE
    max_chars: int = 100_000
    timeout: float = 60.0
    waiting: int = 256
    jobs: int = 16
    window: float = 0.004
    keep: float = 1800.0
    grace: float = 60.0

    def __post_init__(self) -> None:
        if not self.local and not self.token:
            raise UsageError(
                f"everybody who reaches {self.host} could use this server",
                hint="name a secret: --token $(openssl rand -hex 16)",
            )
        if self.token is not None and len(self.token) < _SECRET:
            raise UsageError(
                f"the token is too short: {_SECRET} characters are hard to guess",
                hint="openssl rand -hex 16 makes one",
            )

    @property
    def patience(self) -> float:
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
