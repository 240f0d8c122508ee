"""The way from a document to a result, on the embedded models and on the echo engine."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest

import mlsum
from mlsum.core.document import Document, Order, Result, SummaryOptions, Translation
from mlsum.core.lang import UND, Lang
from mlsum.formats import parse_file, parse_text, render
from mlsum.lexicon import Glossary
from mlsum.translation import (
    Options,
    Text,
    detect_documents,
    plan,
    run,
    run_all,
    summarize_document,
    translate_texts,
)
from mlsum.translation.resolve import name_in
from mlsum.translation.retries import TextQuery, as_piece, unless_rubbish
from mlsum.translation.units import units

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
SAMPLE = Path(__file__).parent.parent / "seeds" / "000_6d34a9a495decccd.txt"


@pytest.fixture(scope="module")
def sample() -> Document:
    return parse_file(SAMPLE)


@pytest.fixture(scope="module")
def in_portuguese(sample: Document) -> Result:
    return run(sample, Options(PT))


def by_key(result: Result, role: str = "value") -> dict[str, str]:
    return {
        outcome.task.key: outcome.translation.text
        for outcome in result.outcomes
        if outcome.task.role == role
    }


def one(text: str, to: Lang = PT, **options: object) -> tuple[str, str]:
    made = translate_texts([Text(text, "plain", UND, to)], Options(**options))[0]  # type: ignore[arg-type]
    return made.text, made.status


class TestMetadata:
    def test_every_label_and_value_is_turned_into_korean_without_a_model(
        self, sample: Document
    ) -> None:
        result = run(sample, Options(KO, engine="none"))
        assert by_key(result, "label") == {
            "title": "제목",
            "date": "날짜",
            "type": "유형",
            "url": "URL",
            "source": "출처",
            "language": "언어",
            "aggregator": "뉴스 애그리게이터",
            "content": "본문",
        }
        values = by_key(result)
        assert values["date"] == "2023년 12월 13일 오전 5:00:00 (UTC-03:00)"
        assert values["type"] == "뉴스"
        assert values["language"] == "영어"
        assert values["source"] == "[코리아타임스](https://www.koreatimes.co.kr)"

    def test_names_of_outlets_are_those_that_readers_know(self, in_portuguese: Result) -> None:
        values = by_key(in_portuguese)
        assert values["source"] == "[The Korea Times](https://www.koreatimes.co.kr)"
        assert values["title"].endswith(" - The Korea Times")
        assert values["url"].startswith("https://www.koreatimes.co.kr/www/nation/2025/03/")

    @pytest.mark.parametrize(
        ("name", "target", "expected"),
        [
            ("BBC News", EN, "BBC News"),
            ("BBC News", KO, "BBC"),
            ("연합뉴스", EN, "Yonhap News Agency"),
            ("Yonhap", KO, "연합뉴스"),
        ],
    )
    def test_a_name_that_readers_know_is_not_changed_for_another(
        self, name: str, target: Lang, expected: str
    ) -> None:
        assert name_in(name, target).text == expected

    def test_countries_are_known_among_tags(self) -> None:
        document = parse_text("# Title: A\n>Tags: Política; Brasil\n>Date: 2024-01-02\n\nText.\n")
        assert by_key(run(document, Options(EN)))["tags"] == "Politics; Brazil"

    def test_a_glossary_goes_first(self, sample: Document, tmp_path: Path) -> None:
        terms = tmp_path / "terms.tsv"
        terms.write_text("en\tpt\nGNews\tGoogle Notícias\nNATO\tAliança\n", encoding="utf-8")
        result = run(sample, Options(PT, glossary=Glossary.load(terms)))
        assert by_key(result)["aggregator"] == "Google Notícias"
        assert "Aliança" in by_key(result, "body")["body"]
        assert "OTAN" not in by_key(result, "body")["body"]

    def test_only_the_wanted_fields_are_touched(self, sample: Document) -> None:
        options = Options(KO, fields=frozenset({"date", "idioma"}), labels="keep")
        keys = {task.key for task in plan(sample, options)}
        assert keys == {"date", "language"}

    def test_what_programs_read_stays_unless_labels_are_translated(self) -> None:
        title = '"title": "Ministros se reúnem em Lisboa"'
        document = parse_text(
            f'{{{title}, "language": "pt", "publishedAt": "2024-05-01T10:00:00Z"}}'
        )
        kept = render(document, run(document, Options(EN)).edits)
        assert '"language": "pt"' in kept
        assert '"publishedAt": "2024-05-01T10:00:00Z"' in kept
        assert "Ministers" in kept
        told = render(document, run(document, Options(EN, labels="translate")).edits)
        assert '"language": "Portuguese"' in told
        assert "May 1, 2024" in told
        korean = render(document, run(document, Options(KO, labels="translate")).edits)
        assert '"언어": "포르투갈어"' in korean


class TestPlan:
    @pytest.mark.parametrize(
        ("text", "target", "action", "note"),
        [
            ("O ministro chegou a Lisboa na quarta-feira.", PT, "keep", "already pt"),
            ("The visit lasted.\n\n장관은 만났다.", EN, "translate", "translates ko to en"),
            ("The visit lasted three days.", PT, "translate", "firefox"),
            ("She said “não quero voltar para casa” and hung up.", PT, "translate", "firefox"),
            ("Ele disse “we have been here for hours” e foi embora.", EN, "translate", "firefox"),
            ("It was late. Os passageiros ficaram sem trem.", PT, "translate", "firefox"),
        ],
    )
    def test_a_body_is_planned_by_the_languages_in_it(
        self, text: str, target: Lang, action: str, note: str
    ) -> None:
        task = plan(parse_text(text), Options(target))[0]
        assert task.action == action
        assert note in task.note


class TestText:
    def test_the_body_comes_out_in_good_portuguese(self, in_portuguese: Result) -> None:
        body = by_key(in_portuguese, "body")["body"]
        assert body.count("\n\n") == 8
        assert "OTAN" in body
        assert body.endswith("(Yonhap)") or body.endswith("(Yonhap)\n")
        assert in_portuguese.status == "translated"

    def test_a_result_names_the_engine_and_its_model(self, in_portuguese: Result) -> None:
        engines = {outcome.translation.engine for outcome in in_portuguese.outcomes}
        assert any("enpt-1693087644" in engine for engine in engines)

    def test_there_and_back_keeps_the_meaning_words(self) -> None:
        there, _ = one("The minister arrived in Seoul on Monday.")
        back, _ = one(there, EN)
        assert "minister" in back.lower()
        assert "Seoul" in back
        assert "Monday" in back

    @pytest.mark.parametrize(
        "piece",
        ["user@example.org", "https://test.com/a?b=1", "€30", "`pip install x`", "+447378099903"],
    )
    @pytest.mark.parametrize(
        ("sentence", "target"),
        [("Please write to {} before Friday.", PT), ("Escreva para {} antes de sexta.", EN)],
    )
    def test_what_must_survive_is_there_exactly_once(
        self, sentence: str, target: Lang, piece: str
    ) -> None:
        text, status = one(sentence.format(piece), target)
        assert text.count(piece) == 1
        assert status == "translated"

    def test_text_in_the_target_language_is_kept(self) -> None:
        text = "O ministro chegou a Lisboa na segunda-feira."
        assert one(text, PT) == (text, "kept")

    def test_without_an_engine_the_original_stays_and_says_so(self) -> None:
        text = "The minister arrived in Seoul on Monday."
        assert one(text, KO) == (text, "untranslated")
        assert one(text, PT, engine="none") == (text, "untranslated")

    def test_each_part_of_a_mixed_text_goes_its_own_way(self) -> None:
        text = "The ministry agreed to the plan on Monday.\n\nO ministério concordou com o plano."
        made, status = one(text, PT)
        assert made.endswith("\n\nO ministério concordou com o plano.")
        assert "The ministry" not in made
        assert status == "translated"

    def test_a_foreign_name_inside_a_sentence_is_kept(self) -> None:
        text, status = one("The name of that celebrity is 王菲.")
        assert text.count("王菲") == 1
        assert status == "translated"

    def test_markdown_comes_back_as_it_was(self) -> None:
        text = (
            "# Read this\n\n- [The guide](https://a.org/g)\n- Use `make test` first\n\n---\n\n"
            "> A quote.\n"
        )
        made = translate_texts([Text(text, "markdown", EN, PT)])[0].text
        assert made.startswith("# ")
        assert "](https://a.org/g)\n- " in made
        assert "`make test`" in made
        assert "\n\n---\n\n> " in made

    def test_what_stays_untranslated_stays_to_the_letter(self) -> None:
        text = "The minister arrived\nin Seoul.\n\n장관은 수요일에\n대표들과 만났다.\n"
        made, status = one(text)
        assert made.endswith("\n\n장관은 수요일에\n대표들과 만났다.\n")
        assert "Seul" in made
        assert status == "untranslated"

    def test_marks_of_markdown_enclose_the_same_words(self) -> None:
        text = "Your project very likely has (or will have) **dependencies**, with their own terms."
        assert "**dependências**" in one(text)[0]

    def test_a_piece_of_a_sentence_is_written_as_one(self) -> None:
        assert as_piece("see below", "Veja abaixo.") == "veja abaixo"
        assert as_piece(" left. ", "Saiu.") == "saiu."
        assert as_piece("data, and more…", "DVDs...") == "DVDs..."

    def test_repeated_sentences_are_asked_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from mlsum.engines.echo import EchoEngine

        batches: list[list[str]] = []
        translate = EchoEngine.translate_batch

        def counted(
            self: EchoEngine, texts: Sequence[str], source: Lang, target: Lang
        ) -> list[Translation]:
            batches.append(list(texts))
            return translate(self, texts, source, target)

        monkeypatch.setattr(EchoEngine, "translate_batch", counted)
        text = "The same words again and again here."
        made = translate_texts(
            [Text(text, "plain", EN, PT, forced=True)] * 3, Options(engine="echo")
        )
        assert len(made) == 3
        assert len(set(made)) == 1
        assert batches[0] == [text]

    def test_texts_of_many_documents_give_what_each_gives_alone(self, sample: Document) -> None:
        other = parse_text("# Título: The ministry agreed to the plan on Monday\n>Idioma: en\n")
        together = run_all([sample, other], Options(PT, fields=frozenset({"title"})))
        alone = [run(one, Options(PT, fields=frozenset({"title"}))) for one in (sample, other)]
        assert [one.edits for one in together] == [one.edits for one in alone]


class TestUnits:
    def test_terms_in_a_row_are_translated_one_by_one(self) -> None:
        text = "coreia; direitos humanos;política"
        found = units(Text(text, "plain", PT, EN, forced=True, listed=True))
        cut = [text[unit.start : unit.end] for unit in found]
        assert cut == ["coreia", "direitos humanos", "política"]

    def test_a_dash_before_a_sentence_is_left_where_it_is(self) -> None:
        text = "— The ministry agreed to the plan."
        assert [text[u.start : u.end] for u in units(Text(text, "plain", EN, PT))] == [text[2:]]

    def test_an_unknown_korean_outlet_behind_a_title_is_romanized(self) -> None:
        found = units(Text("Ministers meet in the capital today - 새한마을신문", "plain", EN, PT))
        assert found[-1].text == "Saehanmaeulsinmun"

    def test_a_quoted_sentence_is_translated_from_its_own_language(self) -> None:
        text = 'He turned around and asked: "Entschuldigen Sie bitte, sprechen Sie denn Deutsch?"'
        assert [str(unit.source) for unit in units(Text(text, "plain", EN, PT))] == ["en", "de"]

    @pytest.mark.parametrize(
        ("foreign", "lang"),
        [
            ("정부는 내년 예산을 크게 늘리기로 결정했다고 발표했다.", KO),
            ("Они долго говорили о налогах!", Lang("ru")),
            ("The council will meet again on Friday to talk about the taxes.", EN),
            ("政府は来年の予算を増やすと発表した。", Lang("ja")),
        ],
    )
    def test_a_sentence_among_those_in_the_target_language_is_a_unit(
        self, foreign: str, lang: Lang
    ) -> None:
        around = "Os vereadores falaram durante três horas."
        after = "A votação ficou marcada para sexta-feira, segundo o presidente da câmara."
        text = Text(f"{around} {foreign} {after}", "plain", PT, PT)
        (found,) = units(text)
        assert (text.text[found.start : found.end], found.source) == (foreign, lang)
        assert one(text.text, engine="none") == (text.text, "untranslated")

    def test_a_sentence_in_a_language_that_is_not_known_is_told(self) -> None:
        around = "Os vereadores falaram durante três horas."
        text = f"{around} {'ᓄᓇᕗᑦ ᐃᓄᐃᑦ ᐅᖃᐅᓯᖏᑦ ' * 2}ᓄᓇᕗᑦ. {around}"
        made = translate_texts([Text(text, "plain", PT, PT)], Options(engine="echo"))[0]
        assert (made.text, made.status) == (text, "untranslated")
        assert made.reasons == ("language not detected",)

    def test_a_word_of_another_language_is_no_sentence(self) -> None:
        text = "A palavra 정부 quer dizer governo. Os vereadores falaram durante três horas."
        assert units(Text(text, "plain", PT, PT)) == []

    def test_a_short_paragraph_in_another_script_is_not_taken_for_the_main_language(self) -> None:
        text = "The visit lasted three days.\n\n장관은 대표들과 만났다.\n"
        found = units(Text(text, "plain", EN, EN))
        assert [(text[unit.start : unit.end], unit.source) for unit in found] == [
            ("장관은 대표들과 만났다.", KO)
        ]

    def test_marks_around_several_sentences_stay_outside_of_them(self) -> None:
        text = "* **It affects many people.** Some of **them** live."
        found = units(Text(text, "markdown", EN, PT))
        assert [text[unit.start : unit.end] for unit in found] == [
            "It affects many people.",
            "Some of **them** live.",
        ]

    def test_links_and_handles_alone_are_no_words(self) -> None:
        links = " ".join(f"[@{name}](https://github.com/{name})" for name in ("ljharb", "ronda"))
        assert units(Text(links, "markdown", EN, PT)) == []

    def test_an_address_is_no_sign_of_another_language(self) -> None:
        text = "As did [like @ereichert did](https://github.com/rust-lang/issues/123#comment-2380)."
        assert {unit.source for unit in units(Text(text, "markdown", EN, PT))} == {EN}


class TestSummaries:
    def test_the_chosen_sentences_are_translated(self, sample: Document) -> None:
        length = SummaryOptions(sentences=2)
        plain = summarize_document(sample, length, Options(UND))[0]
        told = summarize_document(sample, length, Options(PT))[0]
        assert plain.text == plain.summary.text
        assert told.summary == plain.summary
        assert len(told.translations) == 2
        assert told.text != plain.text
        assert "OTAN" in told.text

    def test_a_summary_in_the_target_language_is_left_alone(self, sample: Document) -> None:
        done = summarize_document(sample, SummaryOptions(), Options(EN))[0]
        assert done.target is None
        assert done.translations == ()


class TestDetected:
    """What was detected before is the same as what would be detected again."""

    TEXTS = (
        "# Título: Reunião\n\nO conselho reuniu-se. Falou por três horas. Saiu.\n",
        "{}",
        "Oi.",
    )

    @pytest.mark.parametrize("target", [UND, PT, KO])
    @pytest.mark.parametrize("order", ["summarize-first", "translate-first"])
    def test_nothing_changes(self, target: Lang, order: Order, sample: Document) -> None:
        documents = [sample, *map(parse_text, self.TEXTS)]
        options, length = Options(target, engine="echo"), SummaryOptions(1, order=order)
        found = detect_documents(documents, options)
        if target != UND:
            assert run_all(documents, options, found) == run_all(documents, options)
        for document, some in zip(documents, found, strict=True):
            known = summarize_document(document, length, options, some)
            assert known == summarize_document(document, length, options)

    def test_nothing_is_detected_again(
        self, sample: Document, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        options = Options(PT, engine="echo")
        found = detect_documents([sample], options)
        monkeypatch.setattr(import_module("mlsum.translation.plan"), "detect_items", None)
        (result,) = run_all([sample], options, found)
        assert result.outcomes
        assert summarize_document(sample, SummaryOptions(1), options, found[0])


class TestFailures:
    def test_a_sentence_that_the_engine_gives_up_stays_with_its_reason(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mlsum.engines.echo import EchoEngine

        def gives_up(
            self: EchoEngine, texts: Sequence[str], source: Lang, target: Lang
        ) -> list[Translation]:
            return [Translation(text, "untranslated", ("the server is busy",)) for text in texts]

        monkeypatch.setattr(EchoEngine, "translate_batch", gives_up)
        text = "Write to user@example.org before\nthe end of Friday."
        made = translate_texts([Text(text, "plain", EN, PT)], Options(engine="echo"))[0]
        assert (made.text, made.status) == (text, "untranslated")
        assert made.reasons == ("the server is busy",)

    @pytest.mark.parametrize("reason", ["empty", "repetition", "wrong script"])
    def test_rubbish_is_not_passed_off_as_a_translation(self, reason: str) -> None:
        best = Translation('"""""""""""', "suspect", (reason,), "e")
        sentence = TextQuery("회의가 오늘 열렸다.", KO, EN)
        kept = Translation(sentence.text, "untranslated", (reason,), "e")
        assert unless_rubbish(sentence, best) == kept

    def test_what_is_only_doubtful_is_shown(self) -> None:
        best = Translation("Em 2024", "suspect", ("number lost",), "e")
        assert unless_rubbish(TextQuery("In 2024 and 2025", EN, PT), best) is best


def _language_of(head: str, body: str) -> str:
    document = mlsum.parse(f"---\ntitle: Talks\n{head}\n---\n\n{body}\n", "frontmatter")
    return mlsum.translate(document, to="pt").text.split("\n")[2]


def test_the_language_tag_of_front_matter_follows_the_translation() -> None:
    body = "The ministers met on Monday and talked about trade."
    assert _language_of("lang: en", body) == "lang: pt"
    assert _language_of("lang: en-US", body) == "lang: pt"


def test_the_language_tag_stays_if_the_text_is_not_translated() -> None:
    body = "국방부 장관이 오늘 브뤼셀에서 나토 사무총장을 만나 협력을 논의했다."
    assert _language_of("lang: ko", body) == "lang: ko"
