"""Tracebacks are those of the cell, line numbers included, with no frame of ours."""

from __future__ import annotations

import _thread
import re
import traceback
from typing import Any

import pytest

from ckpt_magic.core.events import PointReached
from ckpt_magic.magics.tracebacks import without_ours
from tests.magics.conftest import Session


def shown(session: Session, capsys: pytest.CaptureFixture[str], cell: str) -> str:
    """The frames, lines and errors that a failing cell shows.

    Without what differs from run to run: names of files, and how much is shown around a line.
    """
    capsys.readouterr()
    session.run(cell)
    text = "".join(capsys.readouterr())
    text = re.sub(r"<ipython-input-[^>]*>|0x[0-9a-f]+", "", text)
    lines = [line for line in text.splitlines() if not re.match(r" +\d+ |$", line)]
    return "\n".join(" ".join(line.split()) for line in lines)


OWN_ITERATOR = """class It:
    def __iter__(self): return self
    def __next__(self): raise OSError('gone')
for i in It():
    pass"""
CHAINED = """try:
    for i in range(3):
        raise ValueError(i)
except ValueError as e:
    raise KeyError('again') from e"""
BODIES = [
    "for i in range(3):\n    1 / (1 - i)",
    "def f(x):\n    return 1 / (1 - x)\nfor i in map(f, range(3)):\n    pass",
    OWN_ITERATOR,
    "for i in range(2):\n    for j in range(2):\n        [][i + j]",
    "i = 0\nwhile True:\n    i += 1\n    {}[i]",
    CHAINED,
    "with open('/nowhere/at/all') as f:\n    for line in range(3): pass",
]


@pytest.mark.parametrize("body", BODIES)
def test_a_traceback_is_that_of_the_plain_cell(
    session: Session, capsys: pytest.CaptureFixture[str], body: str
) -> None:
    """To the letter, but for the first line of the cell, which is the magic's."""
    plain = shown(session, capsys, "# %%checkpointed --quiet\n" + body)
    ours = shown(session, capsys, "%%checkpointed --quiet\n" + body)
    assert ours == plain
    assert "hidden" not in ours


def test_an_interrupt_in_a_save_is_shown_where_the_cell_stood(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person's own line, not ours."""

    def on_event(event: Any) -> None:
        if isinstance(event, PointReached) and event.number == 2:
            _thread.interrupt_main()

    session.extension.listeners.append(on_event)
    text = shown(session, capsys, "%%checkpointed --every 1\nfor i in range(5):\n    x = i")
    assert "KeyboardInterrupt" in text
    assert "----> 2 for i in range(5):" in text
    assert "driver.py" not in text
    assert "interrupts.py" not in text


def test_the_shell_is_as_before_afterwards(session: Session) -> None:
    """What shows exceptions, and a handler of the person's own, which is left alone."""
    session.run("%%checkpointed --quiet\nfor i in range(3): 1 / 0")
    assert session.shell.custom_exceptions == ()
    seen: list[type] = []

    def own(_shell: Any, kind: type, _error: Any, _traceback: Any, tb_offset: Any = None) -> None:
        del tb_offset
        seen.append(kind)

    session.shell.set_custom_exc((ZeroDivisionError,), own)
    session.run("%%checkpointed --quiet\nfor i in range(3): 1 / 0")
    assert seen == [ZeroDivisionError]
    assert session.shell.custom_exceptions == (ZeroDivisionError,)


def test_an_error_of_ours_keeps_its_place() -> None:
    """A fault in this package must be found."""
    with pytest.raises(AttributeError) as caught:
        without_ours(ValueError(), 1)  # type: ignore[arg-type]  # a fault, for the test
    error = caught.value
    assert without_ours(error, error.__traceback__) is error.__traceback__
    assert traceback.extract_tb(error.__traceback__)[-1].name == "without_ours"
