"""Checks before every request: who may ask, how much, and which headers browsers get.

A page of another site must not use a server on this machine: its name must be one of this
server's (else a foreign name could be made to point here), and a request that a page sends must
come from this server's own page. There is no CORS. Where a token is set, all but the page itself
and the signs of life demand it.
"""

import asyncio
import secrets
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlsum.serve.errors import Refused, http_answer, unexpected
from mlsum.serve.metrics import Metrics
from mlsum.serve.settings import Settings, is_address, is_loopback

__all__ = ["Guard", "is_token"]

# Neither needs a token: they hold no text and cost next to nothing.
_OPEN = frozenset({"/", "/healthz", "/docs", "/openapi.json", "/favicon.ico"})
# Clients of LibreTranslate send their key within the request; its routes look for it there.
_BRING_KEY = frozenset({"/translate", "/detect", "/languages"})
_READ_TIMEOUT = 30.0  # seconds between two pieces of a request's body
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types mlsum"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        own = {settings.host.strip("[]").casefold(), socket.gethostname().casefold()}
        self._names = own | {name.casefold() for name in settings.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what must not be, answer what breaks, and set headers on every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _Guarded(receive, send, self._settings.max_bytes)
        with self._metrics.request(scope, guarded):
            try:
                self._admit(scope)
                await self._app(scope, guarded.receive, guarded.send)
            except Refused as error:
                await http_answer(error)(scope, guarded.receive, guarded.send)
            except ClientDisconnect:
                return
            except Exception as error:
                if guarded.status:
                    raise ConnectionError("the answer broke off") from None
                await unexpected(error)(scope, guarded.receive, guarded.send)

    def _admit(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_ours(host):
            hint = "allow a name of this machine with --allow-host"
            raise Refused(421, "this server is not asked by that name", hint)
        origin = headers.get("origin")
        if origin and origin.partition("://")[2].casefold() != host.casefold():
            raise Refused(403, "requests of other sites' pages are refused")
        if not self._has_token(scope["path"], headers):
            raise Refused(401, "the server requires a token", "Authorization: Bearer TOKEN")
        size = headers.get("content-length", "0")
        # Python takes no number of thousands of digits; the first ones say enough.
        if size.isdecimal() and int(size[:20]) > self._settings.max_bytes:
            raise too_large(self._settings.max_bytes)

    def _is_ours(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").casefold()
        except ValueError:
            return False
        if name in self._names:
            return True
        return is_loopback(name) or (not self._settings.local and is_address(name))

    def _has_token(self, path: str, headers: Mapping[str, str]) -> bool:
        token = self._settings.token
        if token is None or path in _OPEN or path in _BRING_KEY or path.startswith("/static/"):
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.casefold() == "bearer" and is_token(given.strip(), token)


def is_token(given: str, token: str) -> bool:
    """Whether a given token is the right one; takes as long for a wrong one."""
    # JSON can name half a character (`\\ud800`): wrong, but no reason to fail.
    return secrets.compare_digest(given.encode(errors="surrogatepass"), token.encode())


def too_large(limit: int) -> Refused:
    """The refusal of a body over the limit."""
    most = f"{limit >> 20} MiB" if limit >> 20 else f"{limit} bytes"
    return Refused(413, f"the limit per request is {most}", "send less, or raise --max-mb")


class _Guarded:
    """A request's two ends: counts what comes in, sets headers on what goes out."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._left = self._limit = limit
        self._reading = True
        self.status = 0

    async def receive(self) -> Message:
        """The next piece of the body. Raises Refused over the limit, or where none comes."""
        if not self._reading:
            return await self._receive()
        try:
            async with asyncio.timeout(_READ_TIMEOUT):
                message = await self._receive()
        except TimeoutError:
            raise Refused(408, "the request did not come") from None
        self._left -= len(message.get("body", b""))
        self._reading = bool(message.get("more_body"))
        if self._left < 0:
            raise too_large(self._limit)
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on, with the headers that every one has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)
