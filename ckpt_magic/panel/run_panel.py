"""The panel of a run in a notebook, from its first to its last picture.

Responsible for what is displayed and replaced, and for not troubling the cell: whatever goes
wrong here ends the panel, never the run. Refuses to phrase anything and to know what a click does.
"""

from __future__ import annotations

import contextvars
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ckpt_magic.core.control import Command
from ckpt_magic.panel.displaying import plain_text, show_bundle, widget_bundle
from ckpt_magic.panel.run_summary import summary_html
from ckpt_magic.panel.run_view import RunView
from ckpt_magic.panel.run_widgets import RunWidgets


class RunPanel:
    """The panel of one run.

    Parameters
    ----------
    operation_id, name
        Of the operation that runs.
    ask
        Called with what a person asks for, on any thread.
    kernel
        The kernel that the cell runs in, if any: it decides whether clicks arrive in time.

    Attributes
    ----------
    problem
        Why there is no panel any more, in words; ``""`` while there is one, and where there never
        was one because ipywidgets is not installed.
    """

    def __init__(
        self,
        *,
        operation_id: str,
        name: str,
        ask: Callable[[Command], None],
        kernel: Any = None,
    ) -> None:
        self._operation_id = operation_id
        self._name = name
        self._ask = ask
        self._kernel = kernel
        self._display_id = uuid.uuid4().hex
        self._widgets: RunWidgets | None = None
        self._context = contextvars.copy_context()
        self._seen = RunView()
        self._asked: tuple[Command, RunView] | None = None
        self.problem = ""

    def show(self) -> bool:
        """Display the panel, on the thread that runs the cell; return whether it is there."""
        try:
            self._widgets = RunWidgets(self._operation_id, self._clicked, self._kernel)
            show_bundle(widget_bundle(plain_text(self._name), self._widgets.box), self._display_id)
        except ModuleNotFoundError:
            self._widgets = None
        except Exception as error:  # noqa: BLE001 (a view that fails must not fail the cell)
            self._drop(error)
        return self._widgets is not None

    def draw(self, view: RunView, now: float) -> None:
        """Send what changed since the last time; from any one thread."""
        if self._widgets is None:
            return
        self._seen = view
        try:
            # Some kernels keep the message that is answered in a context that threads have not.
            self._context.run(self._widgets.draw, view, now, self._still_asked(view))
        except Exception as error:  # noqa: BLE001 (as above)
            self._drop(error)

    def asked(self, command: Command) -> None:
        """Take note that something was asked for, here or elsewhere; from any thread."""
        self._asked = (command, self._seen)

    def finish(self, view: RunView, now: float) -> None:
        """Replace the panel by what stays, and leave no widget behind; on the cell's thread.

        The last state is drawn first: a front end that knows no replacing shows that.
        """
        self.draw(view, now)
        widgets, self._widgets = self._widgets, None
        if widgets is None:
            return
        try:
            bundle = {"text/plain": plain_text(self._name), "text/html": summary_html(view)}
            show_bundle(bundle, self._display_id, update=True)
        except Exception as error:  # noqa: BLE001 (as above)
            self._drop(error)
        with suppress(Exception):
            widgets.close()

    def _clicked(self, command: Command) -> None:
        self.asked(command)
        self._ask(command)

    def _still_asked(self, view: RunView) -> Command | None:
        if self._asked is None:
            return None
        command, since = self._asked
        if not view.still_waits(command, since):
            self._asked = None
            return None
        return command

    def _drop(self, error: Exception) -> None:
        self.problem = f"the panel is gone ({type(error).__name__}: {error}); the run goes on"
        widgets, self._widgets = self._widgets, None
        if widgets is not None:
            with suppress(Exception):
                widgets.close()
