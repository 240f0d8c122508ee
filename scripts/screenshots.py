"""Take the pictures of the page in docs/images anew, with a headless Chromium of the system.

    python scripts/screenshots.py

Needs the tools of the tests (extra `test` and a browser); uses the embedded model and no network.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import browser, tab  # noqa: E402 (it lies beside the tests)
from playwright.sync_api import Browser  # noqa: E402
from web import SAMPLE, listening  # noqa: E402

IMAGES = ROOT / "docs" / "images"


DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
TEXT = (
    "The defense minister met the ambassador of Brazil on Tuesday. They agreed to expand "
    "cooperation in shipbuilding by 2030."
)


def take(running: Browser, url: str) -> None:
    """Text and a document side by side, in the dark, on a phone, and with more options."""
    for name, size, scheme, ui, text in (
        ("serve", DESK, "light", "en", TEXT),
        ("serve-file", DESK, "light", "en", ""),
        ("serve-dark", DESK, "dark", "pt", ""),
        ("serve-phone", PHONE, "light", "ko", TEXT),
    ):
        scale = 1.5 if size is PHONE else 1
        page = running.new_page(viewport=size, color_scheme=scheme, device_scale_factor=scale)  # type: ignore[arg-type]
        page.goto(f"{url}?ui={ui}")
        page.select_option("#to", "pt")
        if text:
            page.fill("#text", text)
        else:
            page.set_input_files("#file", SAMPLE)
        page.wait_for_selector("#view .details", state="visible")
        page.wait_for_timeout(500)  # until nothing moves
        page.screenshot(path=IMAGES / f"{name}.png")
        page.close()
    with tab(running) as page:
        page.goto(f"{url}?ui=en")
        page.click("#more summary")
        terms = {"name": "terms.tsv", "mimeType": "text/plain", "buffer": b"en\tpt\nNATO\tOTAN\n"}
        page.set_input_files("#glossary", [terms])
        page.wait_for_selector("#terms input")
        page.locator("#input").screenshot(path=IMAGES / "serve-more.png")


if __name__ == "__main__":
    with browser() as running, listening() as url:
        take(running, url)
