"""The table of all cells, as committed beside the suite.

Responsible for what the table says and for which commit it speaks. Refuses to run cells.
"""

from __future__ import annotations

import platform
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from tests.conformance.harness import Outcome, Plan, Verdict

TABLE = Path(__file__).resolve().with_name("TABLE.md")
REASON_CHARACTERS = 140
HEADER = """\
# Cells killed at every point

Written by `python -m tests.conformance --write-table`; not edited by hand. A cell is **exact**
when every life that was killed and resumed ended like the run that was never killed (namespace,
files, random streams, options, error, displayed result), **refused** when it is refused before
the loop starts, and **told** when some resumes are refused with the reason and the others are
exact, or when nothing could be saved and that was said. `silent` and `loud` are failures. What
the dead process had printed is not compared.

"""
_BENCH = re.compile(r"\S*/conformance-\w+/\w+/work/")
"""Where a cell ran, which is another place each time."""
COLUMNS = (
    "cell", "must be", "is", "points", "saves", "lives", "exact", "refused", "not saved",
    "new interpreter", "setup again", "first reason",
)  # fmt: skip


def current_commit() -> str:
    """Return the commit the table speaks of, with ``+`` for changes that are not committed."""
    folder = TABLE.parent
    commit = _git("rev-parse", "HEAD", folder=folder)
    changed = _git("status", "--porcelain", "--", "../../ckpt_magic", folder=folder)
    return commit + ("+" if changed else "")


def render(
    plan: Plan,
    verdicts: Mapping[str, Verdict],
    fresh: Mapping[str, Verdict],
    again: Mapping[str, Verdict],
) -> str:
    """Return the table as Markdown; every cell of `verdicts` has its row."""
    rows = [_row(verdict, fresh.get(name), again.get(name)) for name, verdict in verdicts.items()]
    lines = [_cells(COLUMNS), _cells(["---"] * len(COLUMNS)), *rows]
    return HEADER + _facts(plan, verdicts, fresh, again) + "\n".join(lines) + "\n"


def _facts(
    plan: Plan,
    verdicts: Mapping[str, Verdict],
    fresh: Mapping[str, Verdict],
    again: Mapping[str, Verdict],
) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("ipython", "numpy", "pandas"))
    return (
        f"* commit: `{current_commit()}`\n"
        f"* Python {platform.python_version()}, {packages}\n"
        f"* at most {plan.max_points} points a cell\n"
        f"* killed in forks: {_summary(verdicts)}\n"
        f"* resumed in a new interpreter with another hash seed: {_summary(fresh)}\n"
        f"* with the setup run again first, as Run All does: {_summary(again)}\n\n"
    )


def _summary(verdicts: Mapping[str, Verdict]) -> str:
    counts = Counter(verdict.outcome for verdict in verdicts.values())
    lives = sum(len(verdict.findings) for verdict in verdicts.values())
    named = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    return f"{len(verdicts)} cells, {lives} lives: {named}"


def _row(verdict: Verdict, fresh: Verdict | None, again: Verdict | None) -> str:
    reasons = verdict.reasons()
    reason = " ".join(_BENCH.sub("", reasons[0]).split())[:REASON_CHARACTERS] if reasons else ""
    return _cells(
        [
            verdict.cell,
            verdict.want,
            verdict.outcome if verdict.accepted else f"**{verdict.outcome}**",
            verdict.points,
            verdict.saves,
            len(verdict.findings),
            verdict.count(Outcome.EXACT),
            verdict.count(Outcome.REFUSED),
            verdict.count(Outcome.NOT_SAVED),
            fresh.outcome if fresh else "",
            again.outcome if again else "",
            reason.replace("|", "\\|"),
        ]
    )


def _cells(values: object) -> str:
    assert isinstance(values, list | tuple)
    return "| " + " | ".join(map(str, values)) + " |"


def _git(*arguments: str, folder: Path) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, check=True, cwd=folder, capture_output=True, text=True)
    return done.stdout.strip()
