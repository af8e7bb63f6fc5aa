"""When a save is due, as laws over plain numbers."""

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.schedule import (
    BoundedOverhead,
    EveryInterval,
    EveryItems,
    FirstOf,
    SaveHistory,
    schedule_for,
)

costs = st.floats(0.0001, 50.0)


@given(st.lists(costs, min_size=1, max_size=30), st.floats(0.0001, 5.0))
def test_bounded_overhead_keeps_saves_near_one_percent(costs_s: list[float], step_s: float) -> None:
    """Over a simulated run, saves after the first cost at most 1 % of the time between them."""
    schedule, now, history = BoundedOverhead(), 0.0, SaveHistory(started_at=0.0)
    for cost_s in costs_s:
        wake = schedule.wake_at(history)
        now = max(now + step_s, wake)
        assert schedule.due(history, now)
        if history.last_saved_at is not None:
            assert history.last_cost_s <= 0.0101 * (now - history.last_saved_at) + 1e-9
        now += cost_s
        history = SaveHistory(started_at=0.0, last_saved_at=now, last_cost_s=cost_s)


def test_the_first_save_comes_after_two_seconds() -> None:
    """Before anything is known of the cost, two seconds are waited."""
    history = SaveHistory(started_at=10.0)
    assert not BoundedOverhead().due(history, now=11.9)
    assert BoundedOverhead().due(history, now=12.0)


@given(st.integers(1, 1000), st.integers(0, 2000))
def test_every_items_counts_items_only(items: int, done: int) -> None:
    """``--every N`` is due from the N-th item on, whatever the clock says."""
    history = SaveHistory(started_at=0.0, items_since_save=done)
    assert EveryItems(items).due(history, now=0.0) == (done >= items)


@given(st.floats(0.1, 1000), st.floats(0, 2000))
def test_an_interval_runs_from_the_last_save(interval_s: float, passed_s: float) -> None:
    """``--interval`` is due once the interval is over."""
    history = SaveHistory(started_at=0.0, last_saved_at=100.0)
    assert EveryInterval(interval_s).due(history, 100.0 + passed_s) == (
        100.0 + passed_s >= 100.0 + interval_s
    )


def test_given_both_whichever_comes_first_saves() -> None:
    """``--every`` and ``--interval`` together mean either."""
    schedule = schedule_for(10, 5.0)
    assert isinstance(schedule, FirstOf)
    assert schedule.due(SaveHistory(started_at=0.0, items_since_save=10), now=0.1)
    assert schedule.due(SaveHistory(started_at=0.0), now=5.0)
    assert not schedule.due(SaveHistory(started_at=0.0, items_since_save=9), now=4.9)
    assert schedule.wake_at(SaveHistory(started_at=0.0)) == 5.0
