"""Stores follow their notebooks when these are renamed.

Responsible for remembering what was renamed until its store can be moved: no loop runs in it,
and no kernel that was started under the old name is left, because that one looks for its store
there. Refuses to move anything itself: `ckpt_magic.store.moving` does.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ckpt_magic.core.errors import StoreError
from ckpt_magic.server.places import NOTEBOOK_SUFFIX
from ckpt_magic.store.moving import move_store

MOST = 1000
"""Renamed notebooks that are remembered at most."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A kernel's process that was started under a notebook's old name."""

    pid: int
    started_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A notebook that was renamed, and the kernels that do not know it."""

    source: Path
    target: Path
    holders: tuple[Holder, ...] = ()


class Moves:
    """The stores that are still to follow their notebooks; safe to use from several threads.

    Parameters
    ----------
    store_of
        Where the store of a notebook is.
    state_dir
        Folder of lock files.
    is_alive
        Whether a kernel's process is still the same one.
    """

    def __init__(
        self,
        store_of: Callable[[Path], Path],
        state_dir: Path,
        is_alive: Callable[[Holder], bool],
        log: logging.Logger,
    ) -> None:
        self._store_of = store_of
        self._state_dir = state_dir
        self._is_alive = is_alive
        self._log = log
        self._lock = threading.Lock()
        self._waiting: list[Rename] = []

    @property
    def waiting(self) -> tuple[Rename, ...]:
        """What is still to be moved."""
        return tuple(self._waiting)

    def renamed(self, source: Path, target: Path, holders: tuple[Holder, ...] = ()) -> None:
        """Remember that a notebook, or a folder of some, has another name now."""
        with self._lock:
            followed = [_follow(one, source, target) for one in self._waiting]
            self._waiting = [one for one in followed if one.source != one.target]
            if source.suffix == target.suffix == NOTEBOOK_SUFFIX:
                self._waiting.append(Rename(source=source, target=target, holders=holders))
            del self._waiting[:-MOST]

    def settle(self) -> None:
        """Move every store that can be moved now; the others are tried again the next time."""
        if not self._waiting:
            return
        with self._lock:
            self._waiting = [one for one in self._waiting if not self._settled(one)]

    def _settled(self, rename: Rename) -> bool:
        """Whether there is nothing left to do for a renamed notebook."""
        if any(map(self._is_alive, rename.holders)):
            return False
        if os.path.exists(rename.source):
            return True  # another notebook has that name, and the store, now
        source, target = self._store_of(rename.source), self._store_of(rename.target)
        try:
            if source != target and move_store(source, target, self._state_dir):
                self._log.info("ckpt_magic: %s is %s now", source, target)
        except StoreError as error:
            self._log.debug("ckpt_magic: %s is not moved yet: %s", source, error)
            return False
        return True


def _follow(rename: Rename, source: Path, target: Path) -> Rename:
    """What is left to do for an earlier rename after a later one."""
    again = rename.source == source  # another notebook had taken the old name meanwhile
    return replace(
        rename,
        source=rename.source if again else _moved(rename.source, source, target),
        target=_moved(rename.target, source, target),
    )


def _moved(path: Path, source: Path, target: Path) -> Path:
    return target / path.relative_to(source) if path.is_relative_to(source) else path
