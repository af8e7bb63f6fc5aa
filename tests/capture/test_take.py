"""Taking snapshots: what is left out, what is learnt, what is never touched."""

from __future__ import annotations

import socket
import warnings
from typing import Any

import pytest

from ckpt_magic.capture.snapshot import Snapshot
from ckpt_magic.capture.take import SnapshotTaker
from ckpt_magic.core.errors import CaptureError
from tests.capture.namespaces import moved, names_of, put_into, run, snapshot_of


def stream(snapshot: Snapshot, name: str) -> bytes:
    return next(bytes(s.data) for s in snapshot.segments if s.name == name)


def test_one_bad_object_costs_one_variable() -> None:
    """Sockets are named as skipped; what was written before and after them comes back."""
    source = "import socket\na = [[1]]\ns = socket.socket()\nb = [a, [2]]\ns2 = [s]"
    namespace = run(source)
    snapshot = snapshot_of(namespace)
    target = run("")
    put_into(snapshot, target)
    assert {item.name for item in snapshot.skipped} == {"s", "s2"}
    assert target["b"] == [[[1]], [2]]
    assert target["b"][0] is target["a"]
    namespace["s"].close()


def test_a_failed_write_leaves_no_trace_in_the_streams() -> None:
    """With a bad variable in the middle the other streams are what they are without it."""
    source = "a = [[1], 'x']\n{bad}\nc = [a, 'x', ('y',)]\n"
    half = "class B:\n    def __reduce__(self): raise ValueError('no')\n"
    with_bad = snapshot_of(run(half + source.format(bad="b = [['kept'], B()]")))
    without = snapshot_of(run(half + source.format(bad="")))
    assert [item.name for item in with_bad.skipped] == ["b"]
    assert stream(with_bad, "data/c") == stream(without, "data/c")


def test_what_was_skipped_is_tried_again_when_it_is_another_object() -> None:
    """Replacing the bad value is enough."""
    namespace = run("x = None")
    namespace["x"] = socket.socket()
    taker = SnapshotTaker(namespace)
    assert [item.name for item in taker.take(["x"]).skipped] == ["x"]
    namespace["x"].close()
    namespace["x"] = 1
    assert not taker.take(["x"]).skipped


def test_what_was_skipped_is_tried_again_from_time_to_time() -> None:
    """A list that got rid of its bad item is saved after a while."""
    namespace = run("import socket\nx = [socket.socket()]")
    taker = SnapshotTaker(namespace)
    assert taker.take(["x"]).skipped
    namespace["x"].pop().close()
    assert any(not taker.take(["x"]).skipped for _ in range(4))


def test_extra_that_cannot_be_saved_fails_the_snapshot() -> None:
    """The error names the object inside."""
    with socket.socket() as open_socket, pytest.raises(CaptureError, match=r"socket\.socket"):
        snapshot_of(run("x = 1"), extra={"manager": open_socket})


