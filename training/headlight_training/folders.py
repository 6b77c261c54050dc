"""Where a run reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
CORPORA = SHARED / "corpora"
TREEBANKS = SHARED / "eval"


@dataclass(frozen=True)
class Folders:
    """The folders of one model's training."""

    corpora: Path
    treebanks: Path
    """The syntax treebanks that the encoder's heads are scored on."""
    work: Path
    """Everything that is not committed: tokenizer, token files, checkpoint, log."""
    model: Path
    """What ships."""
    fixtures: Path
    """Reference weights for the TypeScript tests."""

    @staticmethod
    def of(model: str) -> Folders:
        """Those of `encoder`, `decoder` or `translator` in this repository."""
        return Folders(
            corpora=CORPORA,
            treebanks=TREEBANKS,
            work=REPOSITORY / "training" / ".work" / model,
            model=REPOSITORY / "models" / f"headlight-{model}",
            fixtures=REPOSITORY / "test" / "fixtures" / f"headlight-{model}",
        )
