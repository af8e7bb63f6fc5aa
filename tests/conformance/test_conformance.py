"""A seeded sample of the matrix, and every cell once without a kill.

The full matrix is ``python -m tests.conformance``. The sample differs by commit; the
environment variable CKPT_CONFORMANCE_SEED repeats one.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.cell import Want
from tests.conformance.cells import ALL_CELLS
from tests.conformance.table import TABLE, current_commit

REPOSITORY = Path(__file__).resolve().parents[2]
SEED_VARIABLE = "CKPT_CONFORMANCE_SEED"
EXACT_CELLS = 16
OTHER_CELLS = 16
FRESH_CELLS = 4
POINTS = 2
TIME_LIMIT_S = 900

pytestmark = [pytest.mark.slow, pytest.mark.timeout(TIME_LIMIT_S)]


def _seed() -> int:
    given = os.environ.get(SEED_VARIABLE)
    if given:
        return int(given)
    try:
        return int(current_commit()[:8], 16)
    except (OSError, subprocess.CalledProcessError):  # no git, or not a clone
        return 0


def _sample(seed: int) -> tuple[list[str], list[str]]:
    """Return the cells to kill, and those of them to resume in a new interpreter."""
    draw = random.Random(seed)
    exact = sorted(name for name, cell in ALL_CELLS.items() if cell.want is Want.EXACT)
    others = sorted(name for name, cell in ALL_CELLS.items() if cell.want is not Want.EXACT)
    killed = draw.sample(exact, EXACT_CELLS) + draw.sample(others, OTHER_CELLS)
    return sorted(killed), sorted(draw.sample(exact, FRESH_CELLS))


SEED = _seed()
KILLED, FRESH = _sample(SEED)
KILL_OPTIONS = ("--seed", str(SEED), "--max-points", str(POINTS))
FRESH_OPTIONS = ("--seed", str(SEED), "--max-points", "1", "--no-storm", "--fresh")


def _run(options: Sequence[str], names: Sequence[str], folder: Path) -> dict[str, Any]:
    """Run the suite as a person would, in a process that no test runner has touched."""
    found = folder / "verdicts.json"
    patterns = [f"^{name}$" for name in names]
    command = [sys.executable, "-m", "tests.conformance", *options, "--json", str(found), *patterns]
    done = subprocess.run(
        command,
        check=False,
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert found.exists(), f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return {verdict["cell"]: verdict for verdict in json.loads(found.read_text())}


def _assert_accepted(verdict: dict[str, Any], options: Sequence[str]) -> None:
    command = f"python -m tests.conformance {' '.join(options)} '^{verdict['cell']}$'"
    problems = "\n".join(verdict["problems"])
    assert verdict["accepted"], (
        f"{verdict['outcome']}: {problems}\n{SEED_VARIABLE}={SEED}, again with: {command}"
    )


@pytest.fixture(scope="module")
def without_kills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _run(["--no-kills"], [], tmp_path_factory.mktemp("unkilled"))


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _run(KILL_OPTIONS, KILLED, tmp_path_factory.mktemp("killed"))


@pytest.fixture(scope="module")
def resumed_in_new_interpreter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _run(FRESH_OPTIONS, FRESH, tmp_path_factory.mktemp("fresh"))


@pytest.mark.parametrize("name", ALL_CELLS)
def test_without_a_kill_nothing_changes(name: str, without_kills: dict[str, Any]) -> None:
    """A cell under the magic ends as it ends without it, or is refused in our own words."""
    _assert_accepted(without_kills[name], ["--no-kills"])


@pytest.mark.parametrize("name", KILLED)
def test_a_killed_cell_is_exact_refused_or_told(name: str, killed: dict[str, Any]) -> None:
    """A cell killed at some of its points and resumed never differs in silence."""
    _assert_accepted(killed[name], KILL_OPTIONS)


@pytest.mark.parametrize("name", FRESH)
def test_a_new_interpreter_resumes_exactly(
    name: str, resumed_in_new_interpreter: dict[str, Any]
) -> None:
    """Another hash seed and other addresses change nothing."""
    _assert_accepted(resumed_in_new_interpreter[name], FRESH_OPTIONS)


def test_the_table_leaves_no_cell_out() -> None:
    """The committed table has a row for every cell of the suite."""
    rows = {line.split("|")[1].strip() for line in TABLE.read_text().splitlines() if "|" in line}
    assert set(ALL_CELLS) <= rows
