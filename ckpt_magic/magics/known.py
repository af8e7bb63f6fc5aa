"""What this kernel knows of its store, in the form that views take.

Responsible for putting together what the store and the status files say. Refuses to draw it.
"""

from __future__ import annotations

import os
from pathlib import Path

from ckpt_magic.core.model import Operation
from ckpt_magic.magics.place import StorePlace
from ckpt_magic.panel.plain import Known, KnownStore
from ckpt_magic.resume.belonging import Relation
from ckpt_magic.resume.telling import told_of
from ckpt_magic.store.contract import Store
from ckpt_magic.store.live import read_status


def known_store(place: StorePlace) -> KnownStore | None:
    """All that is known of the notebook's store; ``None`` where there is none."""
    if not place.exists:
        return None
    store, path, notebook = place.store(), place.path, place.notebook
    return KnownStore(
        token=str(path),
        name=path.stem,
        notebook=None if notebook is None else os.path.basename(notebook),
        of_this_notebook=True,
        size_bytes=store.size_bytes(),
        trusted=store.is_trusted(),
        writable=os.access(path, os.W_OK),
        operations=tuple(_known(store, path, one, notebook) for one in store.operations()),
    )


def _known(store: Store, path: Path, operation: Operation, notebook: str | None) -> Known:
    newest = store.checkpoints(operation.id)[-1:]
    return Known(
        operation=operation,
        newest=newest[0] if newest else None,
        notices=store.notices(operation.id),
        status=read_status(path, operation.id),
        relation=Relation.HERE,
        notebook=notebook,
        told=told_of(newest[0]) if newest and operation.status.resumable else (),
    )
