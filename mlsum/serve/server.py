"""Run the application under uvicorn: bind, print the address, stop when work is done."""

import socket
import time
from collections.abc import Callable

import uvicorn

from mlsum.core.errors import OutputError
from mlsum.serve.app import create_app
from mlsum.serve.settings import Settings
from mlsum.serve.state import State

__all__ = ["bind", "serve", "url_of"]

_LINGER = 10.0  # seconds that a result is there to be fetched after its job ended
# Seconds that a connection may be idle. While a model is loaded nothing else runs, for seconds:
# uvicorn's 5 would then close connections on which the next request has come and was not read yet.
_IDLE = 75


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until a signal says stop; `ready` receives the address of the page.

    On the first signal no more documents are taken; the server stops when the running jobs are
    done and their results fetched. A second one ends it at once. Raises OutputError where it
    cannot listen.
    """
    listener = bind(settings)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=round(settings.grace),
    )
    ready(url_of(settings, listener))
    _Server(config, app.state.mlsum).run(sockets=[listener])


def bind(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say. Raises OutputError."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host.strip("[]"), settings.port, type=socket.SOCK_STREAM
        )[0]
        listener = socket.socket(family, kind)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(2048)
        except BaseException:
            listener.close()
            raise
    except OSError as error:
        raise OutputError(
            f"cannot listen: {error.strerror or error}",
            where=f"{settings.host}:{settings.port}",
            hint="--port 0 takes a port that is free",
        ) from error
    return listener


def url_of(settings: Settings, listener: socket.socket) -> str:
    """The address of the page, with the token where a browser keeps it to itself."""
    host = settings.host.strip("[]")
    shown = f"[{host}]" if ":" in host else host
    secret = f"#token={settings.token}" if settings.token else ""
    return f"http://{shown}:{listener.getsockname()[1]}/{secret}"


class _Server(uvicorn.Server):
    """Goes on answering after the first signal, until nobody waits for anything."""

    def __init__(self, config: uvicorn.Config, state: State) -> None:
        super().__init__(config)
        self._state = state
        self._deadline = 0.0

    async def on_tick(self, counter: int) -> bool:
        """Whether to leave; asked ten times a second."""
        leaving = await super().on_tick(counter)
        if not leaving or self.force_exit:
            return leaving
        now = time.monotonic()
        if not self._state.closing:
            self._state.closing = True
            self._deadline = now + self._state.settings.grace
        return now > self._deadline or not self._state.jobs.wanted(since=now - _LINGER)
