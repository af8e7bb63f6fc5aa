"""What one iteration of a checkpointed loop costs when no save is due.

``python -m tests.benchmarks.iteration``: all variants take turns in one process, so that the
machine's mood hits them alike. The yardstick is what tqdm adds to the same bare loop.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from tests.benchmarks.report import print_table

FOR = """
_began = _clock()
for i in items:
    pass
_took = _clock() - _began
"""
INNER_FOR = """
_began = _clock()
for i in items:
    for j in one:
        pass
_took = _clock() - _began
"""
TQDM = FOR.replace("in items", "in tqdm(items, file=_nowhere)")
WHILE = """
i = 0
_began = _clock()
while i < count:
    i += 1
_took = _clock() - _began
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of running a loop; ``over`` names the variant it adds to."""

    name: str
    cell: str
    options: str | None = None
    over: str | None = None


BARE, BARE_WHILE, BARE_INNER, WITH_TQDM = "bare for", "bare while", "bare for in for", "tqdm"
VARIANTS = (
    Variant(BARE, FOR),
    Variant(WITH_TQDM, TQDM, over=BARE),
    Variant("checkpointed for, default", FOR, "", over=BARE),
    Variant("checkpointed for, --interval 1h", FOR, "--interval 1h", over=BARE),
    Variant("checkpointed for, --every (counts)", FOR, "--every 1000000000", over=BARE),
    Variant("checkpointed tqdm", TQDM, "", over=WITH_TQDM),
    Variant(BARE_INNER, INNER_FOR),
    Variant("checkpointed for in for", INNER_FOR, "--interval 1h", over=BARE_INNER),
    Variant(BARE_WHILE, WHILE),
    Variant("checkpointed while", WHILE, "--interval 1h", over=BARE_WHILE),
)


def measure(shell: InteractiveShell, count: int, rounds: int) -> dict[str, float]:
    """Return the median nanoseconds an iteration of each variant takes."""
    took: dict[str, list[float]] = {variant.name: [] for variant in VARIANTS}
    for _ in range(rounds):
        for variant in VARIANTS:
            took[variant.name].append(_run_once(shell, variant) / count * 1e9)
    return {name: statistics.median(times) for name, times in took.items()}


def _run_once(shell: InteractiveShell, variant: Variant) -> float:
    magic = "%%checkpointed --name benchmark --fresh --quiet "
    text = variant.cell if variant.options is None else f"{magic}{variant.options}{variant.cell}"
    result = shell.run_cell(text)
    result.raise_error()
    return float(shell.user_ns["_took"])


def _prepared_shell(folder: str, count: int) -> InteractiveShell:
    os.environ |= {
        "CKPT_MAGIC_DIR": f"{folder}/stores",
        "CKPT_MAGIC_KEY_FILE": f"{folder}/key",
        "XDG_CONFIG_HOME": f"{folder}/config",
        "XDG_STATE_HOME": f"{folder}/state",
    }
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.run_line_magic("load_ext", "ckpt_magic")
    prepared: dict[str, Any] = {"_clock": time.perf_counter, "count": count}
    shell.push(prepared, interactive=False)
    setup = "from tqdm import tqdm\nitems = range(count)\none = (1,)\n_nowhere = open('bar', 'w')"
    shell.run_cell(setup).raise_error()
    return shell


def _rows(medians: dict[str, float]) -> list[tuple[str, ...]]:
    tqdm_adds = medians[WITH_TQDM] - medians[BARE]
    rows = []
    for variant in VARIANTS:
        own = medians[variant.name]
        adds = own - medians[variant.over] if variant.over else None
        rows.append(
            (
                variant.name,
                f"{own:.1f}",
                "" if adds is None else f"{adds:+.1f}",
                "" if adds is None else f"{adds / tqdm_adds:.2f}",
            )
        )
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.iteration")
    parser.add_argument("--count", type=int, default=500_000, help="iterations a loop")
    parser.add_argument("--rounds", type=int, default=9, help="loops a variant")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shell = _prepared_shell(folder, options.count)
        medians = measure(shell, options.count, options.rounds)
    columns = ("loop", "ns an iteration", "adds", "of what tqdm adds")
    print_table("Cost of an iteration when no save is due", columns, _rows(medians))
    return 0


if __name__ == "__main__":
    sys.exit(main())
