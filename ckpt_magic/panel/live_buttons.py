"""Buttons that answer while the kernel is busy.

Responsible for having the callbacks of a widget run on another thread than the cell. Refuses to
promise it: the ways of a kernel are private and differ, so all is looked for, nothing assumed.

Where a click arrives while a cell runs, measured with a comm message as a front end sends it,
with and without the id of a subshell in its header (JupyterLab names one for widgets from 4.4 on,
where the kernel has any):

==============================  ===========  ==================  =====================
ipykernel                       no id        id of a subshell    `works_while_busy`
==============================  ===========  ==================  =====================
6.29.5, 6.31.0                  after cell   no subshells        no
7.0.1, 7.1.0, 7.2.0, 7.3.0      after cell   at once (3 ms)      once a subshell exists
7.4.0, comm left as it is       after cell   after cell          -
7.4.0, after `enliven`          at once      at once (3 ms)      yes
==============================  ===========  ==================  =====================

Up to 7.3 the front end decides; that one exists is a sign that it does, and no proof: a second
front end on the same kernel may not use it.

What that comes to, measured by clicking in a browser on a busy machine: each button took effect
within 0.8 s, or was not shown (-: not measured).

==============================  ======================  ========================  ===============
front end                       ipykernel               our labextension          without it
==============================  ======================  ========================  ===============
JupyterLab 4.2.0, Notebook 7.2  6.29.0                  all work                  none is shown
JupyterLab 4.2.0                7.3.0                   -                         none is shown
JupyterLab 4.2.0                7.4.0                   -                         all work
JupyterLab 4.6.6                6.31.0                  all work                  none is shown
JupyterLab 4.6.6                7.1.0, 7.3.0            all work                  all work
JupyterLab 4.6.6                7.4.0                   all work                  all work
==============================  ======================  ========================  ===============
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

_TIMEOUT_S = 2.0
_OWN = "_ckpt_magic_subshell"
_ROUTE = "_reply_subshell_for"


def enliven(kernel: Any, widgets: Iterable[Any]) -> None:
    """Have the callbacks of `widgets` run beside the cell, where the kernel decides that.

    Elsewhere nothing changes; `works_while_busy` tells.
    """
    comms = [comm for widget in widgets if hasattr(comm := widget.comm, _ROUTE)]
    with suppress(Exception):
        subshell_id = _own_subshell(kernel) if comms else ""
        for comm in comms:
            setattr(comm, _ROUTE, lambda _data, asked_for: asked_for or subshell_id)


def works_while_busy(kernel: Any) -> bool:
    """Whether a click on an enlivened widget reaches its callback while a cell runs in `kernel`.

    A front end may need a moment to set up its side, so ask again after a ``False``.
    """
    if getattr(kernel, _OWN, None) is not None:
        return True
    try:
        from ipykernel.comm.comm import BaseComm  # noqa: PLC0415 (there is none in a terminal)

        subshells = kernel.shell_channel_thread.manager.list_subshell()
    except (ImportError, AttributeError):
        return False
    return bool(subshells) and not hasattr(BaseComm, _ROUTE)


def _own_subshell(kernel: Any) -> str:
    """The subshell that is ours, one for each kernel: a thread that waits for clicks."""
    known = getattr(kernel, _OWN, None)
    if known is None:
        known = _new_subshell(kernel.shell_channel_thread)
        setattr(kernel, _OWN, known)
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
