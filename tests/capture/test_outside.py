"""State outside the namespace comes back, and can be undone."""

from __future__ import annotations

import decimal
import os
import random
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from ckpt_magic.capture import outside
from ckpt_magic.core.errors import RestoreError
from tests.capture.namespaces import put_into, run, snapshot_of


@pytest.fixture(autouse=True)
def _process_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(os.getcwd())
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("CKPT_TEST_KEPT", "kept")
    monkeypatch.setenv("TZ", "UTC")


def test_process_state_comes_back_and_is_undone(tmp_path: Path) -> None:
    """Folder, search path, environment and recursion limit are set, then set back."""
    baseline = outside.Baseline.now()
    limit, here = sys.getrecursionlimit(), os.getcwd()
    os.chdir(tmp_path)
    sys.path.insert(0, "added")
    os.environ["CKPT_TEST_NEW"] = "1"
    del os.environ["CKPT_TEST_KEPT"]
    sys.setrecursionlimit(limit + 7)
    state = outside.save_process(baseline)

    os.chdir(here)
    sys.path.remove("added")
    del os.environ["CKPT_TEST_NEW"]
    os.environ["CKPT_TEST_KEPT"] = "kept"
    sys.setrecursionlimit(limit)
    undo = outside.load_process(state)
    assert (os.getcwd(), sys.path[0]) == (str(tmp_path), "added")
    assert os.environ["CKPT_TEST_NEW"] == "1"
    assert "CKPT_TEST_KEPT" not in os.environ
    assert sys.getrecursionlimit() == limit + 7

    undo()
    assert os.getcwd() == here
    assert "added" not in sys.path
    assert os.environ["CKPT_TEST_KEPT"] == "kept"
    assert sys.getrecursionlimit() == limit


def test_untouched_variables_are_not_saved() -> None:
    """What the machine came with, secrets perhaps, does not enter the state."""
    state = outside.save_process(outside.Baseline.now())
    assert state.providers["environment"] == {"set": {}, "removed": []}


def test_the_time_zone_is_set_with_its_variable() -> None:
    """A restored TZ counts at once."""
    baseline = outside.Baseline.now()
    os.environ["TZ"] = "Asia/Tokyo"
    state = outside.save_process(baseline)
    os.environ["TZ"] = "UTC"
    time.tzset()
    undo = outside.load_process(state)
    assert time.tzname[0] == "JST"
    undo()
    assert time.tzname[0] == "UTC"


def test_the_decimal_context_is_set_in_place() -> None:
    """Precision, traps and flags come back into the context that is in use, and are undone."""
    context = decimal.getcontext()
    before = context.copy()
    context.prec, context.traps[decimal.Inexact] = 5, True
    state = outside.save_process(outside.Baseline.now())
    context.prec, context.traps[decimal.Inexact] = before.prec, False
    undo = outside.load_process(state)
    assert decimal.getcontext() is context
    assert (context.prec, context.traps[decimal.Inexact]) == (5, True)
    undo()
    assert (context.prec, context.traps[decimal.Inexact]) == (before.prec, False)


def test_what_numpy_does_about_errors_comes_back() -> None:
    """`numpy.seterr` holds again after a load, and is undone."""
    before = np.geterr()
    np.seterr(divide="raise")
    state = outside.save_process(outside.Baseline.now())
    np.seterr(**before)
    undo = outside.load_process(state)
    assert np.geterr()["divide"] == "raise"
    undo()
    assert np.geterr() == before


def test_warning_filters_come_back() -> None:
    """Filters are those of the save again, in their order, and are undone."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="abc", category=UserWarning, module="m")
        saved = list(warnings.filters)
        state = outside.save_process(outside.Baseline.now())
        warnings.resetwarnings()
        undo = outside.load_process(state)
        assert warnings.filters == saved
        undo()
        assert warnings.filters == []


def test_random_streams_go_on() -> None:
    """The numbers drawn after a load are those that would have been drawn after the save."""
    np.random.rand()  # numpy loads this stream when it is first used
    state = outside.save_random()
    expected = random.random(), float(np.random.rand())
    outside.load_random(state)
    assert (random.random(), float(np.random.rand())) == expected


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    """The restore says which folder is missing, and how to go on."""
    gone = tmp_path / "gone"
    gone.mkdir()
    baseline, here = outside.Baseline.now(), os.getcwd()
    os.chdir(gone)
    state = outside.save_process(baseline)
    os.chdir(here)
    gone.rmdir()
    with pytest.raises(RestoreError, match="gone"):
        outside.load_process(state)


def test_process_state_in_extra_comes_back_before_imports(tmp_path: Path) -> None:
    """A module beside the notebook is found: the search path is back before it is needed."""
    (tmp_path / "beside_notebook.py").write_text("class K: pass\n")
    baseline = outside.Baseline.now()
    sys.path.insert(0, str(tmp_path))
    namespace = run("import beside_notebook\nk = beside_notebook.K()")
    snapshot = snapshot_of(namespace, extra=outside.save_process(baseline))
    sys.path.remove(str(tmp_path))
    del sys.modules["beside_notebook"]
    target = run("")
    put_into(snapshot, target)
    assert type(target["k"]).__name__ == "K"
    del sys.modules["beside_notebook"]
