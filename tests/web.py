"""A server in this process, for the tests of `mlsum.serve`."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi.testclient import TestClient

from mlsum.request.options import Options
from mlsum.serve import Settings, create_app
from mlsum.serve.server import bind, url_of

SAMPLE = Path(__file__).parents[1] / "seeds" / "000_6d34a9a495decccd.txt"
TOKEN = "correct-horse-battery"


def settings_of(**values: Any) -> Settings:
    """Settings of a server; what concerns its requests goes into their options."""
    own = {name: values.pop(name) for name in Options.__dataclass_fields__ if name in values}
    return Settings(options=Options(**own), **values)


@contextmanager
def server(**settings: Any) -> Iterator[TestClient]:
    """A client of a server with these settings; the deterministic engine unless one is named."""
    with TestClient(
        create_app(settings_of(**{"engine": "echo", **settings})), base_url="http://127.0.0.1:8765"
    ) as client:
        yield client


@contextmanager
def listening(**settings: Any) -> Iterator[str]:
    """The address of a server that listens on this machine, for what opens connections."""
    chosen = settings_of(port=0, **settings)
    listener = bind(chosen)
    running = uvicorn.Server(uvicorn.Config(create_app(chosen), log_config=None, ws="none"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield url_of(chosen, listener)
    finally:
        running.should_exit = True
        thread.join()


def job_of(client: TestClient, data: bytes, name: str = "a.txt", **asked: str) -> dict[str, Any]:
    """Send a document and follow its job to its end."""
    sent = client.post("/v1/documents", files={"file": (name, data)}, data=asked)
    assert sent.status_code == 202, sent.text
    told = client.get(f"/v1/jobs/{sent.json()['id']}/events").text.strip().split("\n\n")
    last: dict[str, Any] = json.loads(told[-1].partition("data: ")[2])
    return last


def result_of(client: TestClient, job: dict[str, Any], **how: str) -> Any:
    """The answer that holds the result of a job."""
    assert job["state"] == "done", job
    return client.get(job["result"], params=how)
