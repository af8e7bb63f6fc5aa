"""Events folded into what a person sees of a run."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.control import Command
from ckpt_magic.core.events import (
    CheckpointSkipped,
    NoticeGiven,
    OperationResumed,
    PauseChanged,
    PointReached,
    StopAsked,
)
from ckpt_magic.core.model import Notice, Status
from ckpt_magic.panel.view_model import RunView, State, heard, live_status
from tests.panel.story import WORK, checkpoint, ended, progress, saved, started, told

POINT = PointReached(operation=WORK, number=1, line=1)
PAUSED = PauseChanged(operation=WORK, paused=True)
GOES_ON = PauseChanged(operation=WORK, paused=False)
SKIPPED = CheckpointSkipped(operation=WORK, reason="`f` is a socket")
NOTICES = [
    NoticeGiven(operation=WORK, notice=Notice(kind="file", subject=f"{n}", text=f"file {n}"))
    for n in range(4)
]
RESUMED = OperationResumed(operation=WORK, checkpoint=checkpoint(7, 60, at=900.0))
EVENTS = st.one_of(
    st.sampled_from([started(), RESUMED, POINT, PAUSED, GOES_ON, SKIPPED, ended(), *NOTICES]),
    st.builds(progress, st.integers(0, 10**6), st.one_of(st.none(), st.integers(0, 10**6))),
    st.builds(saved, st.integers(1, 9), st.integers(0, 100), stall_s=st.floats(0, 5)),
)


@given(st.lists(st.tuples(st.floats(-50, 100, allow_nan=False), EVENTS), max_size=80))
def test_no_figure_is_negative_or_no_number(steps: list[tuple[float, Any]]) -> None:
    """In any order of events, and with a clock that is set back at any time."""
    now, view = 1000.0, RunView()
    for step_s, event in steps:
        now += step_s
        view = heard(view, event, now)
        figures = [
            view.elapsed_s(now),
            view.active_s(now),
            view.iteration_s(now),
            view.overhead(now),
            view.rate_per_s(now) or 0.0,
            view.eta_s(now) or 0.0,
            view.save_age_s(now) or 0.0,
        ]
        assert all(figure >= 0 and math.isfinite(figure) for figure in figures)
        assert view.overhead(now) <= 1
        assert view.active_s(now) <= view.elapsed_s(now) + 1e-9


@given(st.permutations(NOTICES))
def test_the_order_of_notices_changes_no_figure(notices: list[NoticeGiven]) -> None:
    """They are listed as they came, each once; all else is the same."""
    events = [(1001.0 + n, notice) for n, notice in enumerate([*notices, *notices])]
    view = told((1000.0, started()), (1001.0, progress(5)), *events, (1010.0, progress(9)))
    assert len(view.notices) == len(NOTICES)
    without = told((1000.0, started()), (1001.0, progress(5)), (1010.0, progress(9)))
    assert replace(view, notices=()) == without


@given(st.integers(0, 5), st.floats(1, 10_000))
def test_pauses_count_neither_for_the_rate_nor_for_what_is_left(at: int, paused_s: float) -> None:
    """The same run with a pause in it has the same rate; only the elapsed time differs."""
    plain, paused, shift = told((1000.0, started())), told((1000.0, started())), 0.0
    for n in range(1, 7):
        plain = told((1000.0 + n, progress(n)), view=plain)
        paused = told((1000.0 + n + shift, progress(n)), view=paused)
        if n == at + 1:
            pause = 1000.0 + n + shift
            shift = paused_s
            paused = told((pause, PAUSED), (pause + shift, GOES_ON), view=paused)
    now = 1006.5
    assert paused.active_s(now + shift) == pytest.approx(plain.active_s(now))
    assert paused.rate_per_s(now + shift) == pytest.approx(plain.rate_per_s(now))
    assert paused.eta_s(now + shift) == pytest.approx(plain.eta_s(now))
    assert paused.elapsed_s(now + shift) == pytest.approx(plain.elapsed_s(now) + paused_s)


def test_while_it_is_paused_time_stands_still() -> None:
    """The rest that is left does not shrink, and the iteration does not get longer."""
    view = told((1000.0, started()), (1001.0, progress(1)), (1002.0, progress(2)), (1002.0, PAUSED))
    assert view.state is State.PAUSED
    assert view.eta_s(1002.0) == view.eta_s(5000.0)
    assert view.iteration_s(5000.0) == 0.0


def test_after_a_resume_only_this_run_counts() -> None:
    """60 items of a dead process are done, but give no rate."""
    view = told((2000.0, RESUMED), (2010.0, progress(61)), (2020.0, progress(62)))
    assert view.resumed_at == 60
    assert view.rate_per_s(2020.0) == pytest.approx(0.1)
    assert view.eta_s(2020.0) == pytest.approx(380.0)
    assert view.elapsed_s(2020.0) == 20.0


def test_a_resumed_run_has_the_checkpoint_it_came_from() -> None:
    """Its age counts from when it was written; it is none of this run's."""
    view = told((2000.0, RESUMED))
    assert view.save_age_s(2000.0) == 1100.0
    assert (view.saved, view.overhead(2000.0)) == (0, 0.0)
    assert [one.name for one in view.unsaved] == ["client"]
    assert view.needed == {"client"}


