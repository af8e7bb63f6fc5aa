"""Whose value wins when a cell goes on, and every refusal that can be known beforehand."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ckpt_magic.capture.digest import code_digest
from ckpt_magic.core.errors import CheckpointError, CodeChangedError, NotResumableError
from ckpt_magic.core.model import (
    Checkpoint,
    Manifest,
    Notice,
    Operation,
    OperationKind,
    SkippedVariable,
    Status,
)
from ckpt_magic.resume.context import LEFT_OUT, CellContext, CellDefinition
from ckpt_magic.resume.facts import fingerprints
from ckpt_magic.resume.plan import Continue, Today, plan
from ckpt_magic.resume.program import prepare
from ckpt_magic.resume.telling import THIS_CELL, gone

SOURCE = """\
lr = 0.1
out = []
for i in range(5):
    out.append(step(i) * lr)
print(out)
"""
LOOP_LINE = 3


def step(i: int) -> int:
    """The function of the notebook as it was."""
    return i


def newer_step(i: int) -> int:
    """The function of the notebook after a fix."""
    return i * 10


CLIENT = SkippedVariable(name="client", type_name="Client", reason="holds a socket")
WAS: Mapping[str, Any] = {"step": step, "data": [1, 2]}
"""What the namespace held when the operation started."""


def _context(**changes: Any) -> CellContext:
    program = prepare(ast.parse(SOURCE), mark_end=True)
    point = next(n for n, p in enumerate(program.skeleton.points) if p.kind == "for")
    return replace(
        CellContext(
            source=program.source,
            path=program.path(point),
            index={"digests": {"step": code_digest(step)}},
            names=("step", "data", "lr", "out", "i"),
            line=LOOP_LINE,
        ),
        **changes,
    )


def _checkpoint(context: CellContext, **changes: Any) -> Checkpoint:
    manifest = Manifest(
        store_id="s", operation_id="work-1", sequence=3, created_at=1.0, context=context.to_json()
    )
    return Checkpoint(manifest=replace(manifest, **changes))


def _operation() -> Operation:
    definition = CellDefinition(
        raw=SOURCE,
        notebook=None,
        cell_id=None,
        preceding=(),
        names=tuple(WAS),
        values=fingerprints(WAS, WAS),
    )
    return Operation(
        id="work-1",
        name="work",
        kind=OperationKind.CELL,
        key="name:work",
        status=Status.INTERRUPTED,
        started_at=0.0,
        definition=definition.to_json(),
    )


def _today(namespace: Mapping[str, Any], source: str = SOURCE, **changes: Any) -> Today:
    program = prepare(ast.parse(source), mark_end=True)
    today = Today(
        module=program.module,
        skeleton=program.skeleton,
        namespace=namespace,
        user_names=frozenset(namespace),
    )
    return replace(today, **changes)


def _plan(
    namespace: Mapping[str, Any],
    source: str = SOURCE,
    *,
    context: CellContext | None = None,
    skipped: tuple[SkippedVariable, ...] = (),
    notices: tuple[Notice, ...] = (),
    **today: Any,
) -> Continue:
    checkpoint = _checkpoint(context or _context(), skipped=skipped, notices=notices)
    return plan(_operation(), checkpoint, (), _today(namespace, source, **today))


def _refusal(error: type[CheckpointError], *arguments: Any, **options: Any) -> str:
    with pytest.raises(error) as caught:
        _plan(*arguments, **options)
    assert caught.value.safe
    assert caught.value.fix
    return str(caught.value)


def test_in_an_empty_namespace_everything_is_the_checkpoints() -> None:
    """A fresh kernel: nothing is kept, nothing goes, nothing need be said."""
    going_on = _plan({})
    assert (going_on.keep_live, going_on.delete, going_on.remarks) == (frozenset(), frozenset(), ())


def test_the_checkpoints_data_win_over_the_notebooks() -> None:
    """A setup cell that ran again with another value is not taken."""
    assert _plan({**WAS, "data": [9]}).keep_live == frozenset()


def test_take_keeps_the_notebooks_value_where_there_is_one() -> None:
    """A name that the notebook does not have is the checkpoint's, asked for or not."""
    assert _plan({**WAS, "data": [9]}, take=("data", "lr")).keep_live == {"data"}


