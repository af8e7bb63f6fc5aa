"""``%%checkpointed`` in a shell: what a cell does with it is what it does without it."""

from __future__ import annotations

import builtins
from collections.abc import Callable

import pytest

from ckpt_magic.core.errors import CodeChangedError, NotResumableError
from ckpt_magic.core.events import CheckpointSaved, OperationResumed
from ckpt_magic.core.model import Status
from tests.magics.conftest import Session

LOOP = """\
out = []
for i in range(5):
    if i == stop:
        raise ValueError(i)
    out.append(i)
len(out)
"""


def _cell(options: str = "--every 1", code: str = LOOP) -> str:
    return f"%%checkpointed --name work {options}\n{code}"


def test_a_cell_completes_and_displays_its_last_expression(session: Session) -> None:
    """The value is the cell's result, ``Out`` has it, and nothing of ours is left behind."""
    session.run_well("stop = None")
    before = set(session.names)
    assert session.run_well(_cell()) == 5
    assert session.shell.user_ns["_"] == 5
    added = {n for n in set(session.names) - before if not n.startswith("_")}
    assert added == {"out", "i"}
    assert not hasattr(builtins, "__ckpt__")
    (operation,) = session.extension.place.operations()
    assert operation.status is Status.COMPLETED


def test_an_exception_shows_the_cells_own_lines_and_no_frame_of_ours(session: Session) -> None:
    """The traceback is the person's: their file, their line."""
    session.run_well("stop = 3")
    result = session.run(_cell())
    assert isinstance(result.error_in_exec, ValueError)
    frames = []
    traceback = result.error_in_exec.__traceback__
    while traceback is not None:
        frames.append(traceback)
        traceback = traceback.tb_next
    assert frames[-1].tb_lineno == 5
    assert not [f for f in frames if "ckpt_magic" in f.tb_frame.f_code.co_filename]


def test_after_a_fix_the_cell_goes_on_at_the_failing_item(session: Session) -> None:
    """With ``--every 1`` nothing is done twice, and the new code is used."""
    session.run_well("stop = 3")
    assert isinstance(session.error(_cell()), ValueError)
    fixed = LOOP.replace("raise ValueError(i)", "out.append('fixed')")
    assert session.run_well(_cell(code=fixed)) == 6
    assert session.names["out"] == [0, 1, 2, "fixed", 3, 4]
    (resumed,) = session.heard(OperationResumed)
    assert resumed.checkpoint.manifest.progress.processed == 3


def test_a_function_that_was_fixed_in_another_cell_is_used_as_fixed(session: Session) -> None:
    """The notebook's newer code wins, and the line says so."""
    session.run_well("def f(x):\n    if x == 2: raise KeyError(x)\n    return x")
    code = "out = []\nfor i in range(4):\n    out.append(f(i))\n"
    assert isinstance(session.error(_cell(code=code)), KeyError)
    session.run_well("def f(x):\n    return x * 10")
    session.run_well(_cell(code=code))
    assert session.names["out"] == [0, 1, 20, 30]
    assert "`f`: the notebook's new version" in " ".join(session.heard(OperationResumed)[0].remarks)


def test_a_new_session_goes_on(new_session: Callable[[], Session]) -> None:
    """Nothing else has to be run: the values come from the checkpoint."""
    session = new_session()
    session.run_well("stop = 2")
    session.error(_cell())
    later = new_session()
    later.run_well("pass")
    later.extension.history._digests.clear()
    fixed = LOOP.replace("i == stop", "False")
    assert later.run_well(_cell(code=fixed)) == 5
    assert later.names["stop"] == 2


def test_fresh_starts_over_and_keeps_the_old_until_it_completes(session: Session) -> None:
    """``--fresh`` that fails too leaves both."""
    session.run_well("stop = 3")
    session.error(_cell())
    session.error(_cell("--every 1 --fresh"))
    assert len(session.extension.place.operations()) == 2
    session.run_well("stop = None")
    assert session.run_well(_cell("--every 1 --fresh")) == 5
    (operation,) = session.extension.place.operations()
    assert operation.status is Status.COMPLETED


def test_an_edit_on_the_way_is_refused_with_the_difference(session: Session) -> None:
    """The header the position is in was changed: show it, touch nothing."""
    session.run_well("stop = 3")
    session.error(_cell())
    error = session.error(_cell(code=LOOP.replace("range(5)", "range(50)")))
    assert isinstance(error, CodeChangedError)
    assert "range(5)" in str(error)
    assert session.names["out"] == [0, 1, 2]
    session.run_well("stop = None")
    assert session.run_well(_cell("--every 1 --take stop")) == 5


def test_take_keeps_the_notebooks_value(session: Session) -> None:
    """Without it the checkpoint's value wins and the line says which differed."""
    session.run_well("stop, factor = 2, 1")
    code = LOOP.replace("out.append(i)", "out.append(i * factor)")
    session.error(_cell(code=code))
    session.run_well("factor, stop = 10, None")
    session.run_well(_cell("--every 1 --take factor,stop", code))
    assert session.names["out"] == [0, 1, 20, 30, 40]


def test_the_checkpoints_value_wins_and_is_named(session: Session) -> None:
    """A setup cell that ran again with another value is not taken silently."""
    session.run_well("stop, factor = 2, 1")
    code = LOOP.replace("out.append(i)", "out.append(i * factor)")
    session.error(_cell(code=code))
    session.run_well("factor = 10")
    session.run_well(_cell("--every 1", code.replace("i == stop", "False")))
    assert session.names["out"] == [0, 1, 2, 3, 4]
    assert "`factor`" in " ".join(session.heard(OperationResumed)[0].remarks)


