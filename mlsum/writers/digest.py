"""A digest of several documents as records and as a page: each sentence names its source."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import PurePath

from mlsum.core.document import Report, Story, Style
from mlsum.core.lang import UND, Lang
from mlsum.core.records import (
    DigestRecord,
    QuoteRecord,
    ReportRecord,
    StoryRecord,
    StorySentenceRecord,
)
from mlsum.writers.doubts import summary_notes
from mlsum.writers.page import Bullets, Cell, Heading, Note, Page, Piece, Prose, Run
from mlsum.writers.records import translation_record
from mlsum.writers.words import name_in

__all__ = ["digest_record", "digest_view"]


def digest_record(stories: Sequence[Story], target: Lang) -> DigestRecord:
    """The stories with their reports, and the sentences with the report each comes from."""
    return DigestRecord(str(target) if target != UND else None, [_story(one) for one in stories])


def _story(story: Story) -> StoryRecord:
    translations = [translation_record(one) for one in story.summary.translations]
    summary = story.summary.summary
    return StoryRecord(
        title=translation_record(story.title),
        lang=str(story.summary.lang),
        text=story.summary.text,
        engine=summary.engine,
        reasons=list(summary.reasons),
        reports=[
            ReportRecord(one.path, one.item, str(one.lang), one.title, one.source, one.date)
            for one in story.reports
        ],
        said=[
            StorySentenceRecord(text, list(reports), translations[at] if translations else None)
            for at, (text, reports) in enumerate(_said(story))
        ],
        quotes=[QuoteRecord(report=at, **asdict(one)) for at, one in story.quotes],
    )


def _said(story: Story) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What is read, sentence by sentence, each with the reports that say it."""
    summary = story.summary.summary
    if not summary.written:
        yield from ((one.shown, (story.quotes[at][0],)) for at, one in enumerate(summary.sentences))
        return
    report = {one.index: at for one, (at, _) in zip(summary.sentences, story.quotes, strict=True)}
    for said in summary.written:
        yield said.text, tuple(sorted({report[one.index] for one in said.support}))


def digest_view(stories: Sequence[Story], style: Style = "paragraph", ui: str = "en") -> Page:
    """Each story under its title, its sources below it by the numbers in its sentences."""
    page: list[Piece] = []
    for story in stories:
        page.append(Heading(story.title.text or _called(story.reports[0])))
        cells = tuple(_cells(story))
        if [run.text for one in cells for run in one[:1]] == [story.title.text]:
            pass  # a report that is nothing but its title
        elif style == "bullets":
            page.append(Bullets(cells))
        else:
            page.append(Prose(tuple(run for one in cells for run in (*one, Run(" ")))[:-1]))
        page += map(Note, _notes(story, ui))
    return tuple(page)


def _cells(story: Story) -> Iterator[Cell]:
    made = story.summary.translations
    for at, (text, reports) in enumerate(_said(story)):
        left = not made or made[at].status == "untranslated"
        own = story.reports[reports[0]].lang if reports else story.summary.lang
        lang = str(own if left else story.summary.target)
        numbers = "".join(f"[{report + 1}]" for report in reports)
        yield Run(made[at].text if made else text, lang), Run(f" {numbers}" if numbers else "")


def _notes(story: Story, ui: str) -> Iterator[str]:
    yield from summary_notes(story.summary, ui)
    yield from (f"[{at}] {_name(one, ui)}" for at, one in enumerate(story.reports, 1))


def _called(report: Report) -> str:
    """What a story without a title is called: by its file."""
    return PurePath(report.path or "text").name


def _name(report: Report, ui: str) -> str:
    """The source with its title, date, language and file, as far as they are known."""
    place = f"{report.path or 'text'}" + (f" #{report.item + 1}" if report.item else "")
    lang = str(report.lang) if ui == "en" else name_in(report.lang, ui)
    lang = lang if report.lang != UND else ""
    parts = (report.source, report.title, report.date, lang, place)
    return " · ".join(part for part in parts if part)
