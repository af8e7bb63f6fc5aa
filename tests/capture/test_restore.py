"""Putting a snapshot back: whose value wins, and all or nothing."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from ckpt_magic.core.errors import RestoreError
from tests.capture.namespaces import moved, put_into, run, snapshot_of


def test_values_shared_between_variables_stay_shared() -> None:
    """One list under two names is one list afterwards."""
    back = moved("a = [1]\nb = {'a': a}")
    assert back["b"]["a"] is back["a"]


def test_functions_see_the_live_namespace() -> None:
    """A restored function reads and writes the globals it was restored into."""
    back = moved("n = 1\ndef bump():\n    global n\n    n += 1")
    back["bump"]()
    assert back["n"] == 2


def test_a_live_class_written_the_same_is_kept() -> None:
    """Restored instances belong to the class that lives already when its code is the same."""
    source = "class A:\n    count = 0\n    def hit(self): A.count += 1\n"
    live = run("\n\n" + source)
    cls = live["A"]
    back = moved(source + "a = A()\na.hit()", live)
    assert type(back["a"]) is cls is back["A"]
    assert cls.count == 1


def test_a_live_function_written_the_same_gets_the_saved_state() -> None:
    """Its defaults and attributes are the saved ones, and share objects with the data."""
    source = "rows = []\ndef f(x=rows): return x\nf.calls = 0\n"
    live = run(source)
    function = live["f"]
    back = moved(source + "rows.append(1); f.calls = 5", live)
    assert back["f"] is function
    assert function() is back["rows"]
    assert function.calls == 5


def test_a_class_with_other_code_is_replaced() -> None:
    """The saved class takes the place of a live one that is written otherwise."""
    back = moved("class A:\n    def f(self): return 1\na = A()", run("class A: pass"))
    assert back["a"].f() == 1
    assert type(back["a"]) is back["A"]


def test_an_edited_class_wins_when_asked() -> None:
    """Instances meet in the live class whose name the caller keeps."""
    live = run("class A:\n    k = 2\n    def f(self): return 'new'")
    back = moved("class A:\n    k = 1\n    def f(self): return 1\na = A()", live, keep_live={"A"})
    assert back["a"].f() == "new"
    assert back["A"].k == 2


def test_an_edited_function_wins_when_asked() -> None:
    """A name the caller keeps has its live value after the restore."""
    back = moved("def f(): return 1\nx = [f]", run("def f(): return 2"), keep_live={"f"})
    assert back["f"]() == 2
    assert back["x"][0] is back["f"]


def test_data_the_caller_keeps_stays() -> None:
    """`keep_live` holds for data as well; a name that is not live gets the saved value."""
    back = moved("x = 1\ny = 1", run("x = 2"), keep_live={"x", "y"})
    assert (back["x"], back["y"]) == (2, 1)


def test_deleted_names_are_deleted_again() -> None:
    """Names in `delete` are gone, others that were not saved stay."""
    back = moved("x = 1", run("old = 1\nhelper = 2"), delete={"old", "never"})
    assert "old" not in back
    assert back["helper"] == 2


def test_replaced_values_are_named() -> None:
    """Only data whose live value differed is reported as replaced."""
    snapshot = snapshot_of(run("a = [1, {'k': 2}]\nb = 2\nc = 3"))
    restored = put_into(snapshot, run("a = [1, {'k': 2}]\nb = 5"))
    assert restored.replaced == ("b",)


def test_extra_is_in_the_same_graph() -> None:
    """What the running code holds shares objects with the variables."""
    namespace = run("rows = [1]")
    snapshot = snapshot_of(namespace, extra={"loop": iter(namespace["rows"])})
    target = run("")
    extra: Any = put_into(snapshot, target).extra
    target["rows"].append(2)
    assert list(extra["loop"]) == [1, 2]


def test_an_error_names_the_variable_and_changes_nothing() -> None:
    """A class that cannot be rebuilt here is named; namespace and live class are as before."""
    source = "class A:\n    n = 0\ngood = [1]\nimport fractions\nbad = fractions.Fraction(1, 3)\n"
    namespace = run(source)
    namespace["A"].n = 7
    snapshot = snapshot_of(namespace)
    live = run("class A:\n    n = 0\ngood = 'live'")
    before = dict(live)
    segments = {segment.name: bytes(segment.data) for segment in snapshot.segments}
    broken = segments["data/bad"].replace(b"Fraction", b"Fractoin")
    changed = tuple(
        replace(segment, data=broken) if segment.name == "data/bad" else segment
        for segment in snapshot.segments
    )
    with pytest.raises(RestoreError, match="`bad`"):
        put_into(replace(snapshot, segments=changed), live)
    assert live == before
    assert live["A"].n == 0


def test_a_snapshot_of_another_python_is_refused() -> None:
    """The message says which Python took it."""
    snapshot = snapshot_of(run("x = 1"))
    other = replace(snapshot, index={**snapshot.index, "python": [3, 5]})
    with pytest.raises(RestoreError, match=r"Python 3\.5"):
        put_into(other, run(""))


LIVE = "class A:\n    n = 0\ndef f(x=1): return x\nold = [0]\nrows = 'live'\n"
SAVED = "class A:\n    n = 5\ndef f(x=2): return x\nrows = [1]\nnew = A()\n"
NEW = {"A", "f", "rows", "new"}


class _InterruptAt:
    """Sends Ctrl-C before the line number `step` that the capture room runs."""

    def __init__(self, step: int) -> None:
        self.step = step
        self.seen = 0

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if "ckpt_magic" not in frame.f_code.co_filename:
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self.step:
                signal.raise_signal(signal.SIGINT)
        return self


def _restore_interrupted(snapshot: Any, step: int) -> tuple[bool, bool]:
    """Restore with Ctrl-C at a step; returns whether it came, and check the namespace."""
    live = run(LIVE)
    before, state = dict(live), (live["A"].n, live["f"].__defaults__)
    interrupt = _InterruptAt(step)
    raised = False
    try:
        sys.settrace(interrupt)
        put_into(snapshot, live, delete={"old"})
    except KeyboardInterrupt:
        raised = True
    finally:
        sys.settrace(None)
    if "new" in live:
        assert {*live} - {"__name__", "__builtins__"} == NEW, f"step {step}: half new"
        assert (live["A"].n, live["f"](), live["rows"]) == (5, 2, [1])
    else:
        assert live == before, f"step {step}: neither old nor new"
        assert all(live[name] is before[name] for name in before)
        assert (live["A"].n, live["f"].__defaults__) == state, f"step {step}: live code changed"
    return raised, interrupt.seen >= step


@pytest.mark.slow
def test_an_interrupt_at_any_step_leaves_all_or_nothing() -> None:
    """Wherever Ctrl-C comes, the namespace is entirely old or entirely new, and it is heard."""
    snapshot = snapshot_of(run(SAVED))
    step = 1
    while True:
        raised, came = _restore_interrupted(snapshot, step)
        if not came:
            break
        assert raised, f"step {step}: the interrupt was swallowed"
        step += 1
    assert step > 300
