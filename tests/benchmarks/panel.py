"""What the panel costs: one picture, one event, and its share of a loop of short iterations.

``python -m tests.benchmarks.panel``: in a kernel, because widgets are sent nowhere without one.
The share is measured twice: as time of the processor that drawing and folding take of a second,
added up, and as what the whole kernel takes more while another thread draws four times a second.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jupyter_client.manager import start_new_kernel

from ckpt_magic.panel.run_panel import RunPanel
from ckpt_magic.panel.view_model import RunView, heard
from tests.benchmarks.report import print_table
from tests.panel.story import WORK, progress, saved, started, told

DRAWS_PER_S = 4
EVENTS_PER_S = 5
LIMIT = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Medians, in seconds; shares of a second or of the loop's time, 0 to 1."""

    draw_s: float
    draw_processor_s: float
    event_s: float
    save_event_s: float
    loop_share: float
    fast_draws_per_s: float
    last_shown: bool


def measure(count: int, rounds: int, loop_s: float) -> Costs:
    """Measure; inside a kernel."""
    view = _long_run()
    panel = _panel()
    moments = iter(range(10**9))
    draws = _times(lambda: panel.draw(view, 5000.0 + next(moments)), count)
    processor = _times(lambda: panel.draw(view, 9000.0 + next(moments)), count, time.thread_time)
    made, stored = progress(96), saved(9, 96)
    events = _times(lambda: heard(view, made, 4000.0), count)
    saves = _times(lambda: heard(view, stored, 4000.0), count)
    panel.finish(view, 9999.0)
    pairs = [
        (_processor_share(loop_s, draws=False), _processor_share(loop_s, draws=True))
        for _ in range(rounds)
    ]
    draws_per_s, last_shown = _fast_loop(min(3.0, loop_s))
    return Costs(
        draw_s=draws,
        draw_processor_s=processor,
        event_s=events,
        save_event_s=saves,
        loop_share=statistics.median(shown - bare for bare, shown in pairs),
        fast_draws_per_s=draws_per_s,
        last_shown=last_shown,
    )


def _panel() -> RunPanel:
    panel = RunPanel(operation_id=WORK.id, name=WORK.name, ask=lambda _: None, kernel=_kernel())
    if not panel.show():
        raise RuntimeError(f"no panel: {panel.problem}")
    return panel


def _kernel() -> object:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    assert shell is not None
    return shell.kernel  # type: ignore[attr-defined]  # in a kernel it has one


def _long_run() -> RunView:
    """A view as full as it gets: all samples, all marks."""
    view = told((1000.0, started()))
    for n in range(1, 2000):
        view = told((1000.0 + n, progress(n, 4000)), view=view)
        if n % 20 == 0:
            view = told((1000.0 + n, saved(n, n)), view=view)
    return view


def _times(
    do: Callable[[], object], count: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    taken = []
    for _ in range(count):
        began = clock()
        do()
        taken.append(clock() - began)
    return statistics.median(taken) if clock is time.perf_counter else statistics.fmean(taken)


class _Drawn:
    """A panel that a thread draws four times a second, as long as the block lasts."""

    def __init__(self) -> None:
        self.view = told((time.time(), started()))
        self.panel = _panel()
        self.draws = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw)

    def __enter__(self) -> _Drawn:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _draw(self) -> None:
        while not self._over.wait(1 / DRAWS_PER_S):
            self.panel.draw(self.view, time.time())
            self.draws += 1


def _processor_share(loop_s: float, *, draws: bool) -> float:
    """Time of the processor that a loop of 1 ms iterations takes which only wait, as a share."""
    if not draws:
        return _share_of(loop_s, lambda _: None)
    with _Drawn() as drawn:

        def tell(n: int) -> None:
            if n % 250 == 0:
                drawn.view = heard(drawn.view, progress(n, 10**6), time.time())

        taken = _share_of(loop_s, tell)
    drawn.panel.finish(drawn.view, time.time())
    return taken


def _share_of(loop_s: float, tell: Callable[[int], None]) -> float:
    began_s, processor_s = time.perf_counter(), time.process_time()
    for n in range(int(loop_s * 1000)):
        time.sleep(0.001)
        tell(n)
    return (time.process_time() - processor_s) / (time.perf_counter() - began_s)


def _fast_loop(loop_s: float) -> tuple[float, bool]:
    """Draws a second while events come as fast as they can, and whether the last is shown."""
    done = 0
    with _Drawn() as drawn:
        until = time.perf_counter() + loop_s
        while time.perf_counter() < until:
            done += 500
            drawn.view = heard(drawn.view, progress(done, 10**12), time.time())
    texts: list[str] = []
    assert drawn.panel._widgets is not None
    drawn.panel._widgets._view.observe(lambda change: texts.append(change["new"]), "value")
    drawn.panel.finish(drawn.view, time.time())
    return drawn.draws / loop_s, f'aria-valuenow="{done}"' in texts[-1]


def _rows(costs: Costs) -> list[tuple[str, ...]]:
    each_s = DRAWS_PER_S * costs.draw_processor_s + EVENTS_PER_S * costs.event_s
    return [
        ("one picture", f"{costs.draw_s * 1e6:.0f} µs"),
        ("one picture, processor time", f"{costs.draw_processor_s * 1e6:.0f} µs"),
        ("one event of progress", f"{costs.event_s * 1e6:.1f} µs"),
        ("one event of a checkpoint", f"{costs.save_event_s * 1e6:.1f} µs"),
        ("share of a second, added up", f"{each_s:.3%} (limit {LIMIT:.1%})"),
        ("what the whole kernel takes more", f"{costs.loop_share:+.3%}"),
        ("draws a second of the fastest loop", f"{costs.fast_draws_per_s:.1f}"),
        ("its last state is shown", "yes" if costs.last_shown else "no"),
    ]


def _in_a_kernel(count: int, rounds: int, loop_s: float) -> Costs:
    manager, client = start_new_kernel()
    printed: list[str] = []

    def hear(message: dict[str, object]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream" and isinstance(content, dict):
            printed.append(content["text"])

    code = (
        "from tests.benchmarks import panel; from dataclasses import astuple\n"
        f"print(astuple(panel.measure({count}, {rounds}, {loop_s})))"
    )
    try:
        reply = client.execute_interactive(code, output_hook=hear, timeout=600)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        raise RuntimeError(f"{reply['content']['ename']}: {reply['content']['evalue']}")
    names = Costs.__dataclass_fields__
    return Costs(**dict(zip(names, ast.literal_eval("".join(printed)), strict=True)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.panel")
    parser.add_argument("--count", type=int, default=500, help="pictures and events")
    parser.add_argument("--rounds", type=int, default=7, help="loops with and without a panel")
    parser.add_argument("--seconds", type=float, default=4.0, help="a loop")
    options = parser.parse_args(arguments)
    costs = _in_a_kernel(options.count, options.rounds, options.seconds)
    print_table("Cost of the panel", ("what", "figure"), _rows(costs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
