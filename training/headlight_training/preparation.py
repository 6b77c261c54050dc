"""What a run needs before its first step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer


def provide_tokenizer(work: Path, train: Callable[[], Tokenizer]) -> Tokenizer:
    """The tokenizer of a run; it is trained where the work folder has none yet."""
    work.mkdir(parents=True, exist_ok=True)
    file = work / "tokenizer.json"
    if not file.exists():
        print("training the tokenizer", flush=True)
        train().save(str(file))
    return Tokenizer.from_file(str(file))
