"""Cards for the operations that a person finds when a notebook is loaded.

Responsible for what is displayed and replaced, and for not troubling the cell. Refuses to know
what a click does.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ckpt_magic.panel.card_view import CardView, card_html
from ckpt_magic.panel.card_widgets import CardWidgets, OnIntent
from ckpt_magic.panel.displaying import close_all, plain_text, show_bundle, widget_bundle
from ckpt_magic.panel.style import style_html


class Cards:
    """The cards of one notebook, one for each operation.

    Parameters
    ----------
    on_intent
        Called on the thread that runs cells with ``resume``, ``restore``, ``inspect``,
        ``discard``, ``result`` or ``run-above-and-resume`` and the id of the operation. What it
        returns, prints and raises is shown in the card.
    kernel
        The kernel that the notebook runs in.
    """

    def __init__(self, cards: Sequence[CardView], on_intent: OnIntent, kernel: Any = None) -> None:
        self._cards = tuple(cards)
        self._on_intent = on_intent
        self._kernel = kernel
        self._display_id = uuid.uuid4().hex
        self._box: Any = None

    def show(self) -> bool:
        """Display them; return whether they are there. Text says the same where they are not."""
        if not self._cards:
            return False
        try:
            self._box = self._made()
            show_bundle(widget_bundle(self._text, self._box), self._display_id)
        except Exception:  # noqa: BLE001 (a view that fails must not fail the cell)
            self.close()
            return False
        return True

    def close(self) -> None:
        """Replace them by what they say, without buttons, and leave no widget behind."""
        box, self._box = self._box, None
        if box is None:
            return
        facts = "".join(f"<div>{card_html(card, time.time())}</div>" for card in self._cards)
        bundle = {"text/plain": self._text, "text/html": facts}
        with suppress(Exception):
            show_bundle(bundle, self._display_id, update=True)
        with suppress(Exception):
            close_all(box)

    @property
    def _text(self) -> str:
        return plain_text(", ".join(card.name for card in self._cards))

    def _made(self) -> Any:
        import ipywidgets  # noqa: PLC0415 (only where there are cards)

        boxes = [CardWidgets(card, self._on_intent, self._kernel).box for card in self._cards]
        box = ipywidgets.VBox([ipywidgets.HTML(style_html()), *boxes])
        box.add_class("ckpt-magic-cards")
        return box
