import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browser, tab
from playwright.sync_api import Browser, Page, Route, expect
from web import SAMPLE, TOKEN, listening

from mlsum.cli import app
from mlsum.core.document import Document
from mlsum.memory import Memory
from mlsum.serve import documents
from mlsum.serve.errors import sentences

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
    page.select_option("#to", to)
    if file:
        page.set_input_files("#file", file)
    else:
        page.fill("#text", text)
    ready(page)


def ready(page: Page) -> None:
    """Wait for the result of what was typed, chosen or changed last."""
    page.wait_for_timeout(500)  # longer than the pause in typing that is waited for
    expect(page.locator("#result")).to_be_visible(timeout=30_000)
    expect(page.locator("#output")).not_to_have_attribute("aria-busy", "true", timeout=30_000)


def unfold(page: Page) -> None:
    page.locator("#view .details summary").click()


@pytest.fixture(scope="class")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The sample in Portuguese."""
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        send(page, SAMPLE)
        yield page


class TestSample:
    def test_what_is_in_other_languages_is_tinted(self, page: Page) -> None:
        legend = page.get_by_role("list", name="Languages")
        expect(legend).to_contain_text("English")
        expect(legend).to_contain_text("Korean")
        expect(page.locator('.tint[lang="ko"]').first).to_have_text("코리아타임스")
        expect(page.locator('.sides .tint[lang="pt"]').first).to_have_text("Notícias")
        tints = {
            lang: page.locator(f'.tint[lang="{lang}"]').first.evaluate(
                "one => getComputedStyle(one).backgroundColor"
            )
            for lang in ("pt", "ko")
        }
        assert len(set(tints.values())) == 2
        expect(page.locator('.tint[lang="en"]')).to_have_count(0)
        expect(page.locator(".legend .swatch")).to_have_count(2)

    def test_the_result_is_in_view_and_announced(self, page: Page) -> None:
        expect(page.locator(".summary")).to_be_in_viewport()
        expect(page.get_by_role("status")).to_contain_text("Translated into Portuguese.")

    def test_the_translation_stands_beside_it(self, page: Page) -> None:
        target = page.locator(".target")
        expect(target.first).to_contain_text("OTAN")
        expect(target.first).to_have_attribute("lang", "pt")
        assert target.count() == page.locator(".source").count()

    def test_the_original_can_be_hidden(self, page: Page) -> None:
        toggle = page.locator("#original")
        toggle.click()
        expect(page.locator(".source").first).to_be_hidden()
        expect(toggle).to_have_text("Show original")
        toggle.click()
        expect(page.locator(".source").first).to_be_visible()

    def test_pointing_at_a_sentence_lights_its_partner(self, page: Page) -> None:
        sentence = page.locator(".target [data-pair^='b0']").nth(1)
        name = sentence.get_attribute("data-pair")
        sentence.hover()
        lit = page.locator(f".{LIT}")
        expect(lit).to_have_count(2)
        assert {one.get_attribute("data-pair") for one in lit.all()} == {name}
        expect(lit.first).to_contain_text("Shin held the meeting")

    def test_the_arrow_keys_go_from_sentence_to_sentence(self, page: Page) -> None:
        entry = page.locator(".sides [data-pair][tabindex='0']").first
        page.mouse.move(0, 0)
        entry.focus()
        first = page.locator(f".target .{LIT}").text_content()
        page.keyboard.press("ArrowDown")
        second = page.locator(f".target .{LIT}").text_content()
        page.keyboard.press("ArrowUp")
        assert first != second
        assert page.locator(f".target .{LIT}").text_content() == first

    def test_a_sentence_of_the_summary_leads_to_its_place(self, page: Page) -> None:
        page.locator(".summary li a").nth(1).click()
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
            if kind != "document":
                page.click("#formats summary")
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
        expect(page.locator(".summary h2")).to_have_text("요약")
        expect(page.locator("#title")).to_contain_text("OTAN")


def test_metadata_come_in_korean_and_what_is_missing_is_said(
    chromium: Browser, address: str
) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=ko")
        send(page, SAMPLE, to="ko")
        made = page.locator(".target")
        expect(made.filter(has_text="유형")).to_contain_text("뉴스")
        expect(made.filter(has_text="언어").first).to_contain_text("영어")
        expect(page.locator("#models")).to_contain_text("mlsum models pull firefox-en-ko")


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
            links = page.locator("#view a:not([href^='#'])")
            assert all((it.get_attribute("href") or "").startswith("http") for it in links.all())


@pytest.mark.parametrize("name", ["<img src=x onerror=window.owned=1>.txt", "'\"><b>.txt"])
def test_nor_is_the_name_of_a_file(chromium: Browser, address: str, name: str) -> None:
    with tab(chromium) as page:
        page.goto(address)
        sent = {"name": name, "mimeType": "text/plain", "buffer": b"The talks begin on Friday."}
        page.set_input_files("#file", [sent])  # type: ignore[list-item]
        expect(page.locator("#result")).to_be_visible()
        assert page.evaluate("window.owned") is None
        assert page.locator("#title > *, #files .name > *").count() == 0


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
        expect(page.locator("#tab-text")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#tab-files")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        for _ in range(5):  # both languages, what swaps them, the summary, the text
            page.keyboard.press("Tab")
        expect(page.locator("#text")).to_be_focused()
        page.keyboard.type("The talks begin on Friday.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#title")).to_be_focused()


DROP = """names => {
  const moved = new DataTransfer();
  for (const name of names) moved.items.add(new File(["The talks begin on Friday."], name));
  for (const type of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type,
      { dataTransfer: moved, bubbles: true, cancelable: true }));
}"""


def test_files_dropped_anywhere_are_a_list_with_one_download(
    chromium: Browser, address: str
) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.evaluate(DROP, ["talks.txt", "more.txt", "talks.txt"])
        expect(page.locator("#drop")).to_be_hidden()
        expect(page.locator("#files li")).to_have_count(3)
        expect(page.locator("#files").get_by_text("Done")).to_have_count(3, timeout=20_000)
        expect(page.locator("#title")).to_have_text("talks.txt")
        page.locator("#files .name").nth(1).click()
        expect(page.locator("#title")).to_have_text("more.txt")
        with page.expect_download() as waiting:
            page.click("#save-all")
        with zipfile.ZipFile(waiting.value.path()) as archive:
            assert archive.namelist() == ["talks.pt.txt", "more.pt.txt", "talks.pt (2).txt"]
        page.get_by_role("button", name="Remove more.txt").click()
        expect(page.locator("#files li")).to_have_count(2)


def test_one_bad_file_does_not_keep_the_others_from_being_translated(
    chromium: Browser, address: str
) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=ko")
        good = {"name": "b.txt", "mimeType": "", "buffer": b"The talks begin on Friday."}
        empty = {"name": "a.txt", "mimeType": "", "buffer": b" "}
        page.set_input_files("#file", [empty, good])  # type: ignore[list-item]
        expect(page.locator("#files li").nth(0)).to_contain_text("문서가 비어 있습니다.")
        expect(page.locator("#files li").nth(1)).to_contain_text("완료")
        expect(page.locator("#title")).to_have_text("b.txt")


def test_what_is_typed_is_translated_after_a_pause(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        sent: list[str] = []
        page.on("request", lambda it: sent.append(it.url) if it.method == "POST" else None)
        page.goto(f"{address}?ui=pt")
        page.locator("#text").press_sequentially("The talks begin.", delay=20)
        ready(page)
        expect(page.locator(".target")).not_to_contain_text("The talks")
        assert len(sent) == 1
        page.click("#clear")
        expect(page.locator("#result")).to_be_hidden()


def test_an_answer_to_an_older_text_is_never_shown(chromium: Browser) -> None:
    """The first answer is held back until the second one is there."""
    with listening(engine="echo") as address, tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.select_option("#to", "pt")
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route) if not held else route.continue_()

        page.route("**/page/jobs/*", hold)
        page.fill("#text", "The first text is old.")
        page.wait_for_timeout(1000)
        assert held
        page.fill("#text", "The second text is new.")
        expect(page.locator(".target")).to_contain_text("second")
        held[0].continue_()
        page.wait_for_timeout(500)
        expect(page.locator(".target")).to_contain_text("second")
        expect(page.locator("#view")).not_to_contain_text("first")


def test_languages_are_swapped_with_their_texts(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        send(page, text="The talks begin on Friday.")
        portuguese = str(page.locator(".target .text").text_content())
        page.click("#swap")
        ready(page)
        expect(page.locator("#source")).to_have_value("pt")
        expect(page.locator("#to")).to_have_value("en")
        assert page.input_value("#text").strip() == portuguese.strip()
        expect(page.locator(".target .text")).to_contain_text("Friday")


def test_an_address_is_fetched_and_translated(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = (
        b"<html lang='en'><title>Talks</title><body><p>The talks begin on Friday.</p></body></html>"
    )
    monkeypatch.setattr("mlsum.serve.page_api.fetch", lambda url, check: html)
    with listening(engine="echo") as address, tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.select_option("#to", "pt")
        page.click("#tab-address")
        page.fill("#url", "https://news.example/talks")
        page.keyboard.press("Enter")
        ready(page)
        expect(page.locator("#title")).to_be_focused()
        expect(page.locator(".target").first).to_contain_text("talks", ignore_case=True)
        with page.expect_download() as waiting:
            page.click("#download")
        assert waiting.value.suggested_filename == "news.example.pt.html"


def test_the_translation_is_copied(chromium: Browser, address: str) -> None:
    with tab(chromium) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{address}?ui=en")
        send(page, text="The talks begin.\n\nThey end on Friday.")
        page.click("#copy")
        expect(page.locator("#copy")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.count("\n\n") == 1
        assert "sexta" in copied


@pytest.mark.parametrize("ui", ["en", "pt", "ko"])
def test_an_error_is_a_sentence_in_the_language_of_the_page(
    chromium: Browser, address: str, ui: str
) -> None:
    with tab(chromium) as page:
        page.goto(f"{address}?ui={ui}")
        noise = {"name": "a.txt", "mimeType": "", "buffer": bytes(range(9)) * 99}
        page.set_input_files("#file", noise)  # type: ignore[arg-type]
        alert = page.get_by_role("alert")
        expect(alert).to_be_visible()
        known = [text for row in sentences(ui).values() for text in row]
        assert str(page.locator("#error").text_content()).removeprefix("a.txt: ") in known
        assert page.locator("#hint").text_content() in known


def test_a_server_that_goes_away_is_said_in_words(chromium: Browser) -> None:
    with tab(chromium) as page:
        with listening(engine="echo") as address:
            page.goto(f"{address}?ui=pt")
            send(page, text="The talks begin.", to="pt")
        page.fill("#text", "The talks end.")
        expect(page.locator("#error")).to_have_text("O servidor não responde.")


class TestOptions:
    def test_a_summary_is_made_as_it_was_requested(self, chromium: Browser, address: str) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui=en")
            expect(page.locator("#summarizer option").first).to_have_attribute(
                "value", "extractive"
            )
            send(page, SAMPLE)
            page.click("#more summary")
            page.select_option("#summarizer", "morphemes")
            page.select_option("#style", "paragraph")
            page.fill("#max_chars", "120")
            page.select_option("#order", "translate-first")
            ready(page)
            summary = page.locator("#view .summary .prose")
            expect(summary).to_contain_text("ministro")
            assert len(str(summary.text_content())) <= 120
            unfold(page)
            expect(page.locator(".details")).to_contain_text("Summary by morphemes")
            expect(page.locator(".details")).to_contain_text(
                "Translated by firefox:enpt-1693087644"
            )

    def test_without_a_summary_nothing_is_to_be_chosen_of_it(
        self, chromium: Browser, address: str
    ) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui=en")
            page.click("#more summary")
            page.select_option("#sentences", "")
            for name in ("summarizer", "style", "max_chars", "order"):
                expect(page.locator(f"#{name}")).to_be_disabled()
            send(page, SAMPLE)
            expect(page.locator("#view .summary")).to_have_count(0)

    def test_own_terms_are_used_and_come_and_go_as_files(
        self, chromium: Browser, address: str, tmp_path: Path
    ) -> None:
        terms = tmp_path / "termos.tsv"
        terms.write_text("en\tpt\nNATO\tAliança Atlântica\n", encoding="utf-8")
        with tab(chromium, 360) as page:
            page.goto(f"{address}?ui=pt")
            page.get_by_text("Mais opções").click()
            page.set_input_files("#glossary", terms)
            expect(page.locator("#terms th")).to_have_text(["en", "pt"])
            assert _violations(page) == []
            send(page, SAMPLE)
            expect(page.locator(".target").first).to_contain_text("Aliança Atlântica")
            with page.expect_download() as waiting:
                page.click("#export-terms")
            assert Path(waiting.value.path()).read_bytes() == terms.read_bytes()
            page.click("#clear-terms")
            expect(page.locator("#add-term")).to_be_focused()
            ready(page)
            expect(page.locator(".target").first).not_to_contain_text("Aliança")

    def test_a_term_is_typed_in(self, chromium: Browser, address: str) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui=en")
            send(page, text="NATO meets on Friday.")
            page.click("#more summary")
            page.click("#add-term")
            page.keyboard.type("NATO")
            page.keyboard.press("Tab")
            page.keyboard.type("Aliança Atlântica")
            page.keyboard.press("Tab")
            ready(page)
            expect(page.locator(".target")).to_contain_text("Aliança Atlântica")

    @pytest.mark.parametrize(
        ("ui", "said"),
        [
            ("en", "terms.tsv:2: This row has 1 cells instead of 2."),
            ("pt", "terms.tsv:2: Esta linha tem 1 células em vez de 2."),
            ("ko", "terms.tsv:2: 이 줄의 칸은 2개여야 하는데 1개입니다."),
        ],
    )
    def test_a_broken_glossary_is_named_with_its_line(
        self, chromium: Browser, address: str, ui: str, said: str
    ) -> None:
        with tab(chromium, scheme="dark") as page:
            page.goto(f"{address}?ui={ui}")
            page.click("#more summary")
            sent = {"name": "terms.tsv", "mimeType": "", "buffer": b"en\tpt\nNATO\n"}
            page.set_input_files("#glossary", [sent])  # type: ignore[list-item]
            expect(page.locator("#error")).to_have_text(said)
            assert _violations(page) == []

    @pytest.mark.parametrize(
        ("ui", "said"),
        [("en", "on the command line"), ("pt", "na linha de comando"), ("ko", "명령줄에서")],
    )
    def test_a_table_comes_with_the_command_that_translates_it(
        self, chromium: Browser, address: str, ui: str, said: str
    ) -> None:
        with tab(chromium) as page:
            page.goto(f"{address}?ui={ui}")
            sent = {"name": "news.csv", "mimeType": "", "buffer": b"title,city\nOpen,Seoul\n"}
            page.set_input_files("#file", [sent])  # type: ignore[list-item]
            expect(page.locator("#error")).to_contain_text(said)
            command = f"mlsum translate news.csv --columns title,city --to {ui}"
            expect(page.locator("#hint")).to_have_text(command)


def test_an_edited_sentence_is_used_from_then_on(chromium: Browser, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.sqlite")
    with listening(engine="echo", memory=memory) as address, tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        send(page, text="The talks begin on Friday. They were late.")
        page.click("#edit")
        page.locator(".target [data-pair]").nth(1).click()
        expect(page.locator("#edit-source")).to_have_text("They were late.")
        assert _violations(page) == []
        page.fill("#edit-text", "Começaram tarde.")
        page.get_by_role("button", name="Save").click()
        ready(page)
        expect(page.locator(".target .text")).to_contain_text("Começaram tarde.")
        with page.expect_download() as waiting:
            page.click("#download")
        assert "Começaram tarde." in Path(waiting.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("allowed", [False, True])
def test_a_language_that_is_not_there_comes_with_what_it_takes(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    pulled: list[str] = []
    monkeypatch.setattr("mlsum.store.pull", lambda name, *_: pulled.append(name))
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    with listening(allow_pull=allowed) as address, tab(chromium) as page:
        page.goto(f"{address}?ui=pt")
        send(page, text="The talks begin on Friday.", to="ko")
        card = page.locator("#models")
        expect(card).to_contain_text("firefox-en-ko")
        assert _violations(page) == []
        if not allowed:
            expect(card.locator("code")).to_have_text("mlsum models pull firefox-en-ko")
            expect(page.locator("#pull")).to_be_hidden()
            return
        page.click("#pull")
        ready(page)
        assert pulled == ["firefox-en-ko"]


def test_a_job_can_be_cancelled(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr("mlsum.serve.documents.parse_bytes", lambda *_: go.wait(20))
    with listening(engine="echo") as address, tab(chromium) as page:
        page.goto(f"{address}?ui=en")
        page.fill("#text", "The talks begin on Friday.")
        expect(page.locator("#stage")).to_contain_text("reading")
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#working")).to_be_hidden()
        expect(page.locator("#text")).to_be_focused()
        go.set()


def test_work_that_hangs_is_said_in_words_and_the_next_text_is_translated(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    parse = documents.parse_bytes

    def hang_once(data: bytes, name: str, format: str | None) -> Document:
        if b"slow" in data:
            release.wait(30)
        return parse(data, name, format)

    monkeypatch.setattr("mlsum.serve.documents.parse_bytes", hang_once)
    with listening(engine="echo") as address, tab(chromium) as page:
        page.goto(f"{address}?ui=pt")  # what is loaded once need not be loaded in time below
        send(page, text="The talks begin.")
    with listening(engine="echo", timeout=1.2) as address, tab(chromium) as page:
        page.goto(f"{address}?ui=pt")
        page.select_option("#to", "pt")
        page.fill("#text", "The slow talks begin.")
        expect(page.locator("#working")).to_be_visible()
        error = page.locator("#error")
        expect(error).to_have_text("A tradução não terminou em 12 segundos.", timeout=40_000)
        page.fill("#text", "The talks begin.")
        expect(page.locator(".target")).to_contain_text("The talks begin.", timeout=40_000)
        expect(page.locator("#failed")).to_be_hidden()
        release.set()


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
        page.locator(".target [data-pair^='b0']").nth(1).hover()
        expect(page.locator(f".{LIT}")).to_have_count(2)
        assert page.locator("html").get_attribute("lang") == "pt"
        assert _violations(page) == []
