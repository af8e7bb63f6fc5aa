"""Exceptions and interrupts in a real kernel; the cell is run again in the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.kernel.session import Kernel, Notebook

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

ITEMS = 12
BAD = 5


@pytest.fixture
def kernel(notebook: Notebook) -> Iterator[Kernel]:
    """A kernel with the extension loaded."""
    with notebook.kernel() as running:
        assert running.run("%load_ext ckpt_magic", "load").ok
        yield running


def _cell(body: str, every: int = 1) -> str:
    return f"""%%checkpointed --name work --every {every}
seen = []; out = []
for i in range({ITEMS}):
    seen.append(i)
    {body}
total = sum(out)
"""


def test_an_exception_continues_at_its_item_with_the_fixed_body(kernel: Kernel) -> None:
    """With --every 1 the failing item is done again, and only it, by the new code."""
    failed = kernel.run(_cell(f"out.append(60 // (i - {BAD}))"), "loop")
    assert failed.error == "ZeroDivisionError"
    fixed = kernel.run(_cell(f"out.append(60 // (i - {BAD}) if i != {BAD} else 1000)"), "loop")
    assert fixed.ok, fixed.traceback
    wanted = [60 // (i - BAD) if i != BAD else 1000 for i in range(ITEMS)]
    assert _said(kernel, "seen, out") == f"{list(range(ITEMS))} {wanted}"


def test_the_traceback_of_an_exception_shows_the_line_of_the_cell(kernel: Kernel) -> None:
    """The person's error looks as it does without the magic, with no frame of ours."""
    failed = kernel.run(_cell(f"out.append(60 // (i - {BAD}))"), "loop")
    assert re.search(r"line 5\b|-> 5 ", _plain(failed.traceback))
    assert f"out.append(60 // (i - {BAD}))" in _plain(failed.traceback)
    assert "ckpt_magic" not in _plain(failed.traceback)


def test_a_function_fixed_in_another_cell_is_used_as_fixed(kernel: Kernel) -> None:
    """After the fix the cell goes on at the failing item and calls the new function."""
    broken = f"def work(i):\n    if i == {BAD}: raise LookupError(i)\n    return i"
    assert kernel.run(broken, "helper").ok
    assert kernel.run(_cell("out.append(work(i))"), "loop").error == "LookupError"
    assert kernel.run(f"def work(i):\n    return i if i < {BAD} else i * 100", "helper").ok
    fixed = kernel.run(_cell("out.append(work(i))"), "loop")
    assert fixed.ok, fixed.traceback
    wanted = [i if i < BAD else i * 100 for i in range(ITEMS)]
    assert _said(kernel, "seen, out") == f"{list(range(ITEMS))} {wanted}"


def test_a_wider_interval_goes_back_to_the_checkpoint_before_the_exception(kernel: Kernel) -> None:
    """With --every 3 the items since the last checkpoint are done again; the end is the same."""
    body = f"out.append(60 // (i - {BAD}))"
    assert kernel.run(_cell(body, every=3), "loop").error == "ZeroDivisionError"
    fixed = kernel.run(_cell(body.replace("60 //", "60 % 7 +"), every=3), "loop")
    assert fixed.ok, fixed.traceback
    before = [60 // (i - BAD) for i in range(3)]
    after = [60 % 7 + (i - BAD) for i in range(3, ITEMS)]
    wanted = before + after
    assert _said(kernel, "seen, out") == f"{list(range(ITEMS))} {wanted}"


def test_an_interrupt_continues_in_the_same_kernel(kernel: Kernel) -> None:
    """The stop button ends the cell; running it again goes on where it was."""
    body = "out.append(i); print('item', i, flush=True); __import__('time').sleep(0.05)"
    request = kernel.begin(_cell(body), "loop")
    kernel.wait_for_text(request, "item 4\n")
    kernel.interrupt()
    assert kernel.finish(request).error == "KeyboardInterrupt"
    again = kernel.run(_cell(body), "loop")
    assert again.ok, again.traceback
    wanted = list(range(ITEMS))
    assert _said(kernel, "out, total") == f"{wanted} {sum(wanted)}"


def test_several_interrupts_lose_nothing(kernel: Kernel) -> None:
    """A cell interrupted again and again, at any instant, still ends exactly."""
    body = "out.append(i); print('item', i, flush=True); __import__('time').sleep(0.01)"
    interrupted = 0
    for stop_at in (1, 3, 6, 9):
        request = kernel.begin(_cell(body), "loop")
        kernel.wait_for_text(request, f"item {stop_at}\n")
        kernel.interrupt()
        interrupted += kernel.finish(request).error == "KeyboardInterrupt"
    assert interrupted
    again = kernel.run(_cell(body), "loop")
    assert again.ok, again.traceback
    assert _said(kernel, "out, seen == out") == f"{list(range(ITEMS))} True"


def test_running_a_completed_cell_again_starts_anew(kernel: Kernel) -> None:
    """Completed work is not continued: the second run does every item itself."""
    for _ in range(2):
        assert kernel.run(_cell("out.append(i); print('item', i)"), "loop").ok
    assert _said(kernel, "len(out)") == str(ITEMS)


def _said(kernel: Kernel, expression: str) -> str:
    return kernel.run(f"print({expression})", "probe").text.strip()


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
