"""The table of options: each once, with its place in `Request`, its type, its help and flags.

The command line makes its parameters from these rows (`cli/command.py`); HTTP and Python set them
by name (`parse_request`). A row that reads nothing has the default of its place in `Request`.
"""

from pathlib import Path
from typing import Literal

from mlsum.backends import Device
from mlsum.document import (
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
from mlsum.request.values import JobSettings, Runner, Server

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
        Option("files", "files", list[str], "FILE", "Documents to read; - is standard input.",
            read=tuple, argument=True),
        Option("input_format", "input_format", str, "FORMAT",
            "Format of the input, if it is recognized wrongly: `mlsum formats`."),
        Option("source", "options.source", str, "LANG", "Source language, not detected.",
            read=readers.language),
        Option("languages", "options.languages", str, "LANG,…",
            "Detect only these languages, e.g. en,pt,ko.", read=readers.languages),
        Option("detector", "options.classifier", str, "NAME",
            "Classifier: lingua (default), langdetect, …"),
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
            "keep or translate labels. [default: translate, but keep keys of JSON]"),
        Option("glossary", "options.glossary", Path, "FILE",
            "Your own terms, TSV or YAML; they go before every table.", read=readers.glossary),
        Option("memory", "options.memory", bool, None, "Use, and keep, what was translated before.",
            ("--memory/--no-memory",), readers.memory, True),
        Option("check", "options.deep", Literal["quick", "deep"], "HOW",
            "quick, or deep: compare the meanings of source and output, too.", read="deep".__eq__,
            default="quick"),
        Option("foreign_names", "options.foreign_names", ForeignNames, "HOW",
            "Names in letters that a model lacks: original, romanized, or both: Seoul (서울)."),
        Option("names", "options.names", Romanization, "HOW",
            "Korean names in Latin letters: customary (Lee Yeong-hui), revised, mccune."),
        Option("quotes", "options.quotes", QuoteStyle, "STYLE",
            "Quotation marks: those of the source, or those of the target language."),
    ),
)
ENGINE = Group(
    "Engine",
    (
        Option("engine", "options.engine", str, "NAME",
            "firefox, ctranslate2, transformers, chat; none switches engines off. [default: the "
            "first that has the languages]"),
        Option("model", "options.engine_options.model", str, "NAME|DIR",
            "An installed model, a folder with one, or the name of one at --base-url."),
        Option("device", "options.engine_options.device", Device, "NAME",
            "cpu, cuda, or auto: a GPU if there is one."),
        Option("beam", "options.engine_options.beam", int, "N", "Width of the search; 1 is greedy.",
            least=1),
        Option("threads", "options.engine_options.threads", int, "N",
            "Batches in work at a time; of chat, requests. [default: one per core; 4]", least=1),
        Option("batch_tokens", "options.engine_options.batch_tokens", int, "N",
            "Tokens in a batch, padding included.", least=1),
        Option("base_url", "options.engine_options.base_url", str, "URL",
            "Translate by the chat model of this server, e.g. http://localhost:8000/v1."),
    ),
)
SUMMARIZING = Group(
    "Summarizing",
    (
        Option("sentences", "summary.sentences", int, "N", "Number of sentences. [default: 3]",
            ("--sentences", "-n"), least=1),
        Option("max_chars", "summary.max_chars", int, "N", "At most this many characters.",
            least=1),
        Option("ratio", "summary.ratio", float, "X", "This share of the sentences.", least=0,
            most=1),
        Option("style", "summary.style", Style, "STYLE",
            "paragraph, bullets (a list), or headline (one short line)."),
        Option("summarizer", "summary.summarizer", str, "NAME",
            "extractive, semantic or morphemes choose sentences; abstractive (a model here, "
            "--model) and chat (a server, --base-url) write them. [default: extractive]", read=str),
        Option("order", "summary.order", Order, "ORDER",
            "With --to: summarize-first, or translate-first."),
        Option("together", "together", bool, None,
            "One digest of all FILEs: a story that several tell is told once, with its sources; "
            "with --summarizer semantic across languages, too. Limits are those of each story."),
        Option("highlight", "highlight", bool, None,
            "Show them marked, in their places in the text."),
    ),
)
OUTPUT = Group(
    "Output",
    (
        Option("count", "count", int, "N", "At most this many.", ("--count", "-n"), least=1),
        Option("output_format", "output_format", OutputFormat, "FORMAT",
            "The result as text, markdown, json, jsonl or html.", ("--format", "-f")),
        Option("output", "output", str, "FILE|DIR",
            "Write to this file, or into this folder (DIR/); - is standard output.",
            ("--output", "-o")),
        Option("force", "force", bool, None, "Write over a file that exists."),
        Option("in_place", "in_place", bool, None, "Write an office document over itself."),
        Option("columns", "columns", str, "NAME,…",
            "Of a CSV or TSV file: add these columns, translated.", read=readers.names),
        Option("strict", "strict", bool, None, "Exit with 1 where a sentence is suspect, too."),
        Option("quiet", "quiet", bool, None, "No messages, only results and errors.",
            ("--quiet", "-q")),
        Option("debug", "debug", bool, None, "Show where an error comes from."),
    ),
)
BATCH = Group(
    "Run",
    (
        Option("inputs", "files", list[str], "IN",
            "Folders, patterns, files, URLs; JSON Lines or Parquet; - is a list of paths.",
            read=tuple, argument=True),
        Option("out", "out", str, "DIR|URL", "Folder for the results, or a URL.", ("--out", "-o")),
        Option("summarize", "summarize", bool, None, "Write summaries, too."),
        Option("shapes", "job.shapes", str, "SHAPE,…",
            "tree: documents in folders like theirs; jsonl, parquet, csv: all in one dataset.",
            ("--as",), readers.shapes, ",".join(JobSettings().shapes)),
        Option("workers", "workers", int, "N",
            "Processes side by side. [default: one per core; 1 where models are large]", least=1),
        Option("batch_size", "job.batch", int, "N", "Documents worked on together.", least=1),
        Option("limit", "job.limit", int, "N", "Only the first N.", least=1),
        Option("max_mb", "job.max_bytes", int, "N", "Refuse larger documents.",
            read=readers.megabytes, default=JobSettings().max_bytes >> 20, least=1),
        Option("retry_failed", "job.retry_failed", bool, None, "Try again what failed before."),
        Option("dry_run", "dry_run", bool, None, "Tell what is left to do."),
        Option("fail_fast", "job.fail_fast", bool, None, "Stop where one fails."),
        Option("redo", "job.force", bool, None, "Do everything anew.", ("--force",)),
        Option("timeout", "job.timeout", float, "SECONDS",
            "A worker may take this long for each 10 kB; then its documents are tried one by one.",
            least=1),
        Option("every", "every", float, "SECONDS", "Time between two looks at IN.", least=0.1),
        Option("log_json", "log_json", bool, None, "Tell the progress in lines of JSON."),
        Option("engine_runner", "runner", Runner, "NAME",
            "local: in processes here; ray: in actors of Ray."),
        Option("ray_address", "ray_address", str, "ADDRESS",
            "A running Ray cluster: auto, or ray://HOST:10001."),
        Option("gpus", "gpus", float, "X",
            "With Ray: GPUs of each worker; 0.25 lets four share one.", least=0),
    ),
)
SERVER = Group(
    "Server",
    (
        Option("host", "server.host", str, "ADDRESS",
            "Where to listen; other machines need a --token."),
        Option("port", "server.port", int, "N", "0 takes one that is free.", least=0, most=65535),
        Option("token", "server.token", str, "SECRET", "What every request must bring (Bearer).",
            envvar="MLSUM_TOKEN"),
        Option("allow_host", "server.hosts", list[str], "NAME",
            "A further name by which the server may be addressed.", read=tuple),
        Option("open", "open_page", bool, None, "Open the page in a browser."),
        Option("max_request_mb", "server.max_bytes", int, "N", "Refuse larger requests.",
            ("--max-mb",), readers.megabytes, Server().max_bytes >> 20, 1),
        Option("request_timeout", "server.timeout", float, "SECONDS",
            "A request may take this long; jobs take longer.", ("--timeout",), least=1),
        Option("waiting", "server.waiting", int, "N", "Requests that may wait; more get 429.",
            least=1),
        Option("jobs", "server.jobs", int, "N", "Documents that may wait.", least=1),
        Option("log", "log", bool, None, "A line per request on standard error; never its text."),
    ),
)
# fmt: on

GROUPS = (READING, TRANSLATING, ENGINE, SUMMARIZING, OUTPUT, BATCH, SERVER)
OPTIONS = {option.name: option for group in GROUPS for option in group.options if option.into}
