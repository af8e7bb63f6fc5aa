"""How fast a loop goes and when it will be done."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.panel.pace import ENOUGH, MOST, WINDOW_S, Pace

STEPS = st.lists(
    st.tuples(st.floats(0, 1000, allow_nan=False), st.integers(-3, 1000)), min_size=1, max_size=200
)


def _walk(steps: list[tuple[float, int]]) -> tuple[Pace, float]:
    at_s, done, pace = 0.0, 0, Pace.starting(0.0, 0)
    for took_s, more in steps:
        at_s, done = at_s + took_s, max(0, done + more)
        pace = pace.reached(at_s, done)
    return pace, at_s


@given(STEPS, st.floats(0, 1e6), st.integers(0, 10**9))
def test_neither_rate_nor_rest_is_ever_negative_or_no_number(
    steps: list[tuple[float, int]], later_s: float, total: int
) -> None:
    """Whatever a loop does, backwards and at once included."""
    pace, at_s = _walk(steps)
    rate, eta = pace.rate_per_s(at_s + later_s), pace.eta_s(at_s + later_s, total)
    assert rate is None or (rate > 0 and math.isfinite(rate))
    assert eta is None or (eta >= 0 and not math.isnan(eta))


@given(STEPS)
def test_marks_are_few_and_in_order(steps: list[tuple[float, int]]) -> None:
    """At most a constant, and each later and further than the one before."""
    pace, _ = _walk(steps)
    assert len(pace.marks) <= MOST
    pairs = zip(pace.marks, pace.marks[1:], strict=False)
    assert all(a.active_s <= b.active_s and a.processed < b.processed for a, b in pairs)


@given(st.floats(0.001, 1000), st.integers(1, 50), st.integers(3, 100))
def test_a_steady_loop_has_its_true_rate(step_s: float, items: int, count: int) -> None:
    """However fast it is and however long it runs."""
    pace = Pace.starting(0.0, 0)
    for n in range(1, count):
        pace = pace.reached(n * step_s, n * items)
    rate = pace.rate_per_s((count - 1) * step_s)
    assert rate is not None
    assert math.isclose(rate, items / step_s, rel_tol=1e-6)


def test_what_an_earlier_process_did_does_not_count() -> None:
    """After a resume at 900 the rate is that of the items since."""
    pace = Pace.starting(0.0, 900).reached(10.0, 910)
    assert pace.rate_per_s(10.0) == 1.0
    assert pace.eta_s(10.0, 1000) == 90.0


def test_preparations_before_the_loop_do_not_count_once_it_runs() -> None:
    """The start of the run is forgotten when two marks of the loop are there."""
    pace = Pace.starting(0.0, 0).reached(100.0, 1).reached(101.0, 2)
    assert pace.rate_per_s(101.0) == 1.0


def test_the_rate_follows_a_loop_that_became_faster() -> None:
    """Marks older than the window do not count, if there are enough others."""
    pace = Pace.starting(0.0, 0)
    for n in range(1, 11):
        pace = pace.reached(n * 10.0, n)
    for n in range(1, 41):
        pace = pace.reached(100.0 + n, 10 + 10 * n)
    assert pace.marks[0].active_s >= 140.0 - WINDOW_S
    assert pace.rate_per_s(140.0) == 10.0


def test_iterations_of_an_hour_have_a_rate() -> None:
    """A few marks are kept however old they are."""
    pace = Pace.starting(0.0, 0)
    for n in range(1, 9):
        pace = pace.reached(n * 3600.0, n)
    assert len(pace.marks) == ENOUGH
    assert pace.eta_s(8 * 3600.0, 10) == 7200.0


def test_an_iteration_that_does_not_end_lowers_the_rate() -> None:
    """The loop that did one a second and now waits for a minute does less than one a second."""
    pace = Pace.starting(0.0, 0).reached(1.0, 1).reached(2.0, 2)
    rate = pace.rate_per_s(62.0)
    assert rate is not None
    assert rate < 0.1


def test_nothing_done_is_no_rate() -> None:
    """Before the first item nobody knows."""
    assert Pace.starting(0.0, 0).rate_per_s(100.0) is None
    assert Pace.starting(0.0, 0).eta_s(100.0, 5) is None
