"""What every training loop here needs: memory that stays, a thread a core, a polite end."""

from __future__ import annotations

import ctypes
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import torch


def keep_large_blocks() -> None:
    """Stops glibc from returning large blocks to the system: half as many seconds per step.

    Without it each activation is mapped, cleared and unmapped anew. Elsewhere it does nothing.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            trim_threshold, mmap_max, arena_max = -1, -4, -8
            mallopt(mmap_max, 0)
            mallopt(trim_threshold, 2**31 - 1)
            mallopt(arena_max, 1)


def make_workers() -> ThreadPoolExecutor:
    """One thread a core, each working on its own part of a step.

    On a machine that does other work too this is faster than splitting each product over the
    cores, because a core that is taken away then delays one part and not every product. For the
    same reason the calling thread, which sums and applies the gradients, is left with one core.
    """
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    return ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,))


class StopRequest:
    """Turns SIGTERM and SIGINT into a flag that the loop reads between two steps."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
