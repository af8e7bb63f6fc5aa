"""``discard``, ``prune`` and ``compact``.

Responsible for what goes and for saying how much came back. Refuses to touch an operation that
runs.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from ckpt_magic.cli.command import Command, Outcome, add_place
from ckpt_magic.cli.places import Found, OpenStore, find, open_stores
from ckpt_magic.core.errors import InvalidOptionError, StoreLockedError
from ckpt_magic.core.model import Operation, Status
from ckpt_magic.core.retention import DEFAULT_KEEP
from ckpt_magic.core.units import format_size
from ckpt_magic.manager.keeping import prune


def _discard(arguments: Namespace) -> Outcome:
    found = find(arguments.id, arguments.place)
    _refuse_running(found.operation)
    if found.checkpoint is None:
        found.place.store.discard(found.operation.id)
    else:
        found.place.store.forget(found.operation.id, [found.checkpoint.manifest.sequence])
    name = _name(found)
    return Outcome(text=f"discarded {name}", data={"discarded": name})


def _prune(arguments: Namespace) -> Outcome:
    if arguments.keep < 1:
        raise InvalidOptionError(f"--keep {arguments.keep}: expected a whole number of 1 or more")
    chosen = _chosen(arguments)
    dropped = [
        one
        for opened, operation in chosen
        for one in prune(opened.store, operation.id, arguments.keep)
    ]
    text = "\n".join(
        [*(f"dropped {one}" for one in dropped), f"{len(dropped)} checkpoints dropped"]
    )
    return Outcome(text=text, data={"dropped": dropped})


def _compact(arguments: Namespace) -> Outcome:
    freed = {str(one.path): one.store.compact() for one in open_stores(arguments.place)}
    lines = [f"{path}: {format_size(count)} given back" for path, count in freed.items()]
    return Outcome(text="\n".join(lines) or "no checkpoints here", data={"freed_bytes": freed})


def _chosen(arguments: Namespace) -> Sequence[tuple[OpenStore, Operation]]:
    """Return the operations to prune: the one asked for, else all that do not run."""
    if arguments.operation is not None:
        found = find(arguments.operation, arguments.place)
        _refuse_running(found.operation)
        return [(found.place, found.operation)]
    every = [(one, op) for one in open_stores(arguments.place) for op in one.store.operations()]
    return [(one, op) for one, op in every if op.status is not Status.RUNNING]


def _refuse_running(operation: Operation) -> None:
    if operation.status is Status.RUNNING:
        pid = "another process" if operation.owner is None else f"process {operation.owner.pid}"
        raise StoreLockedError(
            f"{operation.id} is running in {pid}", safe="nothing was changed", fix="stop it first"
        )


def _name(found: Found) -> str:
    return found.operation.id if found.checkpoint is None else found.checkpoint.id


def _add_id(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="an operation, or ID@NUMBER for one checkpoint")
    add_place(parser)


def _add_prune(parser: ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument(
        "--keep", type=int, default=DEFAULT_KEEP, metavar="N", help="newest checkpoints to keep"
    )
    parser.add_argument("--operation", metavar="ID", help="only this one (default: all)")


DISCARD = Command(
    name="discard",
    help="delete an operation with its checkpoints, or one checkpoint",
    add_arguments=_add_id,
    run=_discard,
)
PRUNE = Command(
    name="prune", help="drop all but the newest checkpoints", add_arguments=_add_prune, run=_prune
)
COMPACT = Command(
    name="compact", help="give unused space back", add_arguments=add_place, run=_compact
)
