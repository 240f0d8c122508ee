"""Brazilian and European Portuguese, told apart by words and spellings that only one has."""

import re

__all__ = ["portuguese"]

# Spellings by the Acordo Ortográfico of 1990 as each country applies it, the words that differ
# in everyday news, and the two ways of saying what goes on (`está fazendo`, `está a fazer`).
# Only what is not also a common word on the other side; stems, so that inflections are found.
_BRAZIL = (
    r"(?:econ[ô]mic|acad[ê]mic|pol[ê]mic|at[ô]mic|eletr[ô]nic|an[ô]nim|sin[ô]nim|agron[ô]mic"
    r"|g[ê]nero|pr[ê]mio|patrim[ô]nio|cerim[ô]nia|quil[ô]metr|mil[ê]nio|oxig[ê]nio|g[ê]meo"
    r"|pol[ô]ni|amaz[ô]nia|ant[ô]nio\b|beb[ê]s?\b|metr[ô]\b|t[ê]nis\b|[ô]nibus|[ô]nus\b"
    r"|usu[á]rio|esport(?:e|iv)|contato|equipe|registr(?:o|ou)|planejament|gerenciament"
    r"|bilh(?:ão|ões)|aposentad|celular(?:es)?\b|banheiro|geladeira|caminhão|caminhões"
    r"|prefeit(?:o|a|ur)|voc[ê]s?\b|irã\b|moscou\b|fato(?:s)?\b|arquivos?\b|reais\b"
    r"|est(?:á|ão|ava|avam|amos|ou)\s+\w+(?:a|e|i)ndo\b)"
)
_PORTUGAL = (
    r"(?:econ[ó]mic|acad[é]mic|pol[é]mic|at[ó]mic|eletr[ó]nic|electr[ó]nic|an[ó]nim|sin[ó]nim"
    r"|g[é]nero|pr[é]mio|patrim[ó]nio|cerim[ó]nia|quil[ó]metr|mil[é]nio|oxig[é]nio|g[é]meo"
    r"|pol[ó]ni|amaz[ó]nia|ant[ó]nio\b|beb[é]s?\b|facto(?:s)?\b|contacto|equipas?\b|regist(?:o|ou)"
    r"|desport|autocarro|comboio|telem[ó]vel|telem[ó]veis|utilizador|ficheiro|ecrã|planeament"
    r"|moscovo\b|irão\b(?=\s+(?:e|é|está|foi|tem|,|\.))|acção|acções|direcç|projecto|actual(?!ly)"
    r"|óptim|est(?:á|ão|ava|avam|amos|ou)\s+a\s+\w+(?:ar|er|ir)\b)"
)


def portuguese(text: str) -> str:
    """`BR` or `PT` where the text has marks of one variant only or mostly; else an empty string."""
    lowered = text.lower()
    brazil, portugal = len(_BRAZILIAN.findall(lowered)), len(_EUROPEAN.findall(lowered))
    if brazil > 3 * portugal:
        return "BR"
    return "PT" if portugal > 3 * brazil else ""


_BRAZILIAN = re.compile(rf"\b{_BRAZIL}")
_EUROPEAN = re.compile(rf"\b{_PORTUGAL}")
