"""Files read once and remembered until they change.

Responsible for answering quickly what was answered before, and for the user's key. Refuses to
remember what can change without the file: who is alive, and what was said last.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ckpt_magic.core.errors import StoreError
from ckpt_magic.store.looking import StoreView, look
from ckpt_magic.store.signing import Signer, key_path, load_key

REMEMBERED = 500
"""Files that are remembered at most."""
_RACY_NS = 200_000_000
"""A file that was written this short before it was read may be written again within the same
tick of its clock: what was read is not remembered then."""
_Stamp = tuple[int, int, int, int]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Remembered(Generic[_T]):
    stamp: _Stamp
    beside: Hashable
    found: _T


class FileCache(Generic[_T]):
    """What was read from files, by path; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Path, _Remembered[_T]] = OrderedDict()

    def get(self, path: Path, read: Callable[[Path], _T], beside: Hashable = None) -> _T:
        """Return what `read` makes of the file now; `beside` is what else that depends on.

        What `read` raises is raised, and remembered by nobody.
        """
        began_ns = time.time_ns()
        try:
            stamp = _stamp(path)
        except OSError:
            return read(path)
        with self._lock:
            known = self._known.get(path)
        if known and (known.stamp, known.beside) == (stamp, beside):
            return known.found
        found = read(path)
        if stamp[0] < began_ns - _RACY_NS:
            self._remember(path, _Remembered(stamp, beside, found))
        return found

    def _remember(self, path: Path, known: _Remembered[_T]) -> None:
        with self._lock:
            self._known[path] = known
            self._known.move_to_end(path)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


class ViewCache:
    """Views of stores, by path, as the user's key judges them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._views: FileCache[StoreView | None] = FileCache()

    def view(self, path: Path) -> StoreView | None:
        """Return the store at `path` as it is now; ``None`` where there is none.

        Raises
        ------
        StoreError
            When it cannot be read.
        """
        signer = self.signer()
        key_id = signer.key_id if signer else None
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        return self._views.get(path, lambda one: look(one, signer), (key_id, writable))

    def signer(self) -> Signer | None:
        """Return the user's signer; ``None`` where there is no key yet, or it cannot be read."""
        path = key_path(self._environment)
        try:
            return Signer(load_key(path)) if path.exists() else None
        except (OSError, StoreError):
            return None


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return (found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev)
