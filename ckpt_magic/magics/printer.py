"""Prints what the person must read.

Responsible for the stream and for redrawing the one line of progress. Refuses to phrase
anything: `panel.text` does.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from typing import Any

from ckpt_magic.core.events import (
    CheckpointSaved,
    CheckpointSkipped,
    Event,
    OperationResumed,
    ProgressMade,
)
from ckpt_magic.core.model import Operation
from ckpt_magic.panel.text import event_line, interrupted_lines, progress_line

_QUANTITY = re.compile(r"\d[\d.,]*( \w+)?")
SILENT_S = 2.0
"""A cell that is done sooner shows no progress."""
REDRAW_S = 1.0
"""The line of progress is not redrawn sooner: in a log every one of them stays."""


class Printer:
    """Writes to the error stream that was current when the cell began.

    A block of the person's that redirects the streams must not catch our lines.
    ``shows_progress`` is for those who show it elsewhere.
    """

    def __init__(self) -> None:
        self._stream: Any = sys.stderr
        self._quiet = False
        self._width = 0
        self._saved: CheckpointSaved | None = None
        self._redraw_at_s = SILENT_S
        self._reasons: set[str] = set()
        self.shows_progress = True

    def open(self, *, quiet: bool) -> None:
        """Take the stream that is current now."""
        self._stream, self._quiet, self._saved = sys.stderr, quiet, None
        self._redraw_at_s = SILENT_S
        self.shows_progress = True
        self._reasons.clear()

    def close(self) -> None:
        """Leave the line of progress standing, and end it."""
        self._end_progress()

    def list_interrupted(self, operations: Sequence[Operation]) -> None:
        """Say which operations can go on."""
        stopped = [operation for operation in operations if operation.status.resumable]
        for line in interrupted_lines(stopped, time.time()):
            self.say(line)

    def say(self, line: str) -> None:
        """Print a line that belongs to no cell."""
        print(line)  # noqa: T201 (the answer to what was typed)

    def hear(self, event: Event) -> None:
        """Print what an event means for the person."""
        if isinstance(event, CheckpointSaved):
            self._saved = event
        if self._quiet or self._said_already(event) or self._seen_in_panel(event):
            return
        if isinstance(event, ProgressMade):
            if self.shows_progress and event.elapsed_s >= self._redraw_at_s:
                self._redraw_at_s = event.elapsed_s + REDRAW_S
                self._redraw(progress_line(event, self._saved, time.time()))
        elif (line := event_line(event, time.time())) is not None:
            self._end_progress()
            self._write(line + "\n")

    def _said_already(self, event: Event) -> bool:
        """Whether a checkpoint is missing for a reason that was given, but for the sizes in it."""
        if not isinstance(event, CheckpointSkipped):
            return False
        reason = _QUANTITY.sub("", event.reason)
        said = reason in self._reasons
        self._reasons.add(reason)
        return said

    def _seen_in_panel(self, event: Event) -> bool:
        """Whether a panel tells the whole of it: that the cell goes on, and at which item."""
        plain = isinstance(event, OperationResumed) and not event.remarks
        return plain and not self.shows_progress

    def _redraw(self, line: str) -> None:
        self._write("\r" + line.ljust(self._width))
        self._width = len(line)

    def _end_progress(self) -> None:
        if self._width:
            self._write("\n")
            self._width = 0

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._quiet = True  # the stream is gone: nobody reads any more
