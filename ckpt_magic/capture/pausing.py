"""Keeps the garbage collector from looking again and again at what is being loaded.

Responsible for a pause that ends as it began. Refuses to collect.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause garbage collection inside the block: loading makes no garbage, only many objects."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
