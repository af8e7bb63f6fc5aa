"""Many cells, checked side by side by a few forked workers.

Responsible for the workers and the passes of the full matrix. Refuses to judge a cell.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.conformance.cell import Cell
from tests.conformance.harness import Plan, Verdict, check
from tests.conformance.process import warm_up

NEW_INTERPRETER = Plan(max_points=1, storm=False, fresh=True)
SETUP_AGAIN = Plan(max_points=2, storm=False, rerun_setup=True)


def workers_of_this_machine() -> int:
    """Return how many cells can be checked at once."""
    return max(1, len(os.sched_getaffinity(0)))


def run_matrix(
    cells: Sequence[Cell], plan: Plan, workers: int, tell: Callable[[Verdict], None]
) -> dict[str, Verdict]:
    """Check `cells`, telling each verdict as it comes; return them in the order of `cells`."""
    warm_up()
    with (
        tempfile.TemporaryDirectory(prefix="conformance-", dir=_memory()) as folder,
        ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool,
    ):
        futures = [pool.submit(check, cell, plan, Path(folder)) for cell in cells]
        verdicts: dict[str, Verdict] = {}
        for future in as_completed(futures):
            verdict = future.result()
            verdicts[verdict.cell] = verdict
            tell(verdict)
    return {cell.name: verdicts[cell.name] for cell in cells}


def _memory() -> str | None:
    """A folder in memory, where there is one: thousands of small commits wait for no disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def with_setup(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells for which running the setup again means something."""
    return [cell for cell in cells if cell.setup and not cell.rerun_setup]
