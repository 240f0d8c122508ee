import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browser, tab
from playwright.sync_api import Browser, Page, expect
from web import SAMPLE, TOKEN, listening

from mlsum.cli import app

XSS = Path(__file__).parent / "data" / "xss.txt"
LIT = "lit"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with listening() as url:
        yield url


def send(page: Page, file: Path | None = None, text: str = "", to: str = "pt") -> None:
    if file:
        page.set_input_files("#file", file)
    else:
        page.fill("#text", text)
    page.select_option("#to", to)
    page.click("#go")
    expect(page.locator("#result")).to_be_visible(timeout=30_000)


@pytest.fixture(scope="class")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The sample in Portuguese."""
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        send(page, SAMPLE)
        yield page


class TestSample:
    def test_every_span_is_tinted_by_its_language(self, page: Page) -> None:
        legend = page.get_by_role("list", name="Languages")
        expect(legend).to_contain_text("English")
        expect(legend).to_contain_text("Korean")
        tints = {
            lang: page.locator(f'.tint[lang="{lang}"]').first.evaluate(
                "one => getComputedStyle(one).backgroundColor"
            )
            for lang in ("en", "pt", "ko")
        }
        assert len(set(tints.values())) == 3
        expect(page.locator('.tint[lang="ko"]').first).to_have_text("코리아타임스")
        expect(page.locator('.sides .tint[lang="pt"]').first).to_have_text("Título")

    def test_the_translation_stands_beside_it(self, page: Page) -> None:
        made = page.locator(".made")
        expect(made.first).to_contain_text("OTAN")
        expect(made.first).to_have_attribute("lang", "pt")
        assert made.count() == page.locator(".side:not(.made)").count()

    def test_pointing_at_a_sentence_lights_its_partner(self, page: Page) -> None:
        sentence = page.locator(".made [data-pair^='b0']").nth(1)
        name = sentence.get_attribute("data-pair")
        sentence.hover()
        lit = page.locator(f".{LIT}")
        expect(lit).to_have_count(2)
        assert {one.get_attribute("data-pair") for one in lit.all()} == {name}
        expect(lit.first).to_contain_text("Shin held the meeting")

    def test_the_arrow_keys_go_from_sentence_to_sentence(self, page: Page) -> None:
        entry = page.locator(".sides [tabindex='0']")
        expect(entry).to_have_count(1)
        page.mouse.move(0, 0)
        entry.focus()
        first = page.locator(f".made .{LIT}").text_content()
        page.keyboard.press("ArrowDown")
        second = page.locator(f".made .{LIT}").text_content()
        page.keyboard.press("ArrowUp")
        assert first != second
        assert page.locator(f".made .{LIT}").text_content() == first

    def test_a_sentence_of_the_summary_leads_to_its_place(self, page: Page) -> None:
        page.locator("#view li a").nth(1).click()
        found = page.locator("mark:target")
        expect(found).to_be_in_viewport()
        expect(found).to_contain_text("Their rare visit")

    @pytest.mark.parametrize(
        ("kind", "name", "begins"),
        [
            ("document", "000_6d34a9a495decccd.pt.txt", "# Título: "),
            ("markdown", "000_6d34a9a495decccd.pt.md", "## 000_6d34a9a495decccd.txt"),
            ("json", "000_6d34a9a495decccd.pt.json", "{"),
            ("html", "000_6d34a9a495decccd.pt.html", "<!doctype html>"),
        ],
    )
    def test_it_can_be_taken_home(self, page: Page, kind: str, name: str, begins: str) -> None:
        with page.expect_download() as waiting:
            page.click(f"[data-save='{kind}']")
        assert waiting.value.suggested_filename == name
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert text.startswith(begins)
        if kind == "json":
            assert set(json.loads(text)) == {"detect", "translate", "summarize"}

    def test_another_language_of_the_page_shows_it_again(self, page: Page) -> None:
        page.get_by_role("link", name="한국어").click()
        expect(page.locator("#result")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "ko"
        expect(page.locator("#view h2")).to_have_text("요약")
        expect(page.locator("#title")).to_have_text("000_6d34a9a495decccd.txt")


def test_metadata_come_in_korean_and_what_is_missing_is_said(
    chromium: Browser, address: str
) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=ko")
        send(page, SAMPLE, to="ko")
        made = page.locator(".made")
        expect(made.filter(has_text="유형")).to_contain_text("뉴스")
        expect(made.filter(has_text="언어").first).to_contain_text("영어")
        expect(page.locator("#view")).to_contain_text("mlsum models pull firefox-en-ko")


def test_suspect_sentences_are_underlined_with_the_reason(chromium: Browser) -> None:
    with listening(engine="echo") as address, tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        send(page, text="The ministry agreed to expand its cooperation with the alliance in 2023.")
        doubt = page.locator(".sides .doubt")
        expect(doubt).to_have_count(1)
        line = doubt.evaluate("one => getComputedStyle(one).textDecorationStyle")
        assert line == "wavy"
        expect(page.locator(".sides .why")).to_contain_text("still in the original language")


def test_what_was_sent_is_shown_as_text_and_never_obeyed(chromium: Browser) -> None:
    attacks = XSS.read_text(encoding="utf-8")
    titled = "".join(f">Título: {line}\n" for line in attacks.splitlines())
    with listening(engine="echo") as address, tab(chromium) as page:
        for text in (attacks, f"# Título: x\n{titled}\n### Conteúdo:\n\n{attacks}"):
            page.goto(f"{address}?ui=en")
            send(page, text=text)
            page.wait_for_timeout(100)
            assert page.evaluate("window.owned") is None
            expect(page.locator("#view")).to_contain_text("window.owned=1")
            assert (
                page.locator("#view :is(script, img, svg, iframe, form, base, style)").count() == 0
            )
            assert page.locator("#view a:not([href^='#'])").count() == 0


@pytest.mark.parametrize("name", ["<img src=x onerror=window.owned=1>.txt", "'\"><b>.txt"])
def test_nor_is_the_name_of_a_file(chromium: Browser, address: str, name: str) -> None:
    with tab(chromium) as page:
        page.goto(address)
        sent = {"name": name, "mimeType": "text/plain", "buffer": b"The talks begin on Friday."}
        page.set_input_files("#file", [sent])  # type: ignore[list-item]
        page.click("#go")
        expect(page.locator("#result")).to_be_visible()
        assert page.evaluate("window.owned") is None
        assert page.locator("#title > *").count() == 0


@pytest.mark.parametrize(
    ("ui", "scheme", "width"),
    [("en", "light", 1280), ("pt", "dark", 360), ("ko", "light", 360), ("ko", "dark", 1280)],
)
def test_axe_finds_nothing_to_complain_of(
    chromium: Browser, address: str, ui: str, scheme: str, width: int
) -> None:
    with tab(chromium, width, scheme) as page:
        page.goto(f"{address}?ui={ui}")
        assert _violations(page) == []
        send(page, SAMPLE, to=ui)
        assert _violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def test_nor_in_the_description_of_the_api(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}docs")
        assert _violations(page) == []
        expect(page.locator("h3", has_text="/v1/documents")).to_be_visible()


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def test_the_keyboard_alone_is_enough(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("#text")).to_be_focused()
        page.keyboard.type("The talks begin on Friday.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#title")).to_be_focused()


def test_a_file_can_be_dropped_anywhere(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.evaluate(
            """() => {
              const moved = new DataTransfer();
              moved.items.add(new File(["The talks begin on Friday."], "talks.txt"));
              for (const type of ["dragenter", "dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(type,
                  { dataTransfer: moved, bubbles: true, cancelable: true }));
            }"""
        )
        expect(page.locator("#chosen")).to_contain_text("talks.txt")
        expect(page.locator("#drop")).to_be_hidden()
        page.click("#unchoose")
        expect(page.locator("#text")).to_be_focused()


def test_what_cannot_be_read_is_said_aloud(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.set_input_files(
            "#file", {"name": "a.txt", "mimeType": "", "buffer": bytes(range(9)) * 99}
        )
        page.click("#go")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_role("alert")).not_to_be_empty()
        page.click("#unchoose")
        page.click("#go")  # nothing was written
        expect(page.locator("#text")).to_be_focused()


class TestChoices:
    def test_a_summary_is_made_as_it_was_asked_for(self, chromium: Browser, address: str) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui=en")
            expect(page.locator("#summarizer option").first).to_have_attribute(
                "value", "extractive"
            )
            page.click("#more summary")
            page.select_option("#summarizer", "morphemes")
            page.select_option("#style", "paragraph")
            page.fill("#max_chars", "120")
            page.select_option("#order", "translate-first")
            send(page, SAMPLE)
            summary = page.locator("#view .prose")
            expect(summary).to_contain_text("ministro")
            assert len(str(summary.text_content())) <= 120
            expect(page.locator("#view")).to_contain_text("Summary by morphemes")
            expect(page.locator("#view")).to_contain_text("Translated by firefox:enpt-1693087644")

    def test_without_a_summary_nothing_is_to_be_chosen_of_it(
        self, chromium: Browser, address: str
    ) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui=en")
            page.click("#more summary")
            page.select_option("#sentences", "")
            for name in ("summarizer", "style", "max_chars", "order"):
                expect(page.locator(f"#{name}")).to_be_disabled()
            send(page, text="The talks begin on Friday.")
            expect(page.locator("#view")).not_to_contain_text("Summary by")

    def test_own_terms_are_heeded(self, chromium: Browser, address: str, tmp_path: Path) -> None:
        terms = tmp_path / "termos.tsv"
        terms.write_text("en\tpt\nNATO\tAliança Atlântica\n", encoding="utf-8")
        with tab(chromium, 360) as page:
            page.goto(f"{address}?ui=pt")
            page.get_by_text("Mais opções").click()
            page.set_input_files("#glossary", terms)
            expect(page.locator("#glossary-name")).to_have_text("termos.tsv")
            assert _violations(page) == []
            send(page, SAMPLE)
            expect(page.locator(".made").first).to_contain_text("Aliança Atlântica")
            expect(page.locator("#view")).to_contain_text("Termos no glossário: 1")
            page.locator("#unglossary").click()
            expect(page.locator("#glossary")).to_be_focused()
            send(page, SAMPLE)
            expect(page.locator(".made").first).not_to_contain_text("Aliança")

    @pytest.mark.parametrize(
        ("ui", "said"),
        [
            ("en", "terms.tsv:2: cells in this row: 1, not 2"),
            ("pt", "terms.tsv:2: células nesta linha: 1, em vez de 2"),
            ("ko", "terms.tsv:2: 이 줄의 칸 수: 2개여야 하는데 1개"),
        ],
    )
    def test_a_broken_glossary_is_told_with_its_line(
        self, chromium: Browser, address: str, ui: str, said: str
    ) -> None:
        with tab(chromium, scheme="dark") as page:
            page.goto(f"{address}?ui={ui}")
            page.click("#more summary")
            sent = {"name": "terms.tsv", "mimeType": "", "buffer": b"en\tpt\nNATO\n"}
            page.set_input_files("#glossary", [sent])  # type: ignore[list-item]
            page.fill("#text", "The talks begin on Friday.")
            page.click("#go")
            expect(page.locator("#error")).to_have_text(said)
            assert _violations(page) == []

    @pytest.mark.parametrize(
        ("ui", "said"),
        [("en", "on the command line"), ("pt", "na linha de comando"), ("ko", "명령줄에서")],
    )
    def test_a_table_is_told_the_way(
        self, chromium: Browser, address: str, ui: str, said: str
    ) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui={ui}")
            sent = {"name": "news.csv", "mimeType": "", "buffer": b"title,city\nOpen,Seoul\n"}
            page.set_input_files("#file", [sent])  # type: ignore[list-item]
            page.click("#go")
            expect(page.locator("#error")).to_contain_text(said)
            command = f"mlsum translate news.csv --columns title,city --to {ui}"
            expect(page.locator("#hint")).to_have_text(command)


def test_a_job_can_be_cancelled(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr("mlsum.serve.documents.parse_bytes", lambda *_: go.wait(20))
    with listening(engine="echo") as address, tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.fill("#text", "The talks begin on Friday.")
        page.click("#go")
        expect(page.get_by_role("status")).to_contain_text("reading")
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#working")).to_be_hidden()
        expect(page.locator("#text")).to_be_focused()
        go.set()


def test_a_token_comes_with_the_address_and_goes_from_it(chromium: Browser) -> None:
    with listening(token=TOKEN) as address, tab(chromium) as page:
        page.goto(address)
        assert TOKEN not in page.url
        send(page, text="The talks begin on Friday.")
        with page.expect_download() as waiting:
            page.click("[data-save='document']")
        assert waiting.value.path().exists()


def test_a_file_of_its_own_works_without_a_server(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "sample.html"
    with pytest.raises(SystemExit):
        app(["translate", str(SAMPLE), "--to", "pt", "-q", "-f", "html", "-o", str(file)])
    with tab(chromium) as page:
        page.goto(file.as_uri())
        page.locator(".made [data-pair^='b0']").nth(1).hover()
        expect(page.locator(f".{LIT}")).to_have_count(2)
        assert page.locator("html").get_attribute("lang") == "pt"
        assert _violations(page) == []
