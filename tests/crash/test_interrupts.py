"""Ctrl-C at counted steps of our own work: saves, resumes, ends.

An interrupt may come at any call of a function of the package while a cell runs. The cell ends
interrupted, or complete where nothing was left to do; running it again in the same process ends
as an undisturbed run does, and so does running it in a new process.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ckpt_magic.resume.driver import CellRun
from tests.crash.lives import (
    CELL,
    ITEMS,
    Life,
    at_call,
    chance,
    ending_of,
    interrupt,
    live,
    printed,
)
from tests.store.processes import at_statement

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
Hook = Callable[[int, Callable[[], object]], object]
FAILING = CELL.replace("    shared = rows[-1]", "    shared = rows[-1]\n    assert i != 3")


def _count(folder: Path, prepare: Callable[[Life], object], code: str) -> int:
    def act(life: Life) -> None:
        prepare(life)
        with at_call(-1, interrupt) as seen:
            assert life.run(code) is None
        (folder / "count").write_text(str(len(seen)))

    assert live(folder, act) == 0, printed(folder)
    return int((folder / "count").read_text())


def _whole(life: Life) -> None:
    """The namespace is that of one moment: rows, table and total fit together."""
    names = life.shell.user_ns
    rows, table = names.get("rows", []), names.get("table", {})
    assert ("rows" in names) == ("table" in names)
    assert len(table) == sum(len(row) - 1 for row in rows)


def _interrupted_then_again(life: Life, hook: Hook, step: int) -> BaseException | None:
    with hook(step, interrupt):  # type: ignore[attr-defined]  # a context manager
        try:
            error = life.run()
        except KeyboardInterrupt as early:  # before IPython runs any code
            error = early
    assert error is None or isinstance(error, KeyboardInterrupt), repr(error)
    _whole(life)
    again = life.run()
    assert life.session.place.store().verify() == ()
    return again


def assert_survives(folder: Path, hook: Hook, steps: list[int], *, resuming: bool = False) -> None:
    """Interrupt at each of the steps; the same process, running the cell again, ends right."""
    expected = ending_of(folder / "undisturbed")
    for step in steps:
        place = folder / f"interrupted-{hook.__name__}-{step}"
        try:
            if resuming:
                assert live(place, lambda life: life.run(FAILING)) == 0
            assert ending_of(place, lambda life: _interrupted_then_again(life, hook, step)) == (  # noqa: B023 (used at once)
                expected
            )
        except BaseException:
            arguments = f"folder, {hook.__name__}, [{step}], resuming={resuming}"
            print(f"to reproduce: assert_survives({arguments})")
            raise


@pytest.mark.slow
def test_an_interrupt_at_any_call_of_a_run_costs_nothing(fast_folder: Path) -> None:
    """Start, saves and end of a whole cell: a sample of the calls."""
    seed, numbers = chance()
    total = _count(fast_folder / "counted", lambda _: None, CELL)
    print(f"CKPT_MAGIC_TEST_SEED={seed}, {total} calls")
    assert_survives(fast_folder, at_call, sorted(numbers.sample(range(1, total + 1), 8)))


@pytest.mark.slow
def test_an_interrupt_at_any_call_of_a_resume_costs_nothing(fast_folder: Path) -> None:
    """Plan, restore and first steps of a resumed cell: the namespace is one or the other."""
    seed, numbers = chance()
    place = fast_folder / "counted"
    assert live(place, lambda life: life.run(FAILING)) == 0
    total = _count(place, lambda _: None, CELL)
    print(f"CKPT_MAGIC_TEST_SEED={seed}, {total} calls")
    steps = sorted(numbers.sample(range(1, total // 2), 8))
    assert_survives(fast_folder, at_call, steps, resuming=True)


def test_an_interrupt_during_a_save_ends_the_cell_interrupted(fast_folder: Path) -> None:
    """The save that was begun is whole, and a new process goes on from it."""
    expected = ending_of(fast_folder / "undisturbed")

    def act(life: Life) -> None:
        with at_statement(60, interrupt):
            assert isinstance(life.run(), KeyboardInterrupt)
        (operation,) = life.session.place.operations()
        assert operation.status.value == "interrupted"
        assert 0 < operation.progress.processed < ITEMS

    assert live(fast_folder / "interrupted", act) == 0, printed(fast_folder / "interrupted")
    assert ending_of(fast_folder / "interrupted") == expected


def test_pressing_twice_while_the_result_is_kept_leaves_an_interrupted_operation(
    fast_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person did not want to wait for it; the same kernel goes on at the last checkpoint."""
    expected = ending_of(fast_folder / "undisturbed")

    def act(life: Life) -> BaseException | None:
        with monkeypatch.context() as patch:
            patch.setattr(CellRun, "_keep_result", lambda *_: (interrupt(), interrupt()))
            life.run()
        (operation,) = life.session.place.operations()
        assert operation.status.value == "interrupted"
        return life.run()

    assert ending_of(fast_folder / "twice", act) == expected