def test_the_notebooks_newer_function_wins_and_is_said() -> None:
    """A bug is fixed in the cell that defines the function."""
    going_on = _plan({**WAS, "step": newer_step})
    assert going_on.keep_live == {"step"}
    assert going_on.remarks == ("`step`: the notebook's new version is used",)


def test_a_function_with_the_same_source_gets_the_saved_state() -> None:
    """It is no other version: the checkpoint's is put into the live object."""
    assert _plan(WAS).keep_live == frozenset()


def test_a_helper_written_since_is_kept() -> None:
    """A name that is neither of the operation's start nor made by the cell stays."""
    assert _plan({**WAS, "helper": newer_step}).delete == frozenset()


def test_a_name_that_the_cell_had_deleted_is_deleted_again() -> None:
    """It was there at the start, and not at the checkpoint; the setup cell made it again."""
    names = tuple(n for n in _context().names if n != "data")
    assert _plan(WAS, context=_context(names=names)).delete == {"data"}


def test_a_name_that_the_cell_had_not_made_yet_goes() -> None:
    """Left by the part of the run after the checkpoint, it would be seen too early."""
    context = _context(names=("step", "data", "lr"))
    assert _plan({**WAS, "out": [1], "i": 1}, context=context).delete == {"out", "i"}


def test_a_taken_name_is_never_deleted() -> None:
    """``--take`` is the person's own word."""
    names = tuple(n for n in _context().names if n != "data")
    assert _plan(WAS, context=_context(names=names), take=("data",)).delete == frozenset()


def test_what_could_not_be_saved_and_is_live_is_kept_and_said() -> None:
    """The person ran the cell that makes the client again."""
    going_on = _plan({**WAS, "client": object()}, skipped=(CLIENT,))
    assert "client" in going_on.keep_live
    assert "`client` was not saved: the live one is kept" in going_on.remarks


@pytest.mark.parametrize("made_by", ["", "In [3]"])
def test_what_could_not_be_saved_and_is_needed_is_asked_for(made_by: str) -> None:
    """The refusal names the variable, why, and the cell to run first; consent does not help."""
    text = _refusal(
        NotResumableError,
        WAS,
        context=_context(needed=("client",)),
        skipped=(replace(CLIENT, made_by=made_by),),
        consent=True,
    )
    assert "`client` (Client) could not be saved: holds a socket" in text
    assert "run the cell that makes `client`" in text
    assert made_by in text


def test_what_was_told_beside_the_button_is_not_told_again() -> None:
    """One click goes on where the person had read all of it, and not where there is more."""
    both = (CLIENT, replace(CLIENT, name="other"))
    going_on = _plan(WAS, skipped=both, heard=frozenset(map(gone, both)))
    assert gone(CLIENT) in going_on.remarks
    _refusal(NotResumableError, WAS, skipped=both, heard=frozenset({gone(CLIENT)}))


def test_what_the_cell_itself_made_is_not_asked_of_the_cell_again() -> None:
    """To run this cell makes nothing again: it goes on from the checkpoint, or is refused."""
    text = _refusal(
        NotResumableError,
        WAS,
        context=_context(needed=("client",)),
        skipped=(replace(CLIENT, made_by=THIS_CELL),),
    )
    assert "make `client` in another cell, as this one did, then run this cell again" in text
    assert "run the cell that makes" not in text


def test_what_could_not_be_saved_and_is_gone_is_told_first() -> None:
    """The code does not need it, the person may: they say so by name."""
    text = _refusal(NotResumableError, WAS, skipped=(CLIENT,))
    assert "`client` (Client) could not be saved and is gone" in text
    assert "%ckpt resume work-1" in text
    going_on = _plan(WAS, skipped=(CLIENT,), consent=True)
    assert "is gone" in " ".join(going_on.remarks)


