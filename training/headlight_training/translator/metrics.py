"""BLEU and chrF of a set of translations, as sacreBLEU computes them."""

from __future__ import annotations

from dataclasses import dataclass

from sacrebleu.metrics import BLEU, CHRF


@dataclass(frozen=True)
class Score:
    bleu: float
    chrf: float


def score(translations: list[str], references: list[str]) -> Score:
    """One reference each. BLEU with the `zh` tokeniser, which parts Chinese characters."""
    bleu = BLEU(tokenize="zh").corpus_score(translations, [references])
    chrf = CHRF().corpus_score(translations, [references])
    return Score(round(bleu.score, 2), round(chrf.score, 2))


def signatures() -> dict[str, str]:
    """What exactly was computed, in sacreBLEU's words."""
    result: dict[str, str] = {}
    for name, metric in (("bleu", BLEU(tokenize="zh")), ("chrf", CHRF())):
        metric.corpus_score(["一"], [["一"]])
        result[name] = str(metric.get_signature())
    return result
