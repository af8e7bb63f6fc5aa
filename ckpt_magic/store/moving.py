"""A store follows its notebook to another name.

Responsible for moving the file so that nobody ever sees half a store: one rename, while nothing
can be written. Refuses to decide that a notebook was renamed: whoever saw it says so.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.core.model import Status
from ckpt_magic.store.connection import Database, translated
from ckpt_magic.store.interrupts import InterruptDelay
from ckpt_magic.store.live import control_path, status_path
from ckpt_magic.store.location import prepare_folder
from ckpt_magic.store.looking import LOOK_WAIT_S, StoreView, believed, look, view_of
from ckpt_magic.store.opening import has_journal
from ckpt_magic.store.reserve import Reserve
from ckpt_magic.store.writer_lock import WriterLock


def move_store(source: Path, target: Path, state_dir: Path) -> bool:
    """Move the store at `source` to `target`; whether there was one.

    Its status, control and reserve files go along. A death in the middle leaves the store
    whole, under one of the two names.

    Raises
    ------
    StoreLockedError
        When an operation runs in it, or somebody writes it: try again later.
    StoreError
        When something is in the way, or the disk does not take it.
    """
    view = look(source, None)
    if view is None:
        return False
    _refuse_running(view, state_dir)
    if target.exists():
        raise StoreError(
            f"there is a store at {target} already",
            safe=f"{source.name} stays where it is",
            fix="move one of them away",
        )
    prepare_folder(target.parent)
    with InterruptDelay() as delay:
        lock = WriterLock(state_dir, view.instance, wait_s=LOOK_WAIT_S, interrupts=delay)
        with lock, translated(source):
            _rename(source, target, state_dir)
            _move_companions(view, target)
            _sync(target.parent)
    return True


def _rename(source: Path, target: Path, state_dir: Path) -> None:
    """Rename inside a write transaction that writes nothing: so no journal of the old name.

    A connection that waits for this one to end finds its file moved, and writes nothing.
    """
    if has_journal(source):
        raise _busy(source)
    database = Database(path=source.absolute(), wait_s=LOOK_WAIT_S)
    with database.write() as connection:
        _refuse_running(view_of(connection, database, None), state_dir)
        if has_journal(source) or target.exists():
            raise _busy(source)
        source.with_name(source.name + "-journal").unlink(missing_ok=True)  # it is empty
        os.rename(source, target)


def _refuse_running(view: StoreView, state_dir: Path) -> None:
    for one in believed(view, state_dir):
        if one.operation.status is Status.RUNNING:
            raise StoreLockedError(
                f"{one.operation.id} runs in {view.path.name}",
                safe="it was not disturbed",
                fix="the store is moved when it is done",
            )


def _move_companions(view: StoreView, target: Path) -> None:
    """What is lost here is only true for now, or is made again."""
    with suppress(OSError):
        os.rename(Reserve(view.path).path, Reserve(target).path)
    for one in view.operations:
        for path_of in (status_path, control_path):
            with suppress(OSError, ValueError):  # a stranger's id may be no part of a name
                os.rename(path_of(view.path, one.operation.id), path_of(target, one.operation.id))


def _sync(folder: Path) -> None:
    """Let the new name survive a power loss, where folders can be synced at all."""
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _busy(source: Path) -> StoreLockedError:
    return StoreLockedError(
        f"somebody writes {source.name}", safe="it was not moved", fix="try again in a moment"
    )
