"""The table of options: each once, with its place in `Request`, its type, its help and flags.

The command line makes its parameters from these rows (`cli/command.py`); HTTP and Python set them
by name (`parse_request`). A row that reads nothing has the default of its place in `Request`.
"""

from pathlib import Path
from typing import Literal

from mlsum.core.backends import Device
from mlsum.core.document import (
    ForeignNames,
    Labels,
    Order,
    OutputFormat,
    QuoteStyle,
    Romanization,
    Style,
)
from mlsum.request import readers
from mlsum.request.option import Group, Option
from mlsum.request.values import JobSettings, Runner, Server, Ui

__all__ = [
    "BATCH",
    "ENGINE",
    "GROUPS",
    "OPTIONS",
    "OUTPUT",
    "READING",
    "SERVER",
    "SUMMARIZING",
    "TRANSLATING",
]

# fmt: off
READING = Group(
    "Reading",
    (
        Option("files", "files", list[str], "FILE",
            "Documents, addresses of web pages, or words in quotes; - is standard input.",
            read=tuple, argument=True),
        Option("input_format", "input_format", str, "FORMAT",
            "Input format, if detection gets it wrong: see `mlsum formats`."),
        Option("source", "options.source", str, "LANG", "Source language. [default: detected]",
            read=readers.language),
        Option("languages", "options.languages", str, "LANG,…",
            "Detect only these languages, e.g. en,pt,ko.", read=readers.languages),
        Option("detector", "options.classifier", str, "NAME",
            "Language classifier: lingua (default), langdetect, …"),
        Option("fields", "options.fields", str, "KEY,…", "Only these fields, e.g. title,date,body.",
            read=readers.fields),
        Option("from_", "", str, "LANG", "", ("--from",), read=str, hidden=True),
    ),
)
TRANSLATING = Group(
    "Translating",
    (
        Option("to", "options.target", str, "LANG", "Target language: ko, pt, English, …",
            read=readers.language),
        Option("labels", "options.labels", Labels, "WHAT",
            "keep or translate labels. [default: translate, except JSON keys]"),
        Option("glossary", "options.glossary", Path, "FILE",
            "Glossary file (TSV or YAML); overrides the built-in tables.", read=readers.glossary),
        Option("memory", "options.memory", bool, None, "Use and update the translation memory.",
            ("--memory/--no-memory",), readers.memory, True),
        Option("check", "options.deep", Literal["quick", "deep"], "HOW",
            "quick, or deep: also compare the meaning of source and output.", read="deep".__eq__,
            default="quick"),
        Option("foreign_names", "options.foreign_names", ForeignNames, "HOW",
            "Names in letters the model lacks: original, romanized, or both (Seoul (서울))."),
        Option("names", "options.names", Romanization, "HOW",
            "Romanization of Korean names: customary (Lee Yeong-hui), revised, mccune."),
        Option("quotes", "options.quotes", QuoteStyle, "STYLE",
            "Quotation marks of the source or of the target language."),
    ),
)
ENGINE = Group(
    "Engine",
    (
        Option("engine", "options.engine", str, "NAME",
            "firefox, ctranslate2, transformers, chat, or none. [default: the first that has "
            "the languages]"),
        Option("model", "options.engine_options.model", str, "NAME|DIR",
            "An installed model, a folder with one, or the name of one at --base-url."),
        Option("device", "options.engine_options.device", Device, "NAME",
            "cpu, cuda, or auto: a GPU if there is one."),
        Option("beam", "options.engine_options.beam", int, "N", "Beam size; 1 is greedy search.",
            least=1),
        Option("threads", "options.engine_options.threads", int, "N",
            "Parallel batches (for chat: parallel requests). [default: one per core; 4]", least=1),
        Option("batch_tokens", "options.engine_options.batch_tokens", int, "N",
            "Tokens per batch, padding included.", least=1),
        Option("base_url", "options.engine_options.base_url", str, "URL",
            "Use the chat model of this server, e.g. http://localhost:8000/v1."),
    ),
)
SUMMARIZING = Group(
    "Summarizing",
    (
        Option("sentences", "summary.sentences", int, "N", "Number of sentences. [default: 3]",
            ("--sentences", "-n"), least=1),
        Option("max_chars", "summary.max_chars", int, "N", "Maximum number of characters.",
            least=1),
        Option("ratio", "summary.ratio", float, "X", "Share of the sentences to keep.",
            least=0, most=1),
        Option("style", "summary.style", Style, "STYLE",
            "paragraph, bullets (a list), or headline (one short line)."),
        Option("summarizer", "summary.summarizer", str, "NAME",
            "extractive, semantic or morphemes select sentences; abstractive (a local model, "
            "--model) and chat (a server, --base-url) write them. [default: extractive]", read=str),
        Option("order", "summary.order", Order, "ORDER",
            "With --to: summarize-first, or translate-first."),
        Option("together", "together", bool, None,
            "One digest of all FILEs: each story once, with its sources; across languages with "
            "--summarizer semantic. Length limits apply to each story."),
        Option("highlight", "highlight", bool, None,
            "Show the whole text with these sentences marked."),
    ),
)
OUTPUT = Group(
    "Output",
    (
        Option("count", "count", int, "N", "Maximum number of terms.", ("--count", "-n"), least=1),
        Option("output_format", "output_format", OutputFormat, "FORMAT",
            "Output format: text, markdown, json, jsonl or html.", ("--format", "-f")),
        Option("ui", "ui", Ui, "LANG",
            "Language of HTML pages: en, pt or ko. [default: that of --to]"),
        Option("output", "output", str, "FILE|DIR",
            "Output file, or folder (DIR/); - is standard output.",
            ("--output", "-o")),
        Option("force", "force", bool, None, "Overwrite existing files."),
        Option("in_place", "in_place", bool, None,
            "Replace an office document with its translation."),
        Option("columns", "columns", str, "NAME,…",
            "CSV/TSV: append translations of these columns.", read=readers.names),
        Option("strict", "strict", bool, None, "Exit with 1 also if a sentence is suspect."),
        Option("quiet", "quiet", bool, None, "Print only results and errors.",
            ("--quiet", "-q")),
        Option("debug", "debug", bool, None, "Show the traceback of an error."),
    ),
)
BATCH = Group(
    "Run",
    (
        Option("inputs", "files", list[str], "IN",
            "Folders, patterns, files or URLs; JSON Lines or Parquet; - reads a list of paths.",
            read=tuple, argument=True),
        Option("out", "out", str, "DIR|URL", "Folder or URL for the results.", ("--out", "-o")),
        Option("summarize", "summarize", bool, None, "Also write summaries."),
        Option("shapes", "job.shapes", str, "SHAPE,…",
            "tree: documents in folders like theirs; jsonl, parquet, csv: all in one dataset.",
            ("--as",), readers.shapes, ",".join(JobSettings().shapes)),
        Option("workers", "workers", int, "N",
            "Worker processes. [default: one per core; 1 if models are large]", least=1),
        Option("batch_size", "job.batch", int, "N", "Documents per batch.", least=1),
        Option("limit", "job.limit", int, "N", "Process only the first N.", least=1),
        Option("max_mb", "job.max_bytes", int, "N", "Skip larger documents.",
            read=readers.megabytes, default=JobSettings().max_bytes >> 20, least=1),
        Option("retry_failed", "job.retry_failed", bool, None,
            "Retry documents that failed before."),
        Option("dry_run", "dry_run", bool, None, "Show what is left to do."),
        Option("fail_fast", "job.fail_fast", bool, None, "Stop at the first failure."),
        Option("redo", "job.force", bool, None, "Process everything again.", ("--force",)),
        Option("timeout", "job.timeout", float, "SECONDS",
            "Time limit per 10 kB; if exceeded, documents are retried one at a time.",
            least=1),
        Option("every", "every", float, "SECONDS", "Time between checks of IN.", least=0.1),
        Option("log_json", "log_json", bool, None, "Report progress as lines of JSON."),
        Option("engine_runner", "runner", Runner, "NAME",
            "local (processes on this machine) or ray (a Ray cluster)."),
        Option("ray_address", "ray_address", str, "ADDRESS",
            "A running Ray cluster: auto, or ray://HOST:10001."),
        Option("gpus", "gpus", float, "X",
            "With Ray: GPUs per worker; with 0.25, four share one.", least=0),
    ),
)
SERVER = Group(
    "Server",
    (
        Option("host", "server.host", str, "ADDRESS",
            "Address to listen on; other machines need a --token."),
        Option("port", "server.port", int, "N", "Port; 0 picks a free one.", least=0, most=65535),
        Option("token", "server.token", str, "SECRET", "Required bearer token.",
            envvar="MLSUM_TOKEN"),
        Option("allow_host", "server.hosts", list[str], "NAME",
            "Additional allowed host name.", read=tuple),
        Option("open", "open_page", bool, None, "Open the page in the browser."),
        Option("max_request_mb", "server.max_bytes", int, "N", "Maximum size of a request.",
            ("--max-mb",), readers.megabytes, Server().max_bytes >> 20, 1),
        Option("request_timeout", "server.timeout", float, "SECONDS",
            "Time limit of a request; jobs may take longer.", ("--timeout",), least=1),
        Option("waiting", "server.waiting", int, "N", "Requests that may wait; others get 429.",
            least=1),
        Option("jobs", "server.jobs", int, "N", "Documents that may wait.", least=1),
        Option("allow_pull", "server.allow_pull", bool, None,
            "Let the page install missing models."),
        Option("log", "log", bool, None,
            "Log a line per request to standard error, without its text."),
    ),
)
# fmt: on

GROUPS = (READING, TRANSLATING, ENGINE, SUMMARIZING, OUTPUT, BATCH, SERVER)
OPTIONS = {option.name: option for group in GROUPS for option in group.options if option.into}