def test_overhead_is_what_the_loop_waited() -> None:
    """Two stalls of half a second in ten."""
    view = told((1000.0, started()), (1002.0, saved(1)), (1004.0, saved(2)), (1010.0, progress(5)))
    assert view.overhead(1010.0) == pytest.approx(0.1)
    assert view.saved == 2


def test_iteration_times_leave_saves_out() -> None:
    """An iteration of one second during which a save took half of it took half a second."""
    view = told(
        (1000.0, started()),
        (1001.0, progress(1)),
        (1001.9, saved(1, 1, stall_s=0.5)),
        (1002.0, progress(2)),
    )
    assert view.history.samples[-1].spent_s == pytest.approx(0.5)


def test_a_save_is_seen_from_its_begin_to_its_end() -> None:
    """Also one that is taken while the loop is paused."""
    view = told((1000.0, started()), (1001.0, POINT))
    assert view.state is State.SAVING
    assert told((1002.0, saved()), view=view).state is State.RUNNING
    paused = told((1000.0, started()), (1001.0, PAUSED), (1002.0, POINT), (1003.0, saved()))
    assert paused.state is State.PAUSED


def test_the_reason_of_a_skipped_save_is_shown_until_one_works() -> None:
    """And the loop runs on."""
    view = told((1000.0, started()), (1001.0, POINT), (1002.0, SKIPPED))
    assert (view.state, view.message) == (State.RUNNING, "`f` is a socket")
    assert told((1003.0, saved()), view=view).message == ""


def test_a_second_loop_has_a_rate_of_its_own() -> None:
    """The first one's marks say nothing about it."""
    view = told((1000.0, started()), (1001.0, progress(10)), (1002.0, progress(20)))
    view = told((1010.0, progress(1, line=5)), (1020.0, progress(2, line=5)), view=view)
    assert view.rate_per_s(1020.0) == pytest.approx(0.1)


def test_preparations_before_the_loop_are_no_iteration() -> None:
    """The loop is entered after a minute; its first item takes a second."""
    view = told((1000.0, started()), (1060.0, progress(0)), (1061.0, progress(1)))
    assert view.rate_per_s(1061.0) == pytest.approx(1.0)
    assert view.history.samples[0].iteration_s == pytest.approx(1.0)


def test_a_run_that_is_over_stands_still() -> None:
    """Its figures are those of its last moment."""
    view = told((1000.0, started()), (1004.0, progress(100)), (1005.0, ended()))
    assert view.state is State.ENDED
    assert view.elapsed_s(99_999.0) == 5.0


def test_an_end_while_it_is_paused_ends_the_pause() -> None:
    """The time until then was waited, not run."""
    view = told((1000.0, started()), (1001.0, PAUSED), (1009.0, ended(Status.INTERRUPTED)))
    assert view.active_s(2000.0) == 1.0


def test_who_was_stopped_says_so() -> None:
    """An end that somebody asked for is not just an interrupt."""
    stop = StopAsked(operation=WORK)
    view = told((1000.0, started()), (1001.0, stop))
    assert view.state is State.STOPPING
    assert told((1002.0, ended(Status.INTERRUPTED)), view=view).stopped


@pytest.mark.parametrize(
    ("command", "events"),
    [
        (Command.CHECKPOINT, [POINT]),
        (Command.PAUSE, [PAUSED]),
        (Command.STOP, [StopAsked(operation=WORK)]),
        (Command.PAUSE, [ended()]),
    ],
)
def test_what_was_asked_for_waits_until_it_happens(command: Command, events: list[Any]) -> None:
    """A click is answered at once, and the answer goes away when it is done."""
    before = told((1000.0, started()), (1001.0, progress(1)))
    assert told((1002.0, progress(2)), view=before).still_waits(command, before)
    after = told(*((1003.0, event) for event in events), view=before)
    assert not after.still_waits(command, before)


def test_going_on_is_waited_for_only_while_paused() -> None:
    """Who asks a running loop to go on waits for nothing."""
    running = told((1000.0, started()))
    paused = told((1001.0, PAUSED), view=running)
    assert not running.still_waits(Command.CONTINUE, running)
    assert paused.still_waits(Command.CONTINUE, paused)


def test_readers_of_the_store_get_the_same_figures() -> None:
    """The status is the view at a moment, in plain values."""
    view = told((1000.0, started()), (1010.0, progress(10)), (1020.0, progress(20)))
    view = told((1021.0, saved(1, 20)), view=view)
    status = live_status(view, 1025.0, 42)
    assert (status.operation_id, status.pid, status.at) == (WORK.id, 42, 1025.0)
    assert (status.processed, status.total, status.state) == (20, 100, "running")
    assert status.rate_per_s == view.rate_per_s(1025.0)
    assert (status.checkpoint_at, status.checkpoint_size_bytes) == (1021.0, 36_400_000)
    assert [(loop.line, loop.processed) for loop in status.loops] == [(1, 20)]


def test_a_loop_that_tells_nothing_claims_nothing() -> None:
    """A ``while`` has no count, no rate and no end in sight."""
    view = told((1000.0, started()), (1001.0, progress(0, None)), (1009.0, progress(0, None)))
    status = live_status(view, 1010.0, 1)
    assert (status.processed, status.rate_per_s, status.eta_s) == (None, None, None)
    assert view.history.samples == ()


def test_no_status_before_an_operation_began() -> None:
    """There is nothing to say of nothing."""
    with pytest.raises(ValueError, match="no operation"):
        live_status(RunView(), 0.0, 1)
