"""Managers that can be come back to: not entered again, and left as they would have been."""

from __future__ import annotations

import copy
import dataclasses
import decimal
from typing import Any

import pytest

from ckpt_magic.resume import settings_managers
from ckpt_magic.resume.runtime import Frame
from tests.resume.cells import (
    Namespace,
    assert_same_from_every_point,
    namespace_of,
    run_in,
    run_plain,
    run_watched,
    seen,
)

CELLS = {
    "suppress": """
from contextlib import suppress
log = []
with suppress(ValueError):
    for i in range(3):
        log.append(i)
        if i == 1: raise ValueError
""",
    "nullcontext with a tuple target": """
from contextlib import nullcontext
log = []
with nullcontext((1, [2, 3])) as (a, [b, c]):
    for i in range(3): log.append((a, b, c, i)); a += 1
""",
    "an exit stack that is filled in the loop": """
from contextlib import ExitStack, suppress
log = []
with ExitStack() as stack:
    for i in range(3):
        log.append(i)
        if i == 1: stack.enter_context(suppress(ValueError))
        if i == 2: raise ValueError
del stack
""",
    "a lock": """
import threading
lock = threading.Lock()
log = []
with lock:
    for i in range(2): log.append(lock.locked())
log.append(lock.locked())
del lock
""",
    "decimal.localcontext": """
import decimal
log = []
with decimal.localcontext() as context:
    context.prec = 5
    for i in range(2): log.append(i)
del context
log.append(decimal.getcontext().prec)
""",
    "numpy.errstate": """
import numpy
log = []
with numpy.errstate(divide='raise'):
    for i in range(2): log.append(i)
log.append(numpy.geterr()['divide'])
""",
    "numpy.printoptions": """
import numpy
log = []
with numpy.printoptions(precision=2):
    for i in range(2): log.append(i)
log.append(numpy.get_printoptions()['precision'])
""",
    "pandas.option_context": """
import pandas
log = []
with pandas.option_context('display.max_rows', 5, 'display.precision', 2):
    for i in range(2): log.append(i)
log.append((pandas.get_option('display.max_rows'), pandas.get_option('display.precision')))
""",
    "catch_warnings": """
import warnings
before = len(warnings.filters)
log = []
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    for i in range(2): log.append(i)
log.append(len(warnings.filters) - before)
""",
    "chdir": """
import contextlib, os
log = []
with contextlib.chdir('/'):
    for i in range(2): log.append(os.getcwd())
del contextlib
""",
}


