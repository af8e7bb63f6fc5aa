"""One command for the full matrix: ``python -m tests.conformance [NAME …]``."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.conformance.cell import Cell
from tests.conformance.cells import ALL_CELLS
from tests.conformance.harness import Plan, Verdict
from tests.conformance.matrix import (
    NEW_INTERPRETER,
    SETUP_AGAIN,
    run_matrix,
    with_setup,
    workers_of_this_machine,
)
from tests.conformance.table import TABLE, render


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 1 when a cell did not end as it must."""
    options = _parser().parse_args(arguments)
    cells = _selected(options.names)
    plan = Plan(
        max_points=options.max_points,
        seed=options.seed,
        kills=not options.no_kills,
        storm=not options.no_storm,
        fresh=options.fresh,
        rerun_setup=options.rerun_setup,
    )
    began = time.perf_counter()
    verdicts = run_matrix(cells, plan, options.workers, _tell)
    _say_summary(verdicts, time.perf_counter() - began)
    if options.json:
        options.json.write_text(json.dumps([_as_json(verdict) for verdict in verdicts.values()]))
    accepted = all(verdict.accepted for verdict in verdicts.values())
    if options.write_table:
        accepted &= _write_table(plan, cells, verdicts, options.workers)
    return 0 if accepted else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help="regular expressions of cell names; default: all")
    add("--max-points", type=int, default=24, help="points a cell is killed at (default 24)")
    add("--seed", type=int, help="draw these points instead of spreading them evenly")
    add("--no-kills", action="store_true", help="only compare with and without the magic")
    add("--no-storm", action="store_true", help="no lives that each die after one checkpoint")
    add("--fresh", action="store_true", help="resume in new interpreters, other hash seeds")
    add("--rerun-setup", action="store_true", help="run the setup again before the resume")
    add("--workers", type=int, default=workers_of_this_machine(), help="cells at once")
    add("--json", type=Path, help="write the verdicts to this file")
    add("--write-table", action="store_true", help=f"also all passes into {TABLE.name}")
    return parser


def _selected(patterns: Sequence[str]) -> list[Cell]:
    found = [
        cell
        for cell in ALL_CELLS.values()
        if not patterns or any(re.search(pattern, cell.name) for pattern in patterns)
    ]
    if not found:
        raise SystemExit(f"no cell is called {' or '.join(patterns)}")
    return found


def _tell(verdict: Verdict) -> None:
    mark = "ok  " if verdict.accepted else "FAIL"
    counts = Counter(finding.outcome for finding in verdict.findings)
    named = " ".join(f"{outcome}={count}" for outcome, count in counts.items())
    print(
        f"{mark} {verdict.cell:34} must be {verdict.want:12} is {verdict.outcome:8}"
        f" points={verdict.points:<3} saves={verdict.saves:<3} {named} ({verdict.took_s:.1f} s)",
        flush=True,
    )
    if not verdict.accepted:
        for finding in [f for f in verdict.findings if f.text][:3]:
            print(f"     {finding.life}: {finding.outcome}: {finding.text[:1200]}", flush=True)
    for text in verdict.reasons()[:2]:
        print(f"     - {text[:300]}", flush=True)


def _say_summary(verdicts: dict[str, Verdict], took_s: float) -> None:
    counts = Counter(verdict.outcome for verdict in verdicts.values())
    failed = [name for name, verdict in verdicts.items() if not verdict.accepted]
    named = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    print(f"{len(verdicts)} cells in {took_s:.0f} s: {named}; {len(failed)} not as they must be")
    if failed:
        print("  " + " ".join(failed))


def _as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "cell": verdict.cell,
        "outcome": verdict.outcome,
        "accepted": verdict.accepted,
        "points": verdict.points,
        "problems": [f"{f.life}: {f.outcome}: {f.text}" for f in verdict.findings if f.text],
    }


def _write_table(plan: Plan, cells: list[Cell], verdicts: dict[str, Verdict], workers: int) -> bool:
    if len(verdicts) != len(ALL_CELLS):
        raise SystemExit("the table lists every cell: leave the names out")
    fresh = run_matrix(cells, NEW_INTERPRETER, workers, _tell)
    again = run_matrix(with_setup(cells), SETUP_AGAIN, workers, _tell)
    TABLE.write_text(render(plan, verdicts, fresh, again))
    return all(verdict.accepted for verdict in [*fresh.values(), *again.values()])


if __name__ == "__main__":
    sys.exit(main())
