"""Buttons that answer while the kernel is busy.

Responsible for having the callbacks of a widget run on another thread than the cell. Refuses to
promise it: the ways of a kernel are private and differ, so all is looked for, nothing assumed.
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

_TIMEOUT_S = 2.0
_ATTRIBUTE = "_ckpt_magic_subshell"
_HOOK = "_reply_subshell_for"


def works_while_busy(kernel: Any) -> bool:
    """Whether a click reaches its callback while a cell runs in `kernel`."""
    return bool(getattr(kernel, "_supports_kernel_subshells", False))


def enliven(kernel: Any, widgets: Iterable[Any]) -> None:
    """Have the callbacks of `widgets` run beside the cell, where the kernel can do it."""
    with suppress(Exception):
        subshell_id = _subshell_of(kernel)
        for widget in widgets:
            if hasattr(widget.comm, _HOOK):
                setattr(widget.comm, _HOOK, lambda _data, default: default or subshell_id)


def _subshell_of(kernel: Any) -> str:
    """The subshell that is ours, one for each kernel: a thread that waits for clicks."""
    known = getattr(kernel, _ATTRIBUTE, None)
    if known is None:
        known = _new_subshell(kernel.shell_channel_thread)
        setattr(kernel, _ATTRIBUTE, known)
    return str(known)


def _new_subshell(thread: Any) -> str:
    made: concurrent.futures.Future[str] = concurrent.futures.Future()

    def make() -> None:
        try:
            made.set_result(thread.manager._create_subshell())
        except Exception as error:  # noqa: BLE001 (whatever it is, the asker gets it)
            made.set_exception(error)

    thread.io_loop.add_callback(make)
    return made.result(_TIMEOUT_S)
