"""What is written, where, and how often."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace

import pytest

from ckpt_magic.core.events import CheckpointSkipped, Event, ProgressMade
from ckpt_magic.core.model import Operation, OperationKind, Progress, Status
from ckpt_magic.magics.printer import REDRAW_S, SILENT_S, Printer

WORK = Operation(
    id="work-1", name="work", kind=OperationKind.CELL, key="k", status=Status.RUNNING, started_at=0
)


def _progress(processed: int, elapsed_s: float = SILENT_S) -> Event:
    progress = Progress(processed=processed)
    return ProgressMade(operation=WORK, progress=progress, elapsed_s=elapsed_s)


def _skipped(reason: str) -> Event:
    return CheckpointSkipped(operation=WORK, reason=reason)


def _written(*events: Event, quiet: bool = False) -> str:
    printer, stream = Printer(), io.StringIO()
    with contextlib.redirect_stderr(stream):
        printer.open(quiet=quiet)
    for event in events:
        printer.hear(event)
    printer.close()
    return stream.getvalue()


def test_a_cell_that_is_done_soon_shows_no_progress() -> None:
    """Not even an empty line."""
    assert _written(_progress(1, SILENT_S / 2)) == ""


def test_progress_is_one_line_that_is_redrawn_and_ended_once() -> None:
    """Once a second; a shorter text leaves nothing of the longer one before it."""
    written = _written(_progress(10_000), _progress(5), _progress(1, SILENT_S + REDRAW_S))
    assert written.count("\r") == 2
    assert written.count("\n") == 1
    first, second = written.rstrip("\n").split("\r")[1:]
    assert len(second) == len(first)


def test_a_line_to_read_does_not_continue_the_line_of_progress() -> None:
    """The progress line is ended first."""
    lines = _written(_progress(1), _skipped("full")).splitlines()
    assert lines[-1] == "ckpt_magic: work: no checkpoint here: full"


def test_a_reason_is_given_once_whatever_the_sizes_in_it() -> None:
    """A full disk does not fill the notebook; another reason is said."""
    events = [_skipped(f"it needs {n} kB, {n / 7:.2f} MB are free") for n in range(1, 9)]
    written = _written(*events, _skipped("`f` cannot be saved"))
    assert len(written.splitlines()) == 2


def test_quiet_writes_nothing() -> None:
    """Neither progress nor reasons."""
    assert _written(_progress(1), _skipped("full"), quiet=True) == ""


def test_a_block_that_redirects_the_streams_does_not_catch_our_lines() -> None:
    """The stream that was current when the cell began is kept."""
    printer, stream, theirs = Printer(), io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(stream):
        printer.open(quiet=False)
    with contextlib.redirect_stderr(theirs):
        printer.hear(_skipped("full"))
    assert theirs.getvalue() == ""
    assert "full" in stream.getvalue()


def test_a_stream_that_is_gone_does_not_stop_the_cell() -> None:
    """A closed terminal is no reason to lose the work."""
    printer, stream = Printer(), io.StringIO()
    with contextlib.redirect_stderr(stream):
        printer.open(quiet=False)
    stream.close()
    printer.hear(_skipped("full"))
    printer.hear(_progress(1))
    printer.close()


def test_what_can_go_on_is_printed_as_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """It goes to the output: nothing runs yet."""
    stopped = replace(WORK, status=Status.INTERRUPTED, last_checkpoint_at=1.0)
    Printer().list_interrupted([stopped, WORK])
    assert capsys.readouterr().out.count("\n") == 1
