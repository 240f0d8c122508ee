"""An OpenAI-compatible server and one model of it: vLLM, Ollama, llama.cpp, and others.

Requests are made again where that may help, and say what shape an answer must have as far as the
server knows schemas. The key comes from the environment alone and goes to the named server alone.
"""

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from mlsum.core.backends import EngineOptions
from mlsum.core.errors import EngineError, MissingModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.store import offline

if TYPE_CHECKING:
    import httpx

__all__ = ["AT_ONCE", "Server", "Unusable", "content_of", "language_name", "unnamed"]

AT_ONCE = 4  # requests
_TRIES = 5
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0  # seconds
_TIMEOUT = 120.0
_MOST_BYTES = 4 << 20
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
# The server cannot do this request, but may do another.
_UNFIT = frozenset({400, 413, 422})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})

Read = TypeVar("Read")


def unnamed() -> MissingModelError:
    """The error where no server, or none of its models, is named."""
    return MissingModelError(
        "no server is named, or none of its models",
        hint="--base-url http://localhost:8000/v1 --model NAME, "
        "or set MLSUM_BASE_URL and MLSUM_MODEL",
    )


class Unusable(Exception):
    """An answer, or a refusal, that says nothing of the next request."""


class _Rejected(Unusable):
    """The server would not take this request."""


class Server:
    """A model of a server; where the options name none, MLSUM_BASE_URL and MLSUM_MODEL do.

    The key, if the server wants one, is in MLSUM_API_KEY or OPENAI_API_KEY. Safe to share.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._url = (options.base_url or os.environ.get("MLSUM_BASE_URL", "")).rstrip("/")
        self.model = options.model or os.environ.get("MLSUM_MODEL", "")
        self._structured = True

    @property
    def named(self) -> bool:
        """Whether both the server and its model are."""
        return bool(self._url and self.model)

    def client(self) -> "httpx.Client":
        """A connection to it. Raises UsageError for a bad address, EngineError offline."""
        import httpx

        host = self._host()
        if offline() and host not in _LOCAL:
            raise EngineError(
                "the network is forbidden", hint="leave out --offline and MLSUM_OFFLINE", where=host
            )
        key = os.environ.get("MLSUM_API_KEY") or os.environ.get("OPENAI_API_KEY")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # A server on this machine is not behind a proxy.
        return httpx.Client(headers=headers, timeout=_TIMEOUT, trust_env=host not in _LOCAL)

    def _host(self) -> str:
        parts = urlsplit(self._url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                "the address of the server is no http address",
                hint="name it as http://localhost:8000/v1",
            )
        return parts.hostname

    def ask(
        self,
        client: "httpx.Client",
        messages: tuple[str, str],
        schema: Mapping[str, Any],
        read: Callable[[bytes], Read],
    ) -> Read:
        """What `read` makes of the answer to a system and a user message.

        Raises Unusable where the server would not take it or `read` raises that, EngineError where
        the server cannot be reached, refuses the key or the model, or fails again and again.
        """
        if self._structured:
            try:
                return read(self._post(client, self._payload(messages, schema)))
            except _Rejected:
                # It may know no schemas. If it takes the request without one, it knows none.
                answer = self._post(client, self._payload(messages, None))
                self._structured = False
                return read(answer)
        return read(self._post(client, self._payload(messages, None)))

    def _payload(
        self, messages: tuple[str, str], schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "model": self.model,
            "temperature": 0,
            "messages": [
                {"role": role, "content": content}
                for role, content in zip(("system", "user"), messages, strict=True)
            ],
        }
        if schema is not None:
            strict = {"name": "answer", "strict": True, "schema": schema}
            payload["response_format"] = {"type": "json_schema", "json_schema": strict}
        return payload

    def _post(self, client: "httpx.Client", payload: dict[str, Any]) -> bytes:
        """Send until there is an answer, waiting longer each time, or as the server says."""
        import httpx

        trouble = ""
        for attempt in range(_TRIES):
            # The random share keeps clients from returning together; it is no secret.
            wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt) * random.uniform(0.5, 1)  # noqa: S311
            try:
                status, headers, body = _send(client, f"{self._url}/chat/completions", payload)
            except httpx.TransportError as error:
                trouble = type(error).__name__
            else:
                if status == 200:
                    return body
                if status in _UNFIT:
                    raise _Rejected
                if status not in _AGAIN:
                    raise self._refused(status)
                trouble = f"HTTP {status}"
                wait = _retry_after(headers.get("retry-after", "")) or wait
            if attempt + 1 < _TRIES:
                time.sleep(min(wait, _LONGEST_WAIT))
        raise EngineError(
            f"the server failed {_TRIES} times, at last with {trouble}",
            hint="check that it runs, and --base-url",
            where=self._host(),
        )

    def _refused(self, status: int) -> EngineError:
        # Never the body of the answer: it may quote the document.
        hints = {
            401: "set MLSUM_API_KEY",
            403: "set MLSUM_API_KEY",
            404: "check --base-url and --model",
        }
        hint = hints.get(status, "see the log of the server")
        return EngineError(f"the server refused: HTTP {status}", hint=hint, where=self._host())


def _send(
    client: "httpx.Client", url: str, payload: dict[str, Any]
) -> tuple[int, "httpx.Headers", bytes]:
    """One request; an answer larger than any translation is not read to its end."""
    with client.stream("POST", url, json=payload) as response:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                raise Unusable
        return response.status_code, response.headers, bytes(body)


def content_of(body: bytes) -> Any:
    """The JSON that a model answered with. Raises Unusable for any other answer."""
    try:
        content: str = json.loads(body)["choices"][0]["message"]["content"]
        # Servers without schemas put words, or a code fence, around the JSON.
        return json.loads(content[content.index("{") : content.rindex("}") + 1])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unusable from error


def _retry_after(header: str) -> float:
    """Seconds that a server wants to be left alone; 0 where it does not say (RFC 9110, 10.2.3)."""
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return 0.0


def language_name(lang: Lang) -> str:
    """A language as a prompt names it: `Korean (ko)`."""
    from babel import Locale

    return f"{Locale('en').languages.get(lang.language, lang.language)} ({lang})"
