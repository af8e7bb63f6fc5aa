"""A program that uses the plain API and kills itself where it is told to.

``python worker.py MODE DIRECTORY ITEMS EVERY [POINT NUMBER]``: MODE is ``track`` or ``save``;
the process dies by SIGKILL when it passes POINT for the NUMBERth time. Points: ``body`` (an item
was begun), ``changed`` (the state holds it, the item is not over), ``commit`` (a save is about to
be written), ``committed`` (it is written, its caller does not know yet). It prints the result.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from ckpt_magic import CheckpointManager
from ckpt_magic.manager.operation import Operation
from ckpt_magic.store.sqlite import SqliteStore


class Row:
    """A class of the program itself: its objects are part of the state."""

    def __init__(self, number: int) -> None:
        self.number = number


class Death:
    """Kills the process at the chosen point."""

    def __init__(self, point: str = "", number: int = 0) -> None:
        self.point, self.number = point, number
        self.passed: Counter[str] = Counter()

    def passes(self, point: str) -> None:
        self.passed[point] += 1
        if point == self.point and self.passed[point] == self.number:
            os.kill(os.getpid(), signal.SIGKILL)


def surround_commits(death: Death) -> None:
    """Make every commit pass two points, before and after."""
    commit = SqliteStore.commit

    def surrounded(self: SqliteStore, *arguments: Any) -> Any:
        death.passes("commit")
        checkpoint = commit(self, *arguments)
        death.passes("committed")
        return checkpoint

    SqliteStore.commit = surrounded  # type: ignore[method-assign]  # this is the test's own process


def find_or_start(manager: CheckpointManager, items: int) -> Operation:
    found = manager.interrupted_operations()
    operation = found[0].resume() if found else manager.start_operation("collect", items)
    if not operation.state:
        operation.state = {"rows": [], "processed_count": 0}
    return operation


def take(state: dict[str, Any], item: int, death: Death) -> None:
    death.passes("body")
    state["rows"].append(Row(item))
    state["processed_count"] += 1
    death.passes("changed")


def track(operation: Operation, items: int, death: Death) -> None:
    for item in operation.track(list(range(items))):
        take(operation.state, item, death)


def save(operation: Operation, items: int, every: int, death: Death) -> None:
    state = operation.state
    for item in range(state["processed_count"], items):
        take(state, item, death)
        if (item + 1) % every == 0:
            operation.save_checkpoint(state, last_item=item)
    operation.save_checkpoint(state)


def run(mode: str, directory: Path, items: int, every: int, death: Death) -> list[int]:
    """Go on with what was interrupted, or start; return the numbers of all rows."""
    surround_commits(death)
    operation = find_or_start(CheckpointManager(directory, every=every), items)
    if mode == "track":
        track(operation, items, death)
    else:
        save(operation, items, every, death)
    operation.complete()
    return [row.number for row in operation.state["rows"]]


def main() -> None:
    mode, directory, items, every, *point = sys.argv[1:]
    death = Death(point[0], int(point[1])) if point else Death()
    rows = run(mode, Path(directory), int(items), int(every), death)
    sys.stdout.write(json.dumps(rows))


if __name__ == "__main__":
    main()
