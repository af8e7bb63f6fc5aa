"""What a person asks of an operation by its name, typed or clicked.

Responsible for what all ways of asking have in common: when it is refused, and running the cell
of an operation again so that it goes on. Refuses to say what came of it: each way has its own.
"""

from __future__ import annotations

from pathlib import Path

from ckpt_magic.core.errors import InvalidOptionError, StoreLockedError
from ckpt_magic.core.model import Checkpoint, Operation, Status
from ckpt_magic.magics.running import notebook_of
from ckpt_magic.magics.session import Armed, Session
from ckpt_magic.resume.context import CellDefinition
from ckpt_magic.resume.returning import bring_back_variables
from ckpt_magic.store.contract import Store


def refuse_over(operation: Operation) -> None:
    """Refuse to go on with an operation that cannot: ``InvalidOptionError``."""
    if not operation.status.resumable:
        raise InvalidOptionError(
            f"{operation.id} is {operation.status.value}: there is nothing to continue",
            safe="nothing was touched",
            fix=f"%ckpt restore {operation.id} puts its variables back",
        )


def refuse_running(operation: Operation) -> None:
    """Refuse to discard an operation that runs, here too: ``StoreLockedError``."""
    if operation.status is Status.RUNNING:
        raise StoreLockedError(
            f"{operation.id} is running", safe="it goes on", fix="stop it, then discard it"
        )


def cell_of(operation: Operation) -> str:
    """Return the cell of an operation as the person wrote it."""
    return CellDefinition.from_json(operation.definition).raw


def run_again(
    session: Session, operation: Operation, store: Path, *, consent: bool
) -> BaseException | None:
    """Run the cell of an operation so that it goes on; return what ended it, already shown.

    `consent` says that it goes on whatever would have to be told first.
    """
    session.armed = Armed(operation_id=operation.id, store=store, consent=consent)
    try:
        result = session.shell.run_cell(cell_of(operation))
    finally:
        session.armed = None
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


def restore_variables(session: Session, store: Store, checkpoint: Checkpoint) -> str:
    """Put the variables of a checkpoint back, run nothing, and return what was done."""
    restored = bring_back_variables(store, checkpoint, notebook_of(session))
    return f"{checkpoint.id}: {len(restored.names)} variables restored"
