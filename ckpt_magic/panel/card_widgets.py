"""The ipywidgets that a card consists of.

Responsible for its buttons and for showing what they answered. Refuses to know what a click does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ckpt_magic.panel.card_output import shown_in
from ckpt_magic.panel.card_view import CardView, answer_html, card_html
from ckpt_magic.panel.main_thread import on_main_thread
from ckpt_magic.resume.telling import THIS_CELL

OnIntent = Callable[[str, str], str | None]
"""Called with an intent and the id of an operation; what it returns is shown."""

RESUME, RUN_ABOVE, RESTORE = "resume", "run-above-and-resume", "restore"
INSPECT, DISCARD, RESULT = "inspect", "discard", "result"
_LABELS = {
    RESUME: ("Resume", "play"),
    RUN_ABOVE: ("Run the cells above, then resume", "forward"),
    RESTORE: ("Restore variables", "download"),
    INSPECT: ("Inspect", "search"),
    DISCARD: ("Discard", "trash"),
    RESULT: ("Restore the result", "download"),
}
_REALLY = "Discard, really?"


def intents_of(card: CardView) -> tuple[str, ...]:
    """Return what can be done about an operation, the likeliest first.

    Examples
    --------
    >>> from ckpt_magic.core.model import Status
    >>> intents_of(CardView(id="a-1", name="a", status=Status.COMPLETED))
    ('result', 'inspect', 'discard')
    """
    if card.completed:
        return (RESULT, INSPECT, DISCARD)
    if card.checkpoint_at is None:
        return (INSPECT, DISCARD)
    return (RESUME, RESTORE, INSPECT, DISCARD)


class CardWidgets:
    """The widgets of one card."""

    def __init__(self, card: CardView, on_intent: OnIntent, kernel: Any) -> None:
        import ipywidgets as made_of  # noqa: PLC0415 (most people never see a card)

        self._card = card
        self._on_intent = on_intent
        self._kernel = kernel
        self._sure = False
        self._answer = made_of.HTML()
        self._output = made_of.Output()
        self._buttons = {one: self._button(one) for one in intents_of(card)}
        self._row = made_of.HBox(list(self._buttons.values()))
        self._row.add_class("ckpt-magic-controls")
        facts = made_of.HTML(card_html(card, time.time()))
        rows = [facts, *self._rows_of_the_extension(), self._row, self._answer, self._output]
        self.box = made_of.VBox(rows)
        self.box.add_class("ckpt-magic-card")

    def _rows_of_the_extension(self) -> list[Any]:
        """What only a front end can do: it knows which cells are above."""
        import ipywidgets as made_of  # noqa: PLC0415 (as above)

        of_other_cells = [made_by for _, made_by in self._card.needed if made_by != THIS_CELL]
        if not of_other_cells or self._card.completed:
            return []
        row = made_of.HBox([self._button(RUN_ABOVE)], layout=made_of.Layout(display="none"))
        row.add_class("ckpt-magic-needs-extension")
        return [row]

    def _button(self, intent: str) -> Any:
        import ipywidgets as made_of  # noqa: PLC0415 (as above)

        label, icon = _LABELS[intent]
        layout = made_of.Layout(width="auto")
        button = made_of.Button(description=label, icon=icon, layout=layout)
        if intent in (RESUME, RESULT):
            button.button_style = "primary"
        button.add_class(f"ckpt-magic-do-{intent}")
        button.add_class(f"ckpt-magic-of-{self._card.id}")
        button.on_click(lambda _: on_main_thread(self._kernel, lambda: self._clicked(intent)))
        return button

    def _clicked(self, intent: str) -> None:
        if intent == DISCARD and not self._sure:
            self._sure = True
            self._buttons[DISCARD].description = _REALLY
            self._buttons[DISCARD].button_style = "danger"
            return
        self._enable(False)
        try:
            done = self._do(intent)
        finally:
            self._enable(True)
        if done and intent == DISCARD:
            self._row.layout.display = "none"

    def _do(self, intent: str) -> bool:
        """Ask for it, and show what comes back; whether it was done.

        What it prints and raises lands in the card, so that nothing is raised from here.
        """
        self._answer.value = ""
        try:
            with shown_in(self._output, getattr(self._kernel, "shell", None)):
                answer = self._on_intent(intent, self._card.id)
        except Exception as error:  # noqa: BLE001 (a click has nobody above it who would hear)
            self._answer.value = answer_html(f"{type(error).__name__}: {error}")
            return False
        self._answer.value = answer_html(answer or "")
        return True

    def _enable(self, enabled: bool) -> None:
        for button in self._buttons.values():
            button.disabled = not enabled
