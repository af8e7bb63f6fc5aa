"""Stores read once and remembered until their file changes.

Responsible for answering quickly what was answered before, and for the user's key. Refuses to
remember what can change without the file: who is alive, and what was said last.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ckpt_magic.core.errors import StoreError
from ckpt_magic.store.looking import StoreView, look
from ckpt_magic.store.signing import Signer, key_path, load_key

REMEMBERED = 500
"""Stores that are remembered at most."""
_RACY_NS = 200_000_000
"""A file that was written this short before it was read may be written again within the same
tick of its clock: what was read is not remembered then."""
_Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    stamp: _Stamp
    key_id: str | None
    writable: bool
    view: StoreView | None


class ViewCache:
    """Views of stores by path; safe to use from several threads."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._lock = threading.Lock()
        self._known: OrderedDict[Path, _Remembered] = OrderedDict()

    def view(self, path: Path) -> StoreView | None:
        """Return the store at `path` as it is now; ``None`` where there is none.

        Raises
        ------
        StoreError
            When it cannot be read.
        """
        signer = self.signer()
        key_id = signer.key_id if signer else None
        began_ns = time.time_ns()
        try:
            stamp = _stamp(path)
        except OSError:
            return look(path, signer)
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        with self._lock:
            known = self._known.get(path)
        if known and (known.stamp, known.key_id, known.writable) == (stamp, key_id, writable):
            return known.view
        view = look(path, signer)
        if stamp[0] < began_ns - _RACY_NS:
            self._remember(
                path, _Remembered(stamp=stamp, key_id=key_id, writable=writable, view=view)
            )
        return view

    def signer(self) -> Signer | None:
        """Return the user's signer; ``None`` where there is no key yet, or it cannot be read."""
        path = key_path(self._environment)
        try:
            return Signer(load_key(path)) if path.exists() else None
        except (OSError, StoreError):
            return None

    def _remember(self, path: Path, known: _Remembered) -> None:
        with self._lock:
            self._known[path] = known
            self._known.move_to_end(path)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return (found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev)