def test_what_the_person_left_out_is_no_doubt() -> None:
    """They know that ``--exclude`` does not save it."""
    assert _plan(WAS, skipped=(replace(CLIENT, reason=LEFT_OUT),)).target >= 0


@pytest.mark.parametrize(
    ("kind", "context", "named"),
    [
        ("told", _context(), "the cache of `f` is dropped"),
        ("traceback", _context(reads_tracebacks=True), "tracebacks of the exceptions in `errors`"),
    ],
)
def test_what_was_told_needs_a_yes(kind: str, context: CellContext, named: str) -> None:
    """A notice of the checkpoint is said again before going on, with the command that does."""
    notice = Notice(kind=kind, subject="errors", text="the cache of `f` is dropped")
    text = _refusal(NotResumableError, WAS, context=context, notices=(notice,))
    assert named in text
    assert "%ckpt resume work-1" in text
    assert "--fresh" in text
    going_on = _plan(WAS, context=context, notices=(notice,), consent=True)
    assert named in " ".join(going_on.remarks)


def test_tracebacks_that_nobody_reads_are_no_doubt() -> None:
    """The rest of the code does not look at them."""
    notice = Notice(kind="traceback", subject="errors", text="")
    assert _plan(WAS, notices=(notice,)).remarks == ()


def test_what_captured_output_held_needs_a_yes() -> None:
    """``%%capture`` loses what the dead process had caught."""
    assert "%%capture" in _refusal(NotResumableError, WAS, captures_output=True)


def test_an_edit_before_the_position_is_said_where_a_person_reads_it() -> None:
    """It is not run again, and the line quotes it."""
    going_on = _plan(WAS, SOURCE.replace("0.1", "0.01"))
    assert going_on.remarks == ("`lr = 0.01` was edited: not run again (--fresh runs it)",)


def test_an_edit_before_the_position_is_refused_where_nobody_reads() -> None:
    """A run with 0.01 never goes on from one with 0.1 unread."""
    text = _refusal(NotResumableError, WAS, SOURCE.replace("0.1", "0.01"), attended=False)
    assert "`lr = 0.01` was edited and is not run again" in text


def test_another_starting_value_is_refused_where_nobody_reads() -> None:
    """Unless it is taken, or the operation began in this very kernel."""
    other = {**WAS, "data": [9]}
    assert "`data` is not what" in _refusal(NotResumableError, other, attended=False)
    assert _plan(other, attended=False, take=("data",)).keep_live == {"data"}
    assert _plan(other, attended=False, same_kernel=True).keep_live == frozenset()


def test_an_edit_behind_the_position_is_run_as_it_is_now() -> None:
    """The body and what follows the loop may change; nothing is said."""
    edited = SOURCE.replace("step(i) * lr", "step(i) * lr + 1").replace("print(out)", "print(1)")
    assert _plan(WAS, edited, attended=False).remarks == ()


@pytest.mark.parametrize("edited", ["for i in range(50):", "for j in range(5):"])
def test_an_edit_on_the_way_to_the_position_is_refused(edited: str) -> None:
    """The difference is shown and every way on is named."""
    source = SOURCE.replace("for i in range(5):", edited)
    if edited.startswith("for j"):
        source = source.replace("for j", "while True:\n  for j").replace("    out", "      out")
    text = _refusal(CodeChangedError, WAS, source)
    assert "range(5)" in text
    assert "--fresh" in text
    assert "%ckpt restore work-1" in text


def test_the_target_is_the_loop_wherever_it_is_now() -> None:
    """A statement put in front of it moves its number, not the position."""
    moved = _plan(WAS, "extra = 1\n" + SOURCE).target
    assert moved == _plan(WAS).target + 1
