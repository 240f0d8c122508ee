"""A headless Chromium of the system, for the tests of pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser; tests that need one are skipped where there is none."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(_NAMES)}")
    with sync_playwright() as playwright:
        # CI runs as root, under which Chromium has no sandbox of its own.
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@contextmanager
def tab(running: Browser, width: int = 1280, scheme: str = "light") -> Iterator[Page]:
    """A fresh page that must raise no error, and ask nothing of other hosts."""
    context = running.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if _is_error(told) else None)
    page.on("request", lambda asked: wrong.append(asked.url) if _is_outside(asked.url) else None)
    yield page
    context.close()
    assert wrong == []


def _is_error(told: ConsoleMessage) -> bool:
    """Whether it is one of the page; a server that refuses, or is gone, may be the test."""
    expected = ("the server responded with a status", "net::ERR_")
    return told.type == "error" and not any(text in told.text for text in expected)


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "http://localhost", "file:", "blob:", "data:"))
