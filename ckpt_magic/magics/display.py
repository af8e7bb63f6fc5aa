"""What others see of a cell that runs, and what they may ask of it.

Responsible for the run's printed lines, its files beside the store, and the thread that looks
after them. Refuses to phrase anything and to know what a save is.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ckpt_magic.core.events import Event, OperationResumed, OperationStarted
from ckpt_magic.magics.printer import Printer
from ckpt_magic.magics.ticker import Duty, Ticker
from ckpt_magic.panel.view_model import RunView, heard, live_status
from ckpt_magic.store.live import CommandReader, remove_live, write_status

if TYPE_CHECKING:
    from ckpt_magic.resume.requests import Requests

HEAR_EVERY_S = 0.1
TELL_EVERY_S = 0.5


class Display:
    """The view of one run.

    Parameters
    ----------
    store
        The file of the store that the run's operation is in.
    requests
        Where to pass on what is asked.
    """

    def __init__(self, printer: Printer, store: Path, requests: Requests) -> None:
        self._printer = printer
        self._store = store
        self._requests = requests
        self._operation_id: str | None = None
        self._ticker: Ticker | None = None
        self._commands: CommandReader | None = None
        self._view = RunView()

    def hear(self, event: Event) -> None:
        """Take in an event; on the loop's thread, so it only takes note."""
        self._printer.hear(event)
        self._view = heard(self._view, event, time.time())
        if isinstance(event, OperationStarted | OperationResumed):
            self._begin(event.operation.id)

    def close(self) -> None:
        """Leave what stays in the notebook, and nothing else."""
        if self._ticker is not None:
            self._ticker.stop()
        if self._operation_id is not None:
            remove_live(self._store, self._operation_id)
        self._printer.close()

    def _begin(self, operation_id: str) -> None:
        self._operation_id = operation_id
        self._commands = CommandReader(self._store, operation_id)
        self._ticker = Ticker(
            [Duty(HEAR_EVERY_S, self._pass_on), Duty(TELL_EVERY_S, self._tell_readers)]
        )
        self._ticker.start()

    def _pass_on(self) -> None:
        if self._commands is not None:
            for command in self._commands.new():
                self._requests.ask(command)

    def _tell_readers(self) -> None:
        """Let readers of the store know how the run is; a full disk keeps nobody from running."""
        with suppress(OSError):
            write_status(self._store, live_status(self._view, time.time(), os.getpid()))
