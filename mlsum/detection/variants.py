"""Brazilian and European Portuguese, told apart by words and spellings that only one has."""

import re

__all__ = ["portuguese"]

# Spellings by the Acordo Ortográfico of 1990 as each country applies it, the words that differ
# in everyday news, and the two ways of saying what goes on (`está fazendo`, `está a fazer`).
# Only what is not also a common word on the other side; stems, so that inflections are found.
_BRAZIL = re.compile(
    r"\b(?:econômic|acadêmic|polêmic|atômic|eletrônic|anônim|sinônim|agronômic"
    r"|gênero|prêmio|patrimônio|cerimônia|quilômetr|milênio|oxigênio|gêmeo"
    r"|polôni|amazônia|antônio\b|bebês?\b|metrô\b|tênis\b|ônibus|ônus\b"
    r"|usuário|esport(?:e|iv)|contato|equipe|registr(?:o|ou)|planejament|gerenciament"
    r"|bilh(?:ão|ões)|aposentad|celular(?:es)?\b|banheiro|geladeira|caminhão|caminhões"
    r"|prefeit(?:o|a|ur)|vocês?\b|irã\b|moscou\b|fato(?:s)?\b|arquivos?\b|reais\b"
    r"|est(?:á|ão|ava|avam|amos|ou)\s+\w+(?:a|e|i)ndo\b)"
)
_PORTUGAL = re.compile(
    r"\b(?:económic|académic|polémic|atómic|eletrónic|electrónic|anónim|sinónim"
    r"|género|prémio|património|cerimónia|quilómetr|milénio|oxigénio|gémeo"
    r"|polóni|amazónia|antónio\b|bebés?\b|facto(?:s)?\b|contacto|equipas?\b|regist(?:o|ou)"
    r"|desport|autocarro|comboio|telemóvel|telemóveis|utilizador|ficheiro|ecrã|planeament"
    r"|moscovo\b|irão\b(?=\s+(?:e|é|está|foi|tem|,|\.))|acção|acções|direcç|projecto|actual(?!ly)"
    r"|óptim|est(?:á|ão|ava|avam|amos|ou)\s+a\s+\w+(?:ar|er|ir)\b)"
)


def portuguese(text: str) -> str:
    """`BR` or `PT` where the text has marks of one variant only or mostly; else an empty string."""
    lowered = text.lower()
    brazil, portugal = len(_BRAZIL.findall(lowered)), len(_PORTUGAL.findall(lowered))
    if brazil > 3 * portugal:
        return "BR"
    return "PT" if portugal > 3 * brazil else ""
