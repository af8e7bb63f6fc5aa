"""The notebook that most browser tests are about: a table is written row by row, and a kernel dies.

Responsible for its cells, for what a run that was never killed ends with, and for reading what
the loop has done from its file. Refuses to know a page.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.browser.notebooks import write_notebook
from tests.browser.server import JupyterServer
from tests.kernel.session import Kernel, Notebook

LOAD, SETUP, LOOP, SHOW = range(4)
"""The places of the cells in the notebook."""
LIMIT_S = 30.0
SEED = 11

LOAD_SOURCE = "%load_ext ckpt_magic"
SETUP_SOURCE = f"""\
import os, random, time
os.system("echo set up >> setups.txt")
random.seed({SEED})
def weigh(movie):
    time.sleep(SECONDS)
    return movie * random.random()"""
HOLD_SOURCE = """\
    while movie == ITEM and not os.path.exists("go"):
        time.sleep(0.01)
"""
LOOP_SOURCE = """\
%%checkpointed --name table OPTIONS
total = 0.0
with open("rows.csv", "w") as table:
    for movie in range(ITEMS):
        weight = weigh(movie)
        total += weight
        print(movie, repr(weight), os.getpid(), sep=",", file=table, flush=True)"""
SHOW_SOURCE = "print(repr(total))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file: the item, what came out, the process that did it."""

    item: int
    weight: float
    pid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One copy of the notebook in a folder, with a loop of `items` that take `seconds` each."""

    folder: Path
    items: int = 80
    seconds: float = 0.03
    name: str = "story"
    options: str = "--every 5"
    setup_more: str = ""
    body_more: str = ""
    hold_at: int | None = None
    """The item at which the loop waits until `go` is called."""

    @property
    def path(self) -> Path:
        """The notebook file."""
        return self.folder / f"{self.name}.ipynb"

    @property
    def address(self) -> str:
        """The notebook's path as the server knows it."""
        return f"{self.folder.name}/{self.name}.ipynb"

    @property
    def sources(self) -> list[str]:
        """The cells, in order."""
        more = self.body_more
        if self.hold_at is not None:
            more += HOLD_SOURCE.replace("ITEM", str(self.hold_at))
        setup = SETUP_SOURCE.replace("    time.sleep(", f"{more}    time.sleep(")
        setup = setup.replace("SECONDS", str(self.seconds)) + self.setup_more
        loop = LOOP_SOURCE.replace("OPTIONS", self.options).replace("ITEMS", str(self.items))
        return [LOAD_SOURCE, setup, loop.replace("rows.csv", self.rows_name), SHOW_SOURCE]

    @property
    def rows_name(self) -> str:
        """The file that the loop writes."""
        return f"{self.name}.csv"

    def write(self) -> Story:
        """Write the notebook file."""
        write_notebook(self.path, self.sources)
        return self

    def go(self) -> None:
        """Let the loop go on that waits."""
        (self.folder / "go").touch()

    def weights(self) -> list[float]:
        """What the loop computes when nothing ever goes wrong."""
        stream = random.Random(SEED)
        return [movie * stream.random() for movie in range(self.items)]

    @property
    def total(self) -> float:
        """What the loop ends with: the weights, added one after the other."""
        total = 0.0
        for weight in self.weights():
            total += weight
        return total

    def rows(self) -> list[Row]:
        """Return the whole rows that are in the file now."""
        path = self.folder / self.rows_name
        text = path.read_text() if path.exists() else ""
        whole = text[: text.rfind("\n") + 1].splitlines()
        parts = [line.split(",") for line in whole]
        return [Row(item=int(i), weight=float(w), pid=int(p)) for i, w, p in parts]

    def pids(self) -> set[int]:
        """The processes that wrote rows which are still there."""
        return {row.pid for row in self.rows()}

    def setups(self) -> int:
        """How often the setup cell was run, in whatever kernel."""
        return (self.folder / "setups.txt").read_text().count("\n")

    def assert_complete(self) -> None:
        """Require every row once and in order, and the values of a run that was never killed."""
        rows = self.rows()
        assert [row.item for row in rows] == list(range(self.items))
        assert [row.weight for row in rows] == self.weights()


def interrupted(
    story: Story, server: JupyterServer, *, items: int = 20, key: str | None = None
) -> Story:
    """Write the notebook, run it in a kernel without a page until `items` are done, and kill it.

    With `key`, what it saves is signed with a key of its own in that file.
    """
    with _kernel(story, server, key) as kernel:
        for index in (LOAD, SETUP):
            assert kernel.run(story.sources[index], f"cell-{index}").ok
        kernel.begin(story.sources[LOOP], f"cell-{LOOP}")
        wait_until(lambda: len(story.rows()) >= items, f"{items} rows")
        kernel.kill()
    return story


def completed(story: Story, server: JupyterServer) -> Story:
    """Write the notebook, and run it to its end in a kernel without a page."""
    with _kernel(story, server) as kernel:
        for index, source in enumerate(story.sources):
            assert kernel.run(source, f"cell-{index}").ok
    return story


def wait_until(is_true: Callable[[], bool], what: str) -> float:
    """Return the time, by the monotonic clock in seconds, at which something became true."""
    deadline = time.monotonic() + LIMIT_S
    while not is_true():
        assert time.monotonic() < deadline, f"no {what} within {LIMIT_S} s"
        time.sleep(0.01)
    return time.monotonic()


def _kernel(story: Story, server: JupyterServer, key: str | None = None) -> Kernel:
    """Start a kernel as the server would for this notebook."""
    story.write()
    environment = server.kernel_environment | {"JPY_SESSION_NAME": str(story.path)}
    if key:
        environment["CKPT_MAGIC_KEY_FILE"] = key
    return Notebook(story.folder, environment=environment).kernel()
