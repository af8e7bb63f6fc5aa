"""Which stores a path means, and which operation an id means in them.

Responsible for the argument ``PATH`` and for ids typed in part. Refuses to know what is done
with what was found.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ckpt_magic.core.errors import OperationNotFoundError, StoreError
from ckpt_magic.core.model import Checkpoint, Operation
from ckpt_magic.store.contract import Store
from ckpt_magic.store.identity import find_id
from ckpt_magic.store.location import FOLDER_NAME, SUFFIX, find_store, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStore:
    """A store and the file it was opened from."""

    path: Path
    store: Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An operation, and a checkpoint of it where the id named one."""

    place: OpenStore
    operation: Operation
    checkpoint: Checkpoint | None = None


def open_stores(place: str | None) -> tuple[OpenStore, ...]:
    """Open every store that `place` means; none is made.

    Raises
    ------
    StoreError
        When there is nothing at `place`, or a file that is not a store.
    """
    paths = store_paths(Path(place or ".").expanduser())
    opened = ((path, find_store(path)) for path in paths)
    return tuple(OpenStore(path=path, store=store) for path, store in opened if store is not None)


def store_paths(place: Path) -> tuple[Path, ...]:
    """Return the files of the stores at a path: a store file, a notebook or a folder.

    An empty file, as a death during its creation leaves, counts as none: opening it would
    make a store of it.
    """
    if place.is_dir():
        return _in_folder(place)
    if place.suffix == ".ipynb":
        path = locate(place, place.absolute().parent, os.environ).path
        if place.exists() or path.exists():
            return (path,) if path.exists() else ()
    if not place.exists():
        raise StoreError(f"there is nothing at {place}", fix="give a store, a notebook or a folder")
    if not place.stat().st_size:
        raise StoreError(f"{place} is empty: it is no store", safe="it was not changed")
    return (place,)


def find(typed: str, place: str | None) -> Found:
    """Return the operation, or the checkpoint (``ID@NUMBER``), that `typed` means.

    Raises
    ------
    OperationNotFoundError
        Naming the nearest ids.
    """
    wanted, _, number = typed.partition("@")
    owners = {one.id: (opened, one) for opened in open_stores(place) for one in _operations(opened)}
    opened, operation = owners[find_id(wanted, list(owners))]
    checkpoint = _checkpoint(opened, operation, number) if number else None
    return Found(place=opened, operation=operation, checkpoint=checkpoint)


def _operations(opened: OpenStore) -> tuple[Operation, ...]:
    return opened.store.operations()


def _checkpoint(opened: OpenStore, operation: Operation, number: str) -> Checkpoint:
    kept = opened.store.checkpoints(operation.id)
    for checkpoint in kept:
        if str(checkpoint.manifest.sequence) == number:
            return checkpoint
    raise OperationNotFoundError(
        f"{operation.id} has no checkpoint {number!r}",
        fix="kept: " + (", ".join(one.id for one in kept) or "none"),
    )


def _in_folder(folder: Path) -> tuple[Path, ...]:
    """Stores in a folder, in its ``.ckpt_magic``, and those of its notebooks kept elsewhere."""
    beside = [*folder.glob(f"*{SUFFIX}"), *(folder / FOLDER_NAME).glob(f"*{SUFFIX}")]
    notebooks: list[Path | None] = [None, *folder.glob("*.ipynb")]
    elsewhere = [locate(one, folder.absolute(), os.environ) for one in notebooks]
    kept = [one.path for one in elsewhere if not one.beside and one.exists]
    candidates = {path for path in (*beside, *kept) if path.is_file() and path.stat().st_size}
    return tuple(sorted(candidates))
