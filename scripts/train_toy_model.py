"""Train a small model that really translates: English, Portuguese and Korean, six directions.

    python scripts/train_toy_model.py FOLDER [STEPS]

It knows a generated sublanguage only (who met whom, how many came where, when), of millions of
sentences, so that it is tested on ones it never saw. An M2M100 of two layers, minutes on one core.
"""

import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "pt", "ko")
PEOPLE = [
    ("Ana", "Ana", "아나"), ("Bruno", "Bruno", "브루노"), ("Clara", "Clara", "클라라"),
    ("Daniel", "Daniel", "다니엘"), ("Minho", "Minho", "민호"), ("Jiwoo", "Jiwoo", "지우"),
    ("Sora", "Sora", "소라"), ("Helena", "Helena", "헬레나"), ("Oliver", "Oliver", "올리버"),
    ("the minister", "o ministro", "장관"), ("the mayor", "o prefeito", "시장"),
    ("the teacher", "a professora", "교사"), ("the doctor", "a médica", "의사"),
    ("the judge", "o juiz", "판사"), ("the author", "a autora", "작가"),
]  # fmt: skip
GROUPS = [
    ("students", "estudantes", "학생"), ("soldiers", "soldados", "군인"),
    ("workers", "trabalhadores", "노동자"), ("farmers", "agricultores", "농부"),
    ("reporters", "jornalistas", "기자"), ("nurses", "enfermeiras", "간호사"),
]  # fmt: skip
PLACES = [
    ("Lisbon", "Lisboa", "리스본"), ("Seoul", "Seul", "서울"), ("London", "Londres", "런던"),
    ("Busan", "Busan", "부산"), ("Paris", "Paris", "파리"), ("Rome", "Roma", "로마"),
    ("Luanda", "Luanda", "루안다"), ("Tokyo", "Tóquio", "도쿄"),
    ("Brasilia", "Brasília", "브라질리아"),
]  # fmt: skip
MONTHS = [
    ("January", "janeiro"), ("February", "fevereiro"), ("March", "março"), ("April", "abril"),
    ("May", "maio"), ("June", "junho"), ("July", "julho"), ("August", "agosto"),
    ("September", "setembro"), ("October", "outubro"), ("November", "novembro"),
    ("December", "dezembro"),
]  # fmt: skip
VERBS = [
    ("met", "encontrou", "만났다"), ("visited", "visitou", "방문했다"),
    ("thanked", "agradeceu", "치하했다"),
]  # fmt: skip
MOVES = [
    ("arrived in", "chegaram a", "도착했다"), ("gathered in", "reuniram-se em", "모였다"),
]  # fmt: skip
SHAPE = {
    "d_model": 96,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 256,
    "decoder_ffn_dim": 256,
    "max_position_embeddings": 256,
}
Triple = tuple[str, str, str]


def _particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """The Korean particle that agrees with the end of a word."""
    return word + (after_consonant if (ord(word[-1]) - 0xAC00) % 28 else after_vowel)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def triple(choice: random.Random) -> Triple:
    """A sentence of the sublanguage in the three languages."""
    place, day, year = choice.choice(PLACES), choice.randint(1, 28), choice.randint(1980, 2039)
    number = choice.randrange(12)
    month = MONTHS[number]
    date = (
        f"{month[0]} {day}, {year}",
        f"{day} de {month[1]} de {year}",
        f"{year}년 {number + 1}월 {day}일",
    )
    if choice.random() < 0.6:
        first, second = choice.sample(PEOPLE, 2)
        verb = choice.choice(VERBS)
        to = {"agradeceu": "a "}.get(verb[1], "")
        object_ = to + second[1]
        for long, short in (("a o ", "ao "), ("a a ", "à ")):
            object_ = object_.replace(long, short) if object_.startswith(long) else object_
        texts = (
            f"{first[0]} {verb[0]} {second[0]} in {place[0]} on {date[0]}.",
            f"{first[1]} {verb[1]} {object_} em {place[1]} em {date[1]}.",
            f"{_particle(first[2], '은', '는')} {date[2]} {place[2]}에서 "
            f"{_particle(second[2], '을', '를')} {verb[2]}.",
        )
    else:
        count, group, move = choice.randint(2, 999), choice.choice(GROUPS), choice.choice(MOVES)
        texts = (
            f"{count} {group[0]} {move[0]} {place[0]} on {date[0]}.",
            f"{count} {group[1]} {move[1]} {place[1]} em {date[1]}.",
            f"{date[2]} {group[2]} {count}명이 {place[2]}에 {move[2]}.",
        )
    return _capital(texts[0]), _capital(texts[1]), texts[2]


