"""Ctrl-C during our own work waits for its end, and is not lost."""

import signal

import pytest

from ckpt_magic.resume.interrupts import interrupts_deferred


def _interrupted_block(times: int, steps: list[str]) -> None:
    with interrupts_deferred():
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        steps.append("went on")


def test_one_interrupt_waits_for_the_end_of_the_block() -> None:
    """The block comes to its end, then the interrupt takes effect."""
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted_block(1, steps)
    assert steps == ["went on"]


def test_a_second_interrupt_takes_effect_at_once() -> None:
    """A person who presses twice means it."""
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted_block(2, steps)
    assert steps == []


def test_the_handler_of_before_is_back_and_gets_the_interrupt() -> None:
    """Whoever handled interrupts before handles this one."""
    heard: list[int] = []
    previous = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        with interrupts_deferred():
            signal.raise_signal(signal.SIGINT)
            assert heard == []
        assert heard == [signal.SIGINT]
        signal.raise_signal(signal.SIGINT)
        assert len(heard) == 2
    finally:
        signal.signal(signal.SIGINT, previous)
