"""What the bundled encoder is asked to reach, and whether the measured one does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SYNTAX_GAIN = {"UD_English-EWT": 0.08, "UD_Chinese-GSDSimp": 0.05}
"""By how much a head must beat the best fixed distance to know a relation."""
MOST_RELATIONS = 20
"""Only the most frequent relations of a treebank count."""

EWT, GSD = SYNTAX_GAIN


@dataclass(frozen=True)
class Bar:
    name: str
    two_cores: float
    gpu: float
    measured: float

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "twoCores": self.two_cores,
            "gpu": self.gpu,
            "measured": self.measured,
            "met": self.measured >= self.two_cores,
        }


def bars(report: dict[str, Any]) -> list[Bar]:
    """The bars beside the figures of a report that has all of them."""
    domains, trees = report["domains"], report["syntax"]["treebanks"]
    det = next(one for one in trees[EWT]["relations"] if one["name"] == "det")
    whole_words = {name: domains[name]["wholeWord"]["top1"] for name in ("en", "zh", "code")}
    return [
        Bar("English, whole words masked, top-1", 0.33, 0.45, whole_words["en"]),
        Bar("Chinese, whole words masked, top-1", 0.30, 0.42, whole_words["zh"]),
        Bar("Code, whole words masked, top-1", 0.45, 0.58, whole_words["code"]),
        Bar("English, tokens masked, top-1", 0.25, 0.25, domains["en"]["token"]["top1"]),
        Bar("Chinese, tokens masked, top-1", 0.25, 0.25, domains["zh"]["token"]["top1"]),
        Bar("Next sentence", 0.75, 0.85, report["nextSentence"]["meanAccuracy"]),
        Bar(f"{EWT}: relations known (8 points)", 6, 10, trees[EWT]["known"]),
        Bar(f"{EWT}: det", 0.65, 0.80, det["accuracy"]),
        Bar(f"{GSD}: relations known (5 points)", 3, 5, trees[GSD]["known"]),
    ]
