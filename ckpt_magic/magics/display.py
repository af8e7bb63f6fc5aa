"""What others see of a cell that runs, and what they may ask of it.

Responsible for the run's printed lines, its files beside the store, and the thread that looks
after them. Refuses to phrase anything and to know what a save is.
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ckpt_magic.core.events import Event, OperationResumed, OperationStarted
from ckpt_magic.core.model import Operation
from ckpt_magic.magics.printer import Printer
from ckpt_magic.magics.ticker import Duty, Ticker
from ckpt_magic.panel.run_panel import RunPanel
from ckpt_magic.panel.text import PREFIX
from ckpt_magic.panel.view_model import RunView, heard, live_status
from ckpt_magic.store.live import CommandReader, remove_live, write_status

if TYPE_CHECKING:
    from ckpt_magic.resume.requests import Requests

HEAR_EVERY_S = 0.1
TELL_EVERY_S = 0.5
DRAW_EVERY_S = 0.25


class Display:
    """The view of one run.

    Parameters
    ----------
    store
        The file of the store that the run's operation is in.
    requests
        Where to pass on what is asked.
    kernel
        The kernel whose front end gets a panel; ``None``: no panel.
    """

    def __init__(
        self, printer: Printer, store: Path, requests: Requests, kernel: Any = None
    ) -> None:
        self._printer = printer
        self._store = store
        self._requests = requests
        self._kernel = kernel
        self._panel: RunPanel | None = None
        self._ticker: Ticker | None = None
        self._view = RunView()
        self._pid = os.getpid()

    def hear(self, event: Event) -> None:
        """Take in an event; on the loop's thread, so it only takes note."""
        self._view = heard(self._view, event, time.time())
        if isinstance(event, OperationStarted | OperationResumed):
            self._begin(event.operation)
        self._printer.hear(event)

    def close(self) -> None:
        """Leave what stays in the notebook, and nothing else, even if interrupted meanwhile.

        In a forked child of the person's all of it belongs to the parent, whose run goes on.
        """
        if os.getpid() != self._pid:
            return
        with ExitStack() as last_first:
            last_first.callback(self._printer.close)
            last_first.callback(self._finish_panel)
            if self._view.operation is not None:
                last_first.callback(remove_live, self._store, self._view.operation.id)
            if self._ticker is not None:
                last_first.callback(self._ticker.stop)

    def _finish_panel(self) -> None:
        if self._panel is not None:
            self._panel.finish(self._view, time.time())
            if self._panel.problem:
                self._printer.say(PREFIX + self._panel.problem)

    def _begin(self, operation: Operation) -> None:
        pass_on = partial(self._pass_on, CommandReader(self._store, operation.id))
        duties = [Duty(HEAR_EVERY_S, pass_on), Duty(TELL_EVERY_S, self._tell_readers)]
        if self._kernel is not None and self._show_panel(operation):
            duties.append(Duty(DRAW_EVERY_S, self._draw))
        self._ticker = Ticker(duties)
        self._ticker.start()

    def _show_panel(self, operation: Operation) -> bool:
        self._panel = RunPanel(
            operation_id=operation.id,
            name=operation.name,
            ask=self._requests.ask,
            kernel=self._kernel,
        )
        shown = self._panel.show()
        self._printer.shows_progress = not shown
        self._draw()
        return shown

    def _draw(self) -> None:
        if self._panel is not None:
            self._panel.draw(self._view, time.time())

    def _pass_on(self, commands: CommandReader) -> None:
        for command in commands.new():
            self._requests.ask(command)
            if self._panel is not None:
                self._panel.asked(command)

    def _tell_readers(self) -> None:
        """Let readers of the store know how the run is; a full disk keeps nobody from running."""
        with suppress(OSError):
            write_status(self._store, live_status(self._view, time.time(), os.getpid()))
