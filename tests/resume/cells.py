"""Run a cell in this process: plainly, rewritten, and again from each of its points.

A snapshot is one pickle of the namespace and the frame's record, as a checkpoint would be, and
the working folder.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import copy
import copyreg
import inspect
import os
import pickle
import re
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ckpt_magic.resume.frames import FrameRecord
from ckpt_magic.resume.runtime import Frame
from ckpt_magic.resume.transform import RUNTIME_NAME, Transformed, transform_cell

Namespace = dict[str, Any]


@dataclass
class Snapshots:
    """Hooks that take a snapshot at every point, or just let the cell run."""

    namespace: Namespace
    taken: list[tuple[int, bytes]] = field(default_factory=list)
    went_live_count: int = 0

    def at_point(self, frame: Frame, point: int) -> None:
        record = frame.record(point)
        self.taken.append((point, pickled((_data(self.namespace), record, os.getcwd()))))

    def loop_begins(self, _iterable: object, _loop: object) -> None:
        """Let every loop begin."""

    def went_live(self) -> None:
        self.went_live_count += 1


@dataclass
class Quiet:
    """Hooks that nobody asks for anything."""

    namespace: Namespace

    def at_point(self, frame: Frame, point: int) -> None:
        raise AssertionError(f"nobody asked at {point} of {frame}")

    def loop_begins(self, _iterable: object, _loop: object) -> None:
        """Let every loop begin."""

    def went_live(self) -> None:
        return None


def pickled(value: Any) -> bytes:
    return pickle.dumps(value)


def namespace_of(values: Namespace | None = None) -> Namespace:
    """A namespace as a notebook has it."""
    return {"__name__": "__main__", "__builtins__": builtins, **(values or {})}


def run_plain(source: str, setup: Namespace | None = None) -> tuple[Namespace, str]:
    """Run a cell as it is; return what it leaves and its error."""
    namespace = namespace_of(setup)
    return namespace, _outcome(ast.parse(source).body, namespace)


def run_watched(
    source: str, setup: Namespace | None = None, watcher: Callable[[Namespace], Any] | None = None
) -> tuple[Namespace, str, Any, Transformed]:
    """Run a rewritten cell and take a snapshot at every point."""
    namespace = namespace_of(setup)
    done = transform_cell(ast.parse(source), mark_end=True)
    hooks = (watcher or Snapshots)(namespace)
    frame = Frame(done.skeleton, hooks, [True])
    return namespace, run_in(frame, done, namespace), hooks, done


def run_quiet(source: str, setup: Namespace | None = None) -> tuple[Namespace, str, Frame]:
    """Run a rewritten cell while nobody wants attention."""
    namespace = namespace_of(setup)
    done = transform_cell(ast.parse(source), mark_end=True)
    frame = Frame(done.skeleton, Quiet(namespace), [])
    return namespace, run_in(frame, done, namespace), frame


def resume(done: Transformed, point: int, data: bytes) -> tuple[Namespace, str, Snapshots]:
    """Go on from a snapshot in a new namespace."""
    values, record, folder = pickle.loads(data)
    os.chdir(folder)
    assert isinstance(record, FrameRecord)
    namespace = namespace_of(values)
    hooks = Snapshots(namespace)
    frame = Frame(done.skeleton, hooks, [])
    frame.load(record, point)
    del values, record
    outcome = run_in(frame, done, namespace)
    assert hooks.went_live_count == 1
    return namespace, outcome, hooks


def run_in(frame: Frame, done: Transformed, namespace: Namespace) -> str:
    with runtime(frame):
        outcome = _outcome(done.tree.body, namespace)
    assert frame.end_reached == (outcome == "")
    return outcome


@contextmanager
def runtime(frame: Frame) -> Iterator[None]:
    """Put the frame where generated code finds it."""
    setattr(builtins, RUNTIME_NAME, frame)
    try:
        yield
    finally:
        delattr(builtins, RUNTIME_NAME)


def _outcome(statements: list[ast.stmt], namespace: Namespace) -> str:
    """Run statement by statement, as IPython does, and return the error as text."""
    try:
        for statement in statements:
            module = ast.Module([statement], [])
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            code = compile(module, "<cell>", "exec", flags=flags, dont_inherit=True)
            if code.co_flags & inspect.CO_COROUTINE:
                asyncio.run(eval(code, namespace))
            else:
                exec(code, namespace)
    except Exception as error:  # noqa: BLE001 (the error is a result to compare)
        return f"{type(error).__name__}: {error}"
    return ""


def _data(namespace: Namespace) -> Namespace:
    hidden = ("__name__", "__builtins__")
    return {k: v for k, v in namespace.items() if k not in hidden}


def seen(namespace: Namespace) -> dict[str, str]:
    """What a cell leaves, as text that can be compared."""
    return {name: _text(value) for name, value in _data(namespace).items()}


def _text(value: Any) -> str:
    if hasattr(type(value), "__next__"):
        return f"{type(value).__name__} with {list(copy.copy(value))!r} to come"
    return re.sub(r" at 0x\w+", "", repr(value))


def assert_same_from_every_point(
    source: str, setup: Callable[[], Namespace] = dict, *, most: int = 10_000
) -> int:
    """Check a cell: rewritten it does the same, and from each of its points too.

    Of more than `most` moments some are left out, but none of the points.
    """
    plain, error = run_plain(source, setup())
    watched, watched_error, hooks, done = run_watched(source, setup())
    assert (seen(watched), watched_error) == (seen(plain), error)
    quiet, quiet_error, _ = run_quiet(source, setup())
    assert (seen(quiet), quiet_error) == (seen(plain), error)
    for count, (point, data) in chosen(hooks.taken, most):
        resumed, resumed_error, _ = resume(done, point, data)
        where = f"snapshot {count} at point {point} (line {done.skeleton.points[point].line})"
        assert (seen(resumed), resumed_error) == (seen(plain), error), where
    return len(hooks.taken)


def chosen(taken: list[tuple[int, bytes]], most: int) -> list[tuple[int, tuple[int, bytes]]]:
    """At most about `most` of the snapshots, the last one at each point among them."""
    step = len(taken) // most + 1
    last_at = {point: count for count, (point, _) in enumerate(taken)}
    wanted = {*range(0, len(taken), step), *last_at.values()}
    return [(count, taken[count]) for count in sorted(wanted)]


copyreg.pickle(types.ModuleType, lambda module: (__import__, (module.__name__,)))
