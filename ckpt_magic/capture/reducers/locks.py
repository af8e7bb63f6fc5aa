"""Locks.

Responsible for locks that are held, or not, as they were. Refuses a lock that another thread
holds: nobody would ever release it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene

_LOCK = type(threading.Lock())
_RLOCK = type(threading.RLock())
_HELD = re.compile(r"owner=(\d+) count=(\d+)")


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return {_LOCK: _lock, _RLOCK: _rlock}.get(kind)


def make_lock(held: bool) -> Any:
    """Return a lock, held or not."""
    lock = threading.Lock()
    if held:
        lock.acquire()
    return lock


def make_rlock(depth: int) -> Any:
    """Return a reentrant lock that this thread holds `depth` times."""
    lock = threading.RLock()
    for _ in range(depth):
        lock.acquire()
    return lock


def _lock(_scene: Scene, lock: Any) -> Any:
    return make_lock, (lock.locked(),)


def _rlock(scene: Scene, lock: Any) -> Any:
    match = _HELD.search(repr(lock))
    owner, depth = (int(part) for part in match.groups()) if match else (0, 0)
    if depth and owner != scene.thread_id:
        raise Refusal(lock, "another thread holds it")
    return make_rlock, (depth,)
