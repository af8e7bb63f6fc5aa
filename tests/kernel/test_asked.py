"""What a busy kernel shows of a cell, and what it does when asked, in real kernels."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.control import Command
from ckpt_magic.core.model import Operation, Status
from ckpt_magic.panel.figures import THIN
from ckpt_magic.store.contract import Store
from ckpt_magic.store.live import append_command, read_status
from ckpt_magic.store.location import locate, open_store
from tests.kernel.session import LIMIT_S, Kernel, Notebook, Reply

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

LOAD = "%load_ext ckpt_magic"
LOOP = """%%checkpointed --name sums --interval 1h{options}
import time
total = 0
for i in range(200):
    total += i
    print('item', i, flush=True)
    time.sleep(0.02)
"""
CELL = LOOP.format(options="")
VIEW = "application/vnd.jupyter.widget-view+json"


def bundles(reply: Reply, kind: str) -> list[dict[str, Any]]:
    """The data of what a cell displayed, or of what it replaced."""
    return [content["data"] for one, content in reply.messages if one == kind]


def printed(reply: Reply) -> str:
    """What a cell wrote to stdout."""
    streams = [content for kind, content in reply.messages if kind == "stream"]
    return "".join(one["text"] for one in streams if one["name"] == "stdout")


def store_path(folder: Path) -> Path:
    """The store of the notebook in `folder`."""
    return locate(folder / "notebook.ipynb", folder, os.environ).path


def the_operation(folder: Path) -> Operation:
    """The one operation of the notebook in `folder`."""
    store: Store = open_store(store_path(folder), state_dir=folder.parent / "work-state" / "locks")
    (operation,) = store.operations()
    return operation


def begun(kernel: Kernel, cell: str = CELL) -> str:
    """Load the extension and start the cell; returns when its loop runs."""
    assert kernel.run(LOAD, "load").ok
    request = kernel.begin(cell, "loop")
    kernel.wait_for_text(request, "item 5\n")
    return request


def test_a_panel_is_shown_and_replaced_by_what_stays(notebook: Notebook) -> None:
    """One display with a constant text, replaced at the end by plain HTML with the same text."""
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        reply = kernel.run(CELL, "loop")
    assert reply.ok
    (shown,) = bundles(reply, "display_data")
    assert shown["text/plain"] == "ckpt_magic: sums"
    assert VIEW in shown
    (final,) = bundles(reply, "update_display_data")
    assert final["text/plain"] == "ckpt_magic: sums"
    assert "200" in final["text/html"]
    assert VIEW not in final
    closed = [c["data"] for kind, c in reply.messages if kind == "comm_close"]
    assert len(closed) == len([1 for kind, _ in reply.messages if kind == "comm_open"])


@pytest.mark.parametrize("options", [" --quiet", "\n%%capture caught"])
def test_no_panel_where_the_output_is_not_for_a_person(notebook: Notebook, options: str) -> None:
    """Neither with ``--quiet`` nor under ``%%capture``, whose variable it would be in."""
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        reply = kernel.run(LOOP.format(options=options), "loop")
        assert reply.ok, reply.traceback
        if "caught" in options:
            assert kernel.run("print(caught.outputs)", "read").text == "[]\n"
    assert bundles(reply, "display_data") == []


def test_a_busy_kernel_stops_when_it_is_asked_through_the_file(
    notebook: Notebook, folder: Path
) -> None:
    """The cell ends with two lines, what is queued behind it does not run, a rerun goes on."""
    with notebook.kernel() as kernel:
        request = begun(kernel)
        queued = kernel.begin("print('behind', total)", "behind")
        append_command(store_path(folder), the_operation(folder).id, Command.STOP)
        reply = kernel.finish(request)
        assert reply.error == "OperationStoppedError"
        assert len(reply.traceback.splitlines()) == 2, reply.traceback
        assert kernel.replied(queued) == "aborted"
        assert the_operation(folder).status is Status.INTERRUPTED
        done = the_operation(folder).progress.processed
        assert done < 200
        again = kernel.run(CELL, "loop")
        assert again.ok, again.traceback
        assert printed(again).splitlines() == [f"item {i}" for i in range(done, 200)]
        assert kernel.run("print(total)", "read").text == f"{sum(range(200))}\n"


def test_a_dead_kernel_leaves_word_of_how_far_it_was(notebook: Notebook, folder: Path) -> None:
    """Further than its checkpoint, which is what the next kernel goes back to."""
    with notebook.kernel() as kernel:
        request = begun(kernel)
        path, operation_id = store_path(folder), the_operation(folder).id
        append_command(path, operation_id, Command.CHECKPOINT)
        kernel.wait_for_text(request, "item 100\n")
        deadline = time.monotonic() + LIMIT_S
        while (status := read_status(path, operation_id)) is None or (status.processed or 0) < 90:
            assert time.monotonic() < deadline, status
            time.sleep(0.05)
        kernel.kill()
    status = read_status(path, operation_id)
    assert status is not None
    operation = the_operation(folder)
    assert operation.died
    assert status.processed is not None
    assert operation.progress.processed < status.processed <= 200
    with notebook.kernel() as kernel:
        reply = kernel.run(LOAD + "\n", "load")
        reply = kernel.run(CELL, "loop")
        assert reply.ok, reply.traceback
    assert read_status(path, operation_id) is None


def test_a_kernel_that_was_asked_to_pause_waits_and_can_be_interrupted(
    notebook: Notebook, folder: Path
) -> None:
    """While it waits it says so; ■ ends the cell as it always does."""
    with notebook.kernel() as kernel:
        request = begun(kernel)
        path, operation_id = store_path(folder), the_operation(folder).id
        append_command(path, operation_id, Command.PAUSE)
        deadline = time.monotonic() + LIMIT_S
        while (status := read_status(path, operation_id)) is None or status.state != "paused":
            assert time.monotonic() < deadline, status
            time.sleep(0.05)
        kernel.interrupt()
        reply = kernel.finish(request)
    assert reply.error == "KeyboardInterrupt"
    assert "ckpt_magic" not in reply.traceback, reply.traceback
    assert the_operation(folder).status is Status.INTERRUPTED


def test_a_new_kernel_shows_cards_and_a_run_takes_their_buttons_away(
    notebook: Notebook, folder: Path
) -> None:
    """One for what was interrupted; its text is constant, and nothing is left of its widgets."""
    with notebook.kernel() as kernel:
        begun(kernel, LOOP.format(options=" --every 1"))
        kernel.kill()
    with notebook.kernel() as kernel:
        loaded = kernel.run(LOAD, "load")
        (card,) = bundles(loaded, "display_data")
        assert card["text/plain"] == "ckpt_magic: sums"
        assert VIEW in card
        labels = [
            content["data"]["state"].get("description")
            for kind, content in loaded.messages
            if kind == "comm_open"
        ]
        assert {"Resume", "Restore variables", "Inspect", "Discard"} <= set(labels)
        reply = kernel.run(LOOP.format(options=" --every 1"), "loop")
        assert reply.ok, reply.traceback
        closed, final = bundles(reply, "update_display_data")
        assert VIEW not in closed
        assert "its kernel died" in closed["text/html"]
        assert "200" in final["text/html"]
    with notebook.kernel() as kernel:
        (card,) = bundles(kernel.run(LOAD, "load"), "display_data")
        assert VIEW in card
        assert kernel.run(f"%ckpt restore {the_operation(folder).id}", "restore").ok
        assert kernel.run("print(total)", "read").text == f"{sum(range(200))}\n"


def test_the_fastest_loop_floods_nothing_and_its_last_state_is_shown(notebook: Notebook) -> None:
    """Pictures come a few times a second whatever the loop does; the summary tells its end."""
    cell = "%%checkpointed --name fast\nfor i in range(40_000_000): pass"
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        began = time.monotonic()
        reply = kernel.run(cell, "loop")
        took_s = time.monotonic() - began
    assert reply.ok, reply.traceback
    states = [content["data"]["state"] for kind, content in reply.messages if kind == "comm_msg"]
    pictures = [state["value"] for state in states if "ckpt-magic-run" in state.get("value", "")]
    assert 1 <= len(pictures) <= 5 * (took_s + 1)
    assert len(states) <= 4 * len(pictures) + 20
    assert f"{40_000_000:,}".replace(",", THIN) in pictures[-1], "the last picture is of the end"
    (final,) = bundles(reply, "update_display_data")
    assert "100" in final["text/html"]
    assert "completed" in final["text/html"]
