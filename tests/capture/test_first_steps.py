"""A snapshot taken from one namespace comes back in another."""

from __future__ import annotations

from typing import Any

from ckpt_magic.capture.restore import RestoreRules, restore
from ckpt_magic.capture.take import SnapshotTaker


def run(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
    exec(source, namespace)
    return namespace


def names_of(namespace: dict[str, Any]) -> list[str]:
    return [name for name in namespace if not name.startswith("__")]


def moved(source: str, into: dict[str, Any] | None = None, **rules: Any) -> dict[str, Any]:
    namespace = run(source)
    snapshot = SnapshotTaker(namespace).take(names_of(namespace))
    segments = {segment.name: bytearray(segment.data) for segment in snapshot.segments}
    target = run("") if into is None else into
    restore(snapshot.index, segments.__getitem__, target, {}, RestoreRules(**rules))
    return target


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
    live = run(source)
    cls = live["A"]
    back = moved(source + "a = A()\na.hit()", live)
    assert type(back["a"]) is cls is back["A"]
    assert cls.count == 1


def test_an_edited_function_wins_when_asked() -> None:
    """A name the caller keeps has its live value after the restore."""
    back = moved("def f(): return 1", run("def f(): return 2"), keep_live=frozenset({"f"}))
    assert back["f"]() == 2


def test_one_bad_object_costs_one_variable() -> None:
    """A socket is named as skipped; what was written before and after it comes back."""
    source = "import socket\na = [[1]]\ns = socket.socket()\nb = [a, [2]]\ns2 = [s]"
    namespace = run(source)
    snapshot = SnapshotTaker(namespace).take(names_of(namespace))
    assert sorted(item.name for item in snapshot.skipped) == ["s", "s2"]
    segments = {segment.name: bytearray(segment.data) for segment in snapshot.segments}
    target = run("")
    restore(snapshot.index, segments.__getitem__, target, {})
    assert target["b"] == [[[1]], [2]]
    assert target["b"][0] is target["a"]
    namespace["s"].close()
