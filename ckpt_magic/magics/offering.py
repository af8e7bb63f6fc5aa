"""The cards of a notebook's operations, and what a click on one of them does here.

Responsible for which operations have one, and for the way from a button to the command that does
the same when it is typed. Refuses to draw.
"""

from __future__ import annotations

from ckpt_magic.core.errors import ConsentNeededError
from ckpt_magic.core.model import Status
from ckpt_magic.magics.known import known_store
from ckpt_magic.magics.line import LineMagic
from ckpt_magic.magics.resuming import run_again
from ckpt_magic.magics.session import Session
from ckpt_magic.panel.card_view import CardView
from ckpt_magic.panel.card_widgets import DISCARD, INSPECT, RESTORE, RESULT, RESUME
from ckpt_magic.panel.cards import Cards
from ckpt_magic.panel.plain import Known, operation_data

_TYPED = {RESTORE: "restore", RESULT: "restore", INSPECT: "show", DISCARD: "discard"}
"""What is typed after ``%ckpt`` for the same."""


class Offer:
    """Offers what was left by earlier kernels, with a click.

    A resume that must be told something first is refused once; the second click on it goes on.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: set[str] = set()
        self._cards: Cards | None = None

    def show(self) -> bool:
        """Show the cards; whether there is anything to show them in."""
        self.close()
        store = known_store(self._session.place)
        wanted = [one for one in store.operations if self._concerns(one)] if store else []
        cards = [CardView.of(operation_data(one)) for one in wanted]
        self._cards = Cards(cards, self._do, self._session.shell.kernel)
        return self._cards.show()

    def close(self) -> None:
        """Leave what the cards say, without their buttons: they are of no use any more."""
        cards, self._cards = self._cards, None
        if cards is not None:
            cards.close()

    def _concerns(self, known: Known) -> bool:
        operation = known.operation
        if operation.status is Status.COMPLETED:
            return known.newest is not None and operation.id not in self._session.own
        return operation.status.resumable and known.newest is not None

    def _do(self, intent: str, operation_id: str) -> str | None:
        if intent == RESUME:
            return self._resume(operation_id)
        LineMagic(self._session).run(f"{_TYPED.get(intent, intent)} {operation_id}")
        return None

    def _resume(self, operation_id: str) -> str | None:
        session = self._session
        path, operation = session.place.holding(operation_id)
        error = run_again(session, operation, path, consent=operation_id in self._told)
        if not isinstance(session.refused, ConsentNeededError):
            return None if error is None else f"{type(error).__name__}: {error}"
        self._told.add(operation_id)
        return f"{session.refused.what}. Click Resume again to go on all the same."
