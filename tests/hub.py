"""A stand-in for a model hub on this machine: as much of its API as a pull needs."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SHA = "0123456789abcdef0123456789abcdef01234567"


def blob_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


@dataclass
class Hub:
    """`files` by revision; `sent` are other bytes than promised; `slow` waits between chunks."""

    files: dict[str, Mapping[str, bytes]]
    sent: dict[str, bytes] = field(default_factory=dict)
    plain: dict[str, bytes] = field(default_factory=dict)
    slow: float = 0
    ranges: bool = True
    card: dict[str, Any] = field(default_factory=dict)
    discussions: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> "Hub":
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                status, body = hub.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()

            def do_GET(self) -> None:
                hub.requests.append((self.path, self.headers.get("Range")))
                status, body = hub.answer(self.path)
                begin = 0
                asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
                if asked and hub.ranges and status == 200:
                    status, begin = 206, int(asked[1])
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) - begin))
                self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
                self.end_headers()
                for at in range(begin, len(body), 4096):
                    if hub.slow:
                        time.sleep(hub.slow)
                    try:
                        self.wfile.write(body[at : at + 4096])
                        self.wfile.flush()
                    except OSError:  # the other side was killed
                        return

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str) -> tuple[int, bytes]:
        path = path.partition("?")[0].replace("%2F", "/")
        if path.strip("/") in self.plain:
            return 200, self.plain[path.strip("/")]
        if match := re.fullmatch(r"/api/models/[^/]+/[^/]+(?:/revision/(.+))?", path):
            return self._info(match[1] or "main")
        if path.endswith("/discussions"):
            return 200, json.dumps(
                {"discussions": self.discussions, "count": len(self.discussions), "start": 0}
            ).encode()
        if match := re.fullmatch(r"/[^/]+/[^/]+/resolve/([0-9a-f]{40})/(.+)", path):
            for files in self.files.values():
                if match[2] in files:
                    return 200, self.sent.get(match[2], files[match[2]])
        return 404, b"{}"

    def _info(self, revision: str) -> tuple[int, bytes]:
        if revision not in self.files:
            return 404, b"{}"
        siblings = []
        for name, data in self.files[revision].items():
            one: dict[str, Any] = {"rfilename": name, "size": len(data), "blobId": blob_id(data)}
            if name.endswith((".safetensors", ".bin")):
                sha = hashlib.sha256(data).hexdigest()
                one["lfs"] = {"sha256": sha, "size": len(data), "pointerSize": 130}
            siblings.append(one)
        return 200, json.dumps(
            {"id": "who/tiny", "sha": SHA, "siblings": siblings, "cardData": self.card}
        ).encode()
