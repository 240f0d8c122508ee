"""Take the pictures of the page in docs/images anew, with a headless Chromium of the system.

    python scripts/screenshots.py

Needs the tools of the tests (extra `test` and a browser); uses the embedded model and no network.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import browser, tab  # noqa: E402 (it lies beside the tests)
from playwright.sync_api import Browser, Page  # noqa: E402
from web import SAMPLE, listening  # noqa: E402

IMAGES = ROOT / "docs" / "images"


TALL = {"width": 1280, "height": 1000}
PHONE = {"width": 390, "height": 844}


def shown(page: Page, url: str, ui: str, to: str, top: str) -> None:
    """The sample, translated and summarized, from the element `top` on, its title lit."""
    page.goto(f"{url}?ui={ui}")
    page.set_input_files("#file", SAMPLE)
    page.select_option("#to", to)
    page.click("#go")
    page.wait_for_selector("#result", state="visible")
    place = f"document.querySelector('{top}').offsetTop - 12"
    page.evaluate(f"scrollTo({{ top: {place}, behavior: 'instant' }})")
    if page.locator(".made .pair").first.is_visible():
        page.locator(".made .pair").first.hover()
    page.wait_for_timeout(500)  # until what is lit has its colour


def take(running: Browser, url: str) -> None:
    """Four pictures: beside each other, in the dark, on a phone, and with more choices."""
    for name, size, scheme, ui, to, top in (
        ("serve", TALL, "light", "en", "pt", "#ask"),
        ("serve-dark", TALL, "dark", "pt", "pt", "#result"),
        ("serve-phone", PHONE, "light", "ko", "ko", "#result"),
    ):
        scale = 1.5 if size is PHONE else 1
        page = running.new_page(viewport=size, color_scheme=scheme, device_scale_factor=scale)  # type: ignore[arg-type]
        shown(page, url, ui, to, top)
        page.screenshot(path=IMAGES / f"{name}.png")
        page.close()
    with tab(running) as page:
        page.goto(f"{url}?ui=en")
        page.click("#more summary")
        terms = {"name": "terms.tsv", "mimeType": "text/plain", "buffer": b"en\tpt\nNATO\tOTAN\n"}
        page.set_input_files("#glossary", [terms])
        page.locator("#ask").screenshot(path=IMAGES / "serve-more.png")


if __name__ == "__main__":
    with browser() as running, listening() as url:
        take(running, url)