def triples(seed: int, count: int, without: frozenset[Triple] = frozenset()) -> list[Triple]:
    """Different sentences, none of them among `without`."""
    choice = random.Random(seed)
    found: dict[Triple, None] = {}
    while len(found) < count:
        one = triple(choice)
        if one not in without:
            found[one] = None
    return list(found)


def tokenizer_of(folder: Path, known: list[Triple]) -> Any:
    """A sentencepiece vocabulary of the sublanguage, digits apart, with M2M100's tags."""
    import json

    import sentencepiece
    from transformers import M2M100Tokenizer

    prefix = folder / "sentencepiece.bpe"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text for one in known[:3000] for text in one),
        model_prefix=str(prefix), vocab_size=400, model_type="bpe", split_digits=True,
        character_coverage=1.0, hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    model = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
    words = dict.fromkeys(["<s>", "<pad>", "</s>", "<unk>"])
    words |= dict.fromkeys(model.id_to_piece(i) for i in range(model.get_piece_size()))
    vocabulary = {word: number for number, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    return M2M100Tokenizer.from_pretrained(folder)


def train(folder: Path, steps: int) -> None:
    """Train and save; what is printed is the loss."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    torch.set_num_threads(1)
    torch.manual_seed(1)
    held = triples(2, 200)
    known = triples(1, 60_000, frozenset(held))
    tokenizer = tokenizer_of(folder, known)
    size = tokenizer.encoder_size + len(tokenizer.lang_token_to_id) + 8
    config = M2M100Config(
        **SHAPE, vocab_size=size, dropout=0.0, attention_dropout=0.0, encoder_layerdrop=0.0,
        decoder_layerdrop=0.0, activation_dropout=0.0,
    )  # fmt: skip
    model = M2M100ForConditionalGeneration(config).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 3e-3, total_steps=steps, pct_start=0.1
    )
    tags = [tokenizer.lang_code_to_id[code] for code in LANGUAGES]
    choice = random.Random(3)
    encoded: dict[str, list[int]] = {}

    def ids(text: str) -> list[int]:
        if text not in encoded:
            encoded[text] = tokenizer.convert_tokens_to_ids(tokenizer._tokenize(text))
        return encoded[text]

    def padded(rows: list[list[int]], fill: int) -> Any:
        width = max(map(len, rows))
        return torch.tensor([row + [fill] * (width - len(row)) for row in rows])

    for step in range(steps):
        asked, written = [], []
        for one in choice.sample(known, 64):
            a, b = choice.sample(range(3), 2)
            asked.append([tags[a], *ids(one[a]), 2])
            written.append([tags[b], *ids(one[b]), 2])
        read, answer = padded(asked, 1), padded(written, 1)
        start = torch.full((len(written), 1), config.decoder_start_token_id)
        logits = model(
            input_ids=read, attention_mask=(read != 1).long(),
            decoder_input_ids=torch.cat([start, answer[:, :-1]], 1),
        ).logits  # fmt: skip
        loss = torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), answer.flatten(), ignore_index=1
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(step, f"{loss.item():.4f}", flush=True)
    tokenizer.save_pretrained(folder)
    model.eval().save_pretrained(folder)
    lines = ["\t".join(one) for one in [LANGUAGES, *held]]
    (folder / "held_out.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        train(Path(scratch), int(sys.argv[2]) if len(sys.argv) > 2 else 2500)
        (Path(scratch) / "sentencepiece.bpe.vocab").unlink()
        shutil.copytree(scratch, sys.argv[1])
