"""The thread that does small things while a cell runs."""

from __future__ import annotations

import threading
import time

from ckpt_magic.magics.ticker import Duty, Ticker


def test_duties_are_done_in_their_own_rhythm_until_stop() -> None:
    """Each so often, on another thread, and none after the stop."""
    often: list[str] = []
    seldom: list[str] = []
    ticker = Ticker(
        [
            Duty(0.01, lambda: often.append(threading.current_thread().name)),
            Duty(0.1, lambda: seldom.append("")),
        ]
    )
    ticker.start()
    while len(seldom) < 2:
        time.sleep(0.01)
    ticker.stop()
    count = len(often)
    time.sleep(0.05)
    assert len(often) == count > len(seldom)
    assert set(often) == {"ckpt_magic-ticker"}


def test_a_duty_that_fails_is_dropped_and_the_others_go_on() -> None:
    """A broken view costs the view only."""
    failed: list[int] = []
    done: list[int] = []

    def fail() -> None:
        failed.append(1)
        raise RuntimeError("broken")

    ticker = Ticker([Duty(0.01, fail), Duty(0.01, lambda: done.append(1))])
    ticker.start()
    while len(done) < 5:
        time.sleep(0.01)
    ticker.stop()
    assert failed == [1]


def test_a_ticker_can_be_stopped_at_once_and_from_its_own_thread() -> None:
    """Neither waits for anything."""
    ticker = Ticker([Duty(60.0, lambda: None)])
    ticker.start()
    ticker.stop()
    box: list[Ticker] = []
    ended = threading.Event()

    def stop() -> None:
        box[0].stop()
        ended.set()

    box.append(Ticker([Duty(0.01, stop)]))
    box[0].start()
    assert ended.wait(10)