def test_streams_stay_alike_when_a_list_grows() -> None:
    """A growing variable moves behind the stable ones, whose streams do not change any more."""
    namespace = run(
        "small = ['a']\ngrowing = list(range(1000))\ntable = [{'k': i} for i in range(99)]"
    )
    taker = SnapshotTaker(namespace)
    for _ in range(2):
        taker.take(names_of(namespace))
        namespace["growing"].extend([[1], [2]])
    third = taker.take(names_of(namespace))
    namespace["growing"].extend([[3]])
    namespace["newer"] = ["n"]
    fourth = taker.take(names_of(namespace))
    for name in ("data/small", "data/table"):
        assert stream(third, name) == stream(fourth, name)
    grown, before = stream(fourth, "data/growing"), stream(third, "data/growing")
    assert grown.startswith(before[: len(before) // 2][20:30], 20)


def test_large_arrays_are_not_copied() -> None:
    """The segment of an array shows the array's own memory."""
    namespace = run("import numpy as np\na = np.zeros(100_000)")
    snapshot = snapshot_of(namespace)
    buffer = next(s for s in snapshot.segments if s.is_buffer)
    namespace["a"][0] = 1.0
    assert bytes(buffer.data[:8]) != bytes(8)


def test_a_reducer_that_prints_is_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing a person's ``__getstate__`` prints reaches the cell."""
    snapshot_of(run("class P:\n    def __getstate__(self): print('leak'); return {}\np = P()"))
    assert capsys.readouterr().out == ""


def test_warnings_that_were_shown_once_stay_shown_once() -> None:
    """A save does not make Python forget which warnings it has shown."""
    shown: dict[Any, Any] = {}
    with warnings.catch_warnings(record=True):
        warnings.warn_explicit("once", UserWarning, "cell", 1, registry=shown)
        version = shown["version"]
        snapshot_of(run("x = [1]\nclass A: pass\na = A()"))
        warnings.warn_explicit("once", UserWarning, "cell", 1, registry=shown)
    assert shown["version"] == version


def test_an_interrupt_passes() -> None:
    """Ctrl-C inside a person's reducer is not taken for an object that refuses."""
    namespace = run("class K:\n    def __reduce__(self): raise KeyboardInterrupt\nk = K()")
    with pytest.raises(KeyboardInterrupt):
        snapshot_of(namespace)


def test_the_namespace_may_be_any_module() -> None:
    """Code counts as the notebook's by its globals, whatever ``__main__`` is in this process."""
    namespace = run("class A: pass\ndef f(): return A()\na = f()", __name__="notebook_1")
    target: dict[str, Any] = {"__name__": "notebook_1"}
    put_into(snapshot_of(namespace), target)
    assert type(target["f"]()) is target["A"] is type(target["a"])
    assert target["A"] is not namespace["A"]


def test_code_replaced_for_a_while_is_saved_as_written() -> None:
    """`code_of` says which code a function really has."""
    namespace = run("def f(): return 'written'\ndef other(): return 'swapped'")
    function = namespace["f"]
    written = function.__code__
    function.__code__ = namespace["other"].__code__
    taker = SnapshotTaker(namespace, code_of=lambda c: written if c is function.__code__ else c)
    target = run("")
    put_into(taker.take(["f"]), target)
    assert target["f"]() == "written"


def test_records_count_streams_and_buffers() -> None:
    """A variable's size is that of its stream and its buffers."""
    snapshot = snapshot_of(run("import numpy as np\na = np.zeros(100_000)\nb = 1"))
    sizes = {record.name: record.size_bytes for record in snapshot.variables}
    assert sizes["a"] > 800_000
    assert 0 < sizes["b"] < 50
    assert set(sizes) == {"np", "a", "b"}


def test_the_trial_leaves_no_mark(capsys: pytest.CaptureFixture[str]) -> None:
    """Loading a snapshot to try it neither touches files, nor draws bars, nor runs live code."""
    moved(
        "import pathlib, tempfile\nfrom tqdm import tqdm\n"
        "folder = tempfile.mkdtemp()\nf = open(folder + '/o.txt', 'w'); f.write('x')\n"
        "bar = tqdm(total=3, disable=True)\n"
        "class S:\n    def __setstate__(self, s): log.append(1)\n"
        "    def __getstate__(self): return {1: 1}\n"
        "log = []\ns = S()"
    )
    assert capsys.readouterr() == ("", "")


def _tensor(memory: int, *, grad: object = None, is_leaf: bool = True) -> Any:
    """Return what the rule for tensors looks at, without the library."""

    class Tensor(dict[str, Any]):
        def untyped_storage(self) -> Any:
            return self

        def data_ptr(self) -> int:
            return memory

    Tensor.__module__ = "torch"
    made = Tensor()
    made.grad, made.is_leaf = grad, is_leaf  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"a": _tensor(1), "b": _tensor(2)}, set()),
        ({"a": _tensor(1), "b": _tensor(1)}, {"b"}),
        ({"a": _tensor(1, grad=1), "b": _tensor(2, is_leaf=False)}, {"a", "b"}),
    ],
)
def test_tensors_that_would_lose_something_are_refused(
    values: dict[str, Any], refused: set[str]
) -> None:
    """Shared memory, gradients and results of operations are named, not dropped."""
    reasons = {s.name: s.reason for s in snapshot_of(run("", **values)).skipped}
    for name in refused:
        assert any(word in reasons[name] for word in ("memory", "gradient", "differentiated"))
    for name in values.keys() - refused:
        assert not any(word in reasons.get(name, "") for word in ("memory", "gradient"))


def test_data_of_a_module_that_cannot_be_saved_is_told(tmp_path: Any) -> None:
    """It is named with its module; the rest of the module's data is saved."""
    import importlib
    import sys

    (tmp_path / "holds_socket.py").write_text("import socket\nS = socket.socket()\nROWS = [1]\n")
    sys.path.insert(0, str(tmp_path))
    try:
        module = importlib.import_module("holds_socket")
        snapshot = snapshot_of(run("", m=module))
        module.ROWS.append(2)
        put_into(snapshot, run(""))
        assert module.ROWS == [1]
        assert any("holds_socket.S" in notice.text for notice in snapshot.notices)
        module.S.close()
    finally:
        sys.path.remove(str(tmp_path))
        del sys.modules["holds_socket"]
