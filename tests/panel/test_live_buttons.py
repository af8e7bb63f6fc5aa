"""Clicks on the panel's buttons while the kernel is busy, in a real kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from ckpt_magic.panel.live_buttons import enliven, works_while_busy

SETUP = """
import threading, time
from ckpt_magic.panel.live_buttons import works_while_busy
from ckpt_magic.panel.run_widgets import RunWidgets
hits, done = [], threading.Event()
def clicked(command):
    main = threading.current_thread() is threading.main_thread()
    hits.append((command.value, done.is_set(), main))
widgets = RunWidgets("work-1", clicked, get_ipython().kernel)
"""
BUSY = """
until = time.monotonic() + 60
print("busy", flush=True)
while not hits and time.monotonic() < until: time.sleep(0.01)
done.set()
"""


@pytest.fixture
def client() -> Iterator[Any]:
    manager, client = start_new_kernel()
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _printed(client: Any, code: str) -> str:
    texts: list[str] = []

    def hear(message: Any) -> None:
        if message["msg_type"] == "stream":
            texts.append(message["content"]["text"])

    reply = client.execute_interactive(code, output_hook=hear, timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]
    return "".join(texts).strip()


def _wait_until_busy(client: Any) -> None:
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["msg_type"] == "stream" and "busy" in message["content"]["text"]:
            return


@pytest.mark.kernel
@pytest.mark.slow
def test_a_click_arrives_while_the_cell_runs_exactly_where_that_is_promised(client: Any) -> None:
    """A front end without subshells clicks Stop; a kernel that promises nothing hides the row."""
    _printed(client, SETUP)
    promised = _printed(client, "print(works_while_busy(get_ipython().kernel))") == "True"
    shown = _printed(client, "print(widgets._controls.layout.display)") != "none"
    assert shown == promised
    if not promised:
        return
    comm_id = _printed(client, "print(widgets._buttons['stop'].comm.comm_id)")
    client.execute(BUSY)
    _wait_until_busy(client)
    click = {"method": "custom", "content": {"event": "click"}}
    message = client.session.msg("comm_msg", {"comm_id": comm_id, "data": click})
    client.shell_channel.send(message)
    assert _printed(client, "print(hits)") == "[('stop', False, False)]"


def test_nothing_is_promised_without_a_kernel() -> None:
    """In a terminal, and in a kernel that knows no subshells."""
    assert not works_while_busy(None)
    assert not works_while_busy(object())


def test_a_kernel_with_other_ways_is_left_alone() -> None:
    """What is looked for is not there: nothing happens."""

    class Widget:
        comm = object()

    enliven(object(), [Widget()])
