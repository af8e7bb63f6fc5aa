"""Which operation a cell continues, if any.

Responsible for the rules of identity: same cell, same way here, nobody else running it.
Refuses to look at the code or the values: that is the plan's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckpt_magic.core.errors import NotResumableError, StoreLockedError
from ckpt_magic.core.model import Operation, Status
from ckpt_magic.core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of the cell about to run.

    ``key`` names the piece of work; ``identified`` says that the notebook's path and the
    cell's id are known, so that the key alone is proof. ``preceding`` are digests of the
    cells run before it in this kernel, ``own`` the operations this kernel started, ``armed``
    the operation the person named, if any; ``consent`` says that it goes on whatever must be
    told first, ``heard`` is what the person was told of that already.
    """

    key: str
    identified: bool
    preceding: tuple[str, ...]
    own: frozenset[str]
    armed: str | None
    settings: Settings
    consent: bool = False
    heard: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The operation to continue (``None``: start a new one) and lines for the person."""

    operation: Operation | None = None
    remarks: tuple[str, ...] = ()


def choose(operations: Sequence[Operation], asked: Asked) -> Choice:
    """Decide what running the cell now means.

    Raises
    ------
    StoreLockedError
        When another kernel is running this very operation.
    NotResumableError
        With ``--resume ask``, when there is something to ask about.
    """
    if asked.armed is not None:
        return Choice(operation=_by_id(operations, asked.armed))
    same = same_work(operations, asked)
    if asked.settings.fresh or asked.settings.resume == "never":
        return Choice()
    _refuse_if_running(same)
    candidates = [operation for operation in same if operation.status.resumable]
    if not candidates:
        return Choice(remarks=finished_before(same) or _listed_instead(operations, asked))
    newest = candidates[-1]
    if asked.settings.resume == "ask":
        raise NotResumableError(
            f"{newest.name} stopped at {newest.progress} and --resume ask was given",
            safe="nothing was touched",
            fix=f"%ckpt resume {newest.id} goes on there; --fresh starts over",
        )
    return Choice(operation=newest)


def same_work(operations: Sequence[Operation], asked: Asked) -> list[Operation]:
    """Operations of this cell that came about as a run of it here would; oldest first.

    The same cell with other parameters before it is other work: it is neither continued nor
    replaced by this one.
    """
    return [one for one in operations if one.key == asked.key and _same_way(one, asked)]


def _by_id(operations: Sequence[Operation], operation_id: str) -> Operation:
    return next(operation for operation in operations if operation.id == operation_id)


def _refuse_if_running(same: Sequence[Operation]) -> None:
    for operation in same:
        if operation.status is Status.RUNNING:
            owner = operation.owner
            where = f"process {owner.pid} on {owner.host}" if owner else "another process"
            raise StoreLockedError(
                f"{operation.name} is running already in {where}",
                safe="it was not disturbed",
                fix="wait for it, stop it, or use --fresh to run a second one beside it",
            )


def _same_way(operation: Operation, asked: Asked) -> bool:
    """Whether the values in this kernel came about as the operation's did, or not at all yet.

    A kernel in which nothing ran before contradicts nothing: every value comes from the
    checkpoint.
    """
    if asked.identified or operation.id in asked.own or not asked.preceding:
        return True
    return tuple(operation.definition.get("preceding", ())) == asked.preceding


def _listed_instead(operations: Sequence[Operation], asked: Asked) -> tuple[str, ...]:
    other = [one for one in operations if one.key == asked.key and one.status.resumable]
    if not other:
        return ()
    last = other[-1]
    text = f"{last.name} ({last.id}) stopped at {last.progress}, but other cells ran before it then"
    return (f"{text}: this is a new one. %ckpt resume {last.id} continues the old one",)


def finished_before(same: Sequence[Operation]) -> tuple[str, ...]:
    """Say where the result of the last one is that completed, if any did."""
    done = [operation for operation in same if operation.status is Status.COMPLETED]
    if not done:
        return ()
    last = done[-1]
    return (
        f"{last.name} completed before and starts anew; %ckpt restore {last.id} has its result",
    )
