"""How long iterations took, in few samples."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.panel.history import MOST, History, Sample

SPENT = st.lists(st.tuples(st.floats(0, 100, allow_nan=False), st.integers(0, 10**6)), max_size=400)


def _history(spent: list[tuple[float, int]]) -> History:
    history, at_s = History(), 0.0
    for spent_s, count in spent:
        at_s += spent_s
        history = history.went_by(Sample(end_s=at_s, spent_s=spent_s, count=count))
    return history


@given(SPENT)
def test_it_is_bounded_and_loses_no_time_and_no_iteration(spent: list[tuple[float, int]]) -> None:
    """Samples are joined, never dropped, and stay in order."""
    history = _history(spent)
    assert len(history.samples) <= MOST
    assert sum(one.count for one in history.samples) == sum(count for _, count in spent)
    counted_s = sum(spent_s for spent_s, count in spent if count)
    assert math.isclose(sum(one.spent_s for one in history.samples), counted_s, abs_tol=1e-6)
    ends = [one.end_s for one in history.samples]
    assert ends == sorted(ends)


@given(st.lists(st.floats(0, 1e6, allow_nan=False), max_size=500).map(sorted))
def test_marks_of_saves_are_bounded_and_the_newest_is_there(times_s: list[float]) -> None:
    """Of very many the old ones thin out."""
    history = History()
    for at_s in times_s:
        history = history.saved(at_s)
    assert len(history.saves_s) <= MOST
    assert list(history.saves_s) == sorted(history.saves_s)
    assert not times_s or history.saves_s[-1] == times_s[-1]


def test_a_long_run_is_sampled_evenly() -> None:
    """A day at four samples a second: all that are whole are about as long."""
    history = _history([(1.0, 5)] * 20_000)
    lengths = [one.spent_s for one in history.samples[:-1]]
    assert max(lengths) <= 4 * min(lengths)
    assert len(history.samples) > MOST // 3
