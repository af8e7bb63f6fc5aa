"""The ipywidgets that a panel of a run consists of.

Responsible for making them, for what they show, and for leaving none behind. Refuses to know how
they are displayed and what a click does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.core.control import Command
from ckpt_magic.panel.displaying import close_all
from ckpt_magic.panel.live_buttons import enliven, works_while_busy
from ckpt_magic.panel.run_html import details_html, view_html
from ckpt_magic.panel.run_view import RunView, State
from ckpt_magic.panel.style import style_html

_LABELS = {
    Command.CHECKPOINT: ("Checkpoint now", "save", "Save at the next point"),
    Command.PAUSE: ("Pause", "pause", "Save at the next point and wait there"),
    Command.CONTINUE: ("Continue", "play", "Go on"),
    Command.STOP: ("Stop after this iteration", "stop", "Save at the next point, end the cell"),
}
_TOGGLE = "<details><summary>What is not saved, what was noticed</summary></details>"


class RunWidgets:
    """The widgets of one panel.

    Parameters
    ----------
    clicked
        Called on any thread with what a button stands for.
    kernel
        The kernel that the cell runs in, if any.
    """

    def __init__(self, operation_id: str, clicked: Callable[[Command], None], kernel: Any) -> None:
        import ipywidgets  # noqa: PLC0415 (a panel is shown long after the extension is loaded)

        self._view = _with_class(ipywidgets.HTML(), "view")
        self._toggle = _with_class(ipywidgets.HTML(style_html()), "toggle")
        self._listed = _with_class(ipywidgets.HTML(), "listed")
        self._buttons = {one: _button(one, operation_id, clicked) for one in Command}
        self._controls = _with_class(ipywidgets.HBox(list(self._buttons.values())), "controls")
        more = _with_class(ipywidgets.VBox([self._toggle, self._listed]), "more")
        self.box = _with_class(ipywidgets.VBox([self._view, more, self._controls]), "panel")
        self._kernel = kernel
        self._live = True
        enliven(kernel, self._buttons.values())
        self._show_controls(works_while_busy(kernel))
        self._shown: State | None = None
        self._show_buttons(State.RUNNING)

    def draw(self, view: RunView, now: float, asked: Command | None) -> None:
        """Send what differs from what was sent before."""
        self._view.value = view_html(view, now, asked)
        listed = details_html(view)
        if listed and not self._listed.value:
            self._toggle.value = style_html() + _TOGGLE
        self._listed.value = listed
        self._show_buttons(view.state)
        if not self._live:
            self._show_controls(works_while_busy(self._kernel))

    def close(self) -> None:
        """Close all of them with their layouts and styles, here and in the front end."""
        close_all(self.box)

    def _show_controls(self, live: bool) -> None:
        """Hide buttons that would answer too late; the JupyterLab extension shows them again."""
        if live is self._live:
            return
        self._live = live
        change = self._controls.remove_class if live else self._controls.add_class
        change("ckpt-magic-needs-extension")
        self._controls.layout.display = None if live else "none"

    def _show_buttons(self, state: State) -> None:
        if state is self._shown:
            return
        self._shown = state
        paused = state is State.PAUSED
        hidden = Command.PAUSE if paused else Command.CONTINUE
        for command, button in self._buttons.items():
            button.layout.display = "none" if command is hidden else None
            button.disabled = state in (State.STOPPING, State.ENDED)


def _with_class(widget: Any, name: str) -> Any:
    widget.add_class(f"ckpt-magic-{name}")
    return widget


def _button(command: Command, operation_id: str, clicked: Callable[[Command], None]) -> Any:
    import ipywidgets  # noqa: PLC0415 (as above)

    label, icon, tooltip = _LABELS[command]
    layout = ipywidgets.Layout(width="auto")
    button = ipywidgets.Button(description=label, icon=icon, tooltip=tooltip, layout=layout)
    button.add_class(f"ckpt-magic-do-{command.value}")
    button.add_class(f"ckpt-magic-of-{operation_id}")
    button.on_click(lambda _: clicked(command))
    return button
