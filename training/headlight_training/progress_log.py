"""The progress lines of a run: one for people, one for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .checkpoint import Progress


class ProgressLog:
    """Prints a line and appends its figures to a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: tuple[int, float] | None = None

    def write(self, progress: Progress, done: float, figures: dict[str, Any], words: str) -> None:
        """`figures` and `words` say the same, after the counters and before the speed."""
        tokens, seconds = self._mark or (progress.tokens, progress.seconds)
        speed = (progress.tokens - tokens) / max(progress.seconds - seconds, 1e-9)
        self._mark = (progress.tokens, progress.seconds)
        record = {
            "step": progress.step,
            "tokens": progress.tokens,
            "seconds": round(progress.seconds, 1),
            **figures,
            "tokensPerSecond": round(speed),
        }
        with self._path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        left = progress.seconds * (1 - done) / max(done, 1e-9) / 60
        print(
            f"step {progress.step} | {progress.tokens / 1e6:.2f} M tokens | {words}"
            f" | {speed:.0f} tokens/s | {left:.0f} min left",
            flush=True,
        )
