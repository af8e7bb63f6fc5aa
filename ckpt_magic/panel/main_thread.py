"""The way from a widget's callback to the thread that runs cells.

Responsible for having something done there, since a front end may have callbacks run in a thread
of their own. Refuses to wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


def on_main_thread(kernel: Any, do: Callable[[], None]) -> None:
    """Call `do` at once if this is the main thread, else when the kernel has time for it.

    What it prints belongs to the message that is being answered now, as if it were done here.
    """
    loop = getattr(kernel, "io_loop", None)
    if loop is None or threading.current_thread() is threading.main_thread():
        do()
    else:
        loop.add_callback(do)  # takes the context along: the message that is answered