def test_names_left_out_by_the_person_are_not_saved(session: Session) -> None:
    """``--exclude`` and ``--vars`` say what a checkpoint holds."""
    session.run_well("stop, big = None, 1")
    session.run_well(_cell("--every 1 --exclude big"))
    names = {v.name for v in session.heard(CheckpointSaved)[0].checkpoint.manifest.variables}
    assert "big" not in names
    assert "stop" in names
    session.run_well(_cell("--every 1 --vars out,i,stop"))
    names = {v.name for v in session.heard(CheckpointSaved)[-1].checkpoint.manifest.variables}
    assert names <= {"out", "i", "stop"}


def test_a_cell_inside_another_is_refused_and_the_outer_goes_on(session: Session) -> None:
    """One operation at a time in a kernel."""
    inner = "get_ipython().run_cell('%%checkpointed\\nfor j in range(2): pass')"
    session.run_well(
        f"%%checkpointed\nfor i in range(2):\n    r = {inner}\nt = type(r.error_in_exec)\n"
    )
    assert session.names["t"] is NotResumableError


def test_the_shells_syntax_works_inside(session: Session) -> None:
    """Shell commands, line magics and ``await`` are IPython's business."""
    code = "import asyncio\nr = []\nfor i in range(3):\n    x = !echo {i}\n"
    code += "    await asyncio.sleep(0)\n"
    session.run_well(f"%%checkpointed --every 1\n{code}    r.append(int(x[0]))\n%env CKT_X=1\nr")
    assert session.names["r"] == [0, 1, 2]


def test_nothing_is_saved_for_a_cell_that_is_over_at_once(session: Session) -> None:
    """The default waits two seconds; only the result is kept."""
    session.run_well("%%checkpointed\nfor i in range(100):\n    x = i\n")
    assert session.heard(CheckpointSaved) == []
    (operation,) = session.extension.place.operations()
    assert len(session.extension.place.store().checkpoints(operation.id)) == 1


def test_an_unsupported_loop_is_refused_before_its_first_iteration(session: Session) -> None:
    """A refusal cannot be swallowed by the person's own handler."""
    loop = "try:\n    for x in (y for y in [1]):\n        n += 1\nexcept Exception:\n    pass\n"
    error = session.error(f"%%checkpointed\nn = 0\n{loop}d = 1\n")
    assert isinstance(error, NotResumableError)
    assert session.names["n"] == 0
    assert "d" not in session.names


def test_capture_and_time_stack(session: Session) -> None:
    """Output goes where the other magic puts it, and a refusal is not caught by it."""
    session.run_well("%%checkpointed\n%%capture cap\nfor i in range(3):\n    print(i)\n")
    assert session.names["cap"].stdout == "0\n1\n2\n"
    assert session.run_well("%%time\n%%checkpointed\nfor i in range(3):\n    x = i\nx") == 2
    error = session.error("%%checkpointed\n%%capture cap\nfor i in (j for j in [1]):\n    pass\n")
    assert isinstance(error, NotResumableError)


def test_a_traceback_shows_the_magic_as_a_comment(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person never wrote a marker."""
    session.error("%%checkpointed --every 3\nfor i in range(2):\n    1 / i\n")
    shown = capsys.readouterr().out
    assert "# %%checkpointed --every 3" in shown
    assert "ckpt_begin" not in shown


def test_names_that_look_like_the_shells_are_the_persons_when_the_cell_binds_them(
    new_session: Callable[[], Session],
) -> None:
    """``_``, ``_i5`` and ``quit`` may be variables."""
    code = "quit, _i5 = [], 7\nfor _ in range(4):\n    quit.append(_ + _i5)\n    1 / (stop - _)\n"
    first = new_session()
    first.run_well("stop = 2")
    assert isinstance(first.error(_cell(code=code)), ZeroDivisionError)
    later = new_session()
    later.run_well(_cell(code=code.replace("1 / (stop - _)", "pass")))
    assert later.names["quit"] == [7, 8, 9, 10]


def test_a_frozen_dataclass_and_a_categorical_come_back(
    new_session: Callable[[], Session],
) -> None:
    """What a decorator or a library wrote about pickling is no reason to ask."""
    setup = "import pandas as pd\nfrom dataclasses import dataclass\nstop = 2\n"
    code = """\
@dataclass(frozen=True, slots=True)
class P:
    x: int
cat = pd.Series(list("abca"), index=pd.date_range("2024", periods=4)).astype("category")
points = []
for i in range(4):
    points.append(P(i))
    1 / (stop - i)
"""
    first = new_session()
    first.run_well(setup)
    assert isinstance(first.error(_cell(code=code)), ZeroDivisionError)
    later = new_session()
    later.run_well(_cell(code=code.replace("1 / (stop - i)", "pass")))
    assert [point.x for point in later.names["points"]] == [0, 1, 2, 3]
    assert list(later.names["cat"]) == list("abca")


def test_every_item_after_a_resume_is_saved_too(session: Session) -> None:
    """With ``--every 1`` a second failure goes back no further than its own item."""
    session.run_well("stop = 2")
    session.error(_cell())
    later = LOOP.replace("i == stop", "i == 3")
    assert isinstance(session.error(_cell(code=later)), ValueError)
    session.run_well(_cell(code=LOOP.replace("i == stop", "False")))
    done = [
        event.checkpoint.manifest.progress.processed for event in session.heard(OperationResumed)
    ]
    assert done == [2, 3]
    assert session.names["out"] == [0, 1, 2, 3, 4]