@pytest.mark.parametrize("name", CELLS)
def test_known_managers_are_left_as_they_should(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From every point, the block ends with the settings and effects of a run never left."""
    if name == "a lock":
        import _thread
        import copyreg

        monkeypatch.setitem(copyreg.dispatch_table, _thread.LockType, lambda _: (new_lock, ()))
    if name == "chdir":
        monkeypatch.chdir(".")
    assert assert_same_from_every_point(CELLS[name]) > 0


def new_lock() -> Any:
    """A lock that is not taken: the block takes it when it is come back to."""
    import threading

    return threading.Lock()


class Manager:
    """A manager as notebooks write them."""

    __module__ = "__main__"

    def __init__(self, log: list[Any], swallow: bool = False) -> None:
        self.log, self.swallow = log, swallow

    def __enter__(self) -> list[Any]:
        self.log.append("entered")
        return self.log

    def __exit__(self, *error: Any) -> bool:
        self.log.append(f"left {error[0]}")
        return self.swallow

    async def __aenter__(self) -> list[Any]:
        return self.__enter__()

    async def __aexit__(self, *error: Any) -> bool:
        return self.__exit__(*error)


class Slotted(Manager):
    """One that no weak reference can be made to."""

    __module__ = "__main__"
    __slots__ = ()


class Numbers:
    """An async iterator as notebooks write them."""

    __module__ = "__main__"

    def __init__(self, count: int) -> None:
        self.count, self.next = count, 0

    def __aiter__(self) -> Numbers:
        return self

    async def __anext__(self) -> int:
        if self.next >= self.count:
            raise StopAsyncIteration
        self.next += 1
        return self.next


class Once:
    """An iterator as notebooks write them."""

    __module__ = "__main__"

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def __iter__(self) -> Once:
        return self

    def __next__(self) -> Any:
        if not self.items:
            raise StopIteration
        return self.items.pop(0)


OWN = {
    "with": """
with Manager(log) as got:
    for i in range(3): got.append(i)
    got.append('end of the body')
""",
    "with, and an error": """
with Manager(log, swallow=True):
    for i in range(3):
        log.append(i)
        if i == 1: raise ValueError
""",
    "several managers": """
for n in range(2):
    with Manager(log) as a, Manager(log):
        for i in range(2): log.append(i)
        if n == 0: continue
    log.append('behind')
""",
    "async with and async for": """
async with Manager(log) as got:
    async for i in Numbers(3):
        log.append(i)
        for j in range(2): log.append(j)
    else:
        log.append('else')
""",
    "async for that is left": """
async for i in Numbers(5):
    if i == 2: continue
    if i == 4: break
    for j in range(2): log.append((i, j))
else:
    log.append('never')
""",
    "an iterator class": """
for i in Once([1, 2, 3]):
    log.append(i)
    for j in range(2): log.append(j)
""",
    "an iterator class in enumerate": """
for i, x in enumerate(Once([1, 2, 3])):
    log.append((i, x))
""",
}


class Copies:
    """Hooks that copy the namespace and the record at every point, in one piece."""

    def __init__(self, namespace: Namespace) -> None:
        self.namespace = namespace
        self.taken: list[tuple[int, Any]] = []

    def at_point(self, frame: Frame, point: int) -> None:
        values = {k: v for k, v in self.namespace.items() if k != "__builtins__"}
        self.taken.append((point, copy.deepcopy((values, frame.record(point)))))

    def loop_begins(self, _iterable: object, _loop: object) -> None:
        """Let every loop begin."""

    def went_live(self) -> None:
        return None


@pytest.mark.parametrize("name", OWN)
def test_classes_of_the_notebook_go_on_from_every_point(name: str) -> None:
    """A manager or iterator of the notebook is come back to as an object, with its own state."""
    setup = {"Manager": Manager, "Numbers": Numbers, "Once": Once}
    plain, error = run_plain(OWN[name], {**setup, "log": []})
    namespace, outcome, hooks, done = run_watched(OWN[name], {**setup, "log": []}, Copies)
    assert (seen(namespace), outcome) == (seen(plain), error)
    assert hooks.taken
    for point, (values, record) in hooks.taken:
        again = namespace_of(values)
        frame = Frame(done.skeleton, Copies(again), [])
        frame.load(record, point)
        assert (run_in(frame, done, again), seen(again)) == (error, seen(plain)), point


def test_a_manager_without_weak_references_is_wrapped() -> None:
    """A class with slots works like any other."""
    source = "with Slotted(log):\n    for i in range(2): log.append(i)"
    setup = {"Slotted": Slotted, "log": []}
    namespace, _, hooks, _ = run_watched(source, setup, Copies)
    assert namespace["log"] == ["entered", 0, 1, "left None"]
    assert len(hooks.taken) == 3


def test_every_setting_rule_is_known_by_its_name() -> None:
    """What a checkpoint says about a setting is understood when it is read."""
    setting = settings_managers.setting_of(decimal.localcontext())
    assert setting is not None
    assert settings_managers.is_known(setting)
    assert not settings_managers.is_known(dataclasses.replace(setting, kind="no such rule"))


def test_settings_inside_the_block_come_back_with_it() -> None:
    """A process that has the settings of its start has those of the block after the resume."""
    source = """
import decimal, numpy
log = []
with decimal.localcontext() as context, numpy.printoptions(precision=2):
    context.prec = 5
    with numpy.errstate(divide='raise'):
        for i in range(3):
            shown = str(numpy.array([1 / 3]))
            log.append((decimal.getcontext().prec, numpy.geterr()['divide'], shown))
    log.append((decimal.getcontext().prec, numpy.geterr()['divide']))
log.append((decimal.getcontext().prec, str(numpy.array([1 / 3]))))
del context
"""
    assert assert_same_from_every_point(source) == 9
