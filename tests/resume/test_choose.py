"""Which operation a cell continues: the rules of identity."""

from dataclasses import replace

import pytest

from ckpt_magic.core.errors import NotResumableError, StoreLockedError
from ckpt_magic.core.model import Operation, OperationKind, Owner, Status
from ckpt_magic.core.settings import Settings
from ckpt_magic.resume.choose import Asked, choose, same_work

ASKED = Asked(
    key="name:export",
    identified=False,
    preceding=("setup",),
    own=frozenset(),
    armed=None,
    settings=Settings(),
)
STOPPED = Operation(
    id="export-1a",
    name="export",
    kind=OperationKind.CELL,
    key="name:export",
    status=Status.INTERRUPTED,
    started_at=1.0,
    definition={"preceding": ["setup"]},
)


def test_an_interrupted_operation_of_the_same_cell_is_continued() -> None:
    """Same key, same cells run before: go on."""
    assert choose([STOPPED], ASKED).operation is STOPPED


def test_a_failed_operation_is_continued() -> None:
    """After an exception, running the cell again goes on."""
    failed = replace(STOPPED, status=Status.FAILED)
    assert choose([failed], ASKED).operation is failed


def test_the_newest_of_several_is_continued() -> None:
    """An older attempt that was left behind does not come back by surprise."""
    newer = replace(STOPPED, id="export-2b", started_at=2.0)
    assert choose([STOPPED, newer], ASKED).operation is newer


def test_other_cells_before_it_make_it_another_operation() -> None:
    """A run with other parameters never goes on from this one; the old one is named."""
    choice = choose([STOPPED], replace(ASKED, preceding=("other parameters",)))
    assert choice.operation is None
    assert "export-1a" in choice.remarks[0]


@pytest.mark.parametrize(
    "change", [{"identified": True}, {"own": frozenset({"export-1a"})}, {"preceding": ()}]
)
def test_what_ran_before_does_not_matter_where_the_cell_is_known(change: dict) -> None:
    """A known cell id, the same kernel, or a kernel in which nothing ran yet contradict nothing."""
    asked = replace(ASKED, preceding=("other",), **change) if "preceding" not in change else (
        replace(ASKED, **change)
    )  # fmt: skip
    assert choose([STOPPED], asked).operation is STOPPED


def test_fresh_and_never_start_anew() -> None:
    """``--fresh`` and ``--resume never`` leave what is there alone."""
    for settings in (Settings(fresh=True), Settings(resume="never")):
        assert choose([STOPPED], replace(ASKED, settings=settings)).operation is None


def test_ask_refuses_with_both_ways_on() -> None:
    """``--resume ask`` names the command that continues and the option that starts over."""
    with pytest.raises(NotResumableError, match=r"%ckpt resume export-1a.*--fresh"):
        choose([STOPPED], replace(ASKED, settings=Settings(resume="ask")))


def test_an_operation_that_runs_elsewhere_is_not_disturbed() -> None:
    """Two kernels on one notebook: the second is told who has it."""
    owner = Owner(pid=42, pid_started_at=0.0, host="here", boot_id="b")
    running = replace(STOPPED, status=Status.RUNNING, owner=owner)
    with pytest.raises(StoreLockedError, match="process 42 on here"):
        choose([running], ASKED)


def test_a_completed_operation_starts_anew_and_says_where_its_result_is() -> None:
    """The old result stays in reach by one command."""
    choice = choose([replace(STOPPED, status=Status.COMPLETED)], ASKED)
    assert choice.operation is None
    assert "%ckpt restore export-1a" in choice.remarks[0]


def test_an_armed_operation_is_continued_whatever_the_cell() -> None:
    """``%ckpt resume ID`` names the operation itself."""
    asked = replace(ASKED, key="name:other", armed="export-1a")
    assert choose([STOPPED], asked).operation is STOPPED


def test_of_several_parameters_the_one_that_was_asked_for_goes_on() -> None:
    """A newer run with other parameters does not hide an older one with these."""
    newer = replace(STOPPED, id="export-2b", definition={"preceding": ["other"]})
    assert choose([STOPPED, newer], ASKED).operation is STOPPED


def test_a_run_with_other_parameters_is_neither_waited_for_nor_replaced() -> None:
    """Two executions side by side, each with its own parameters."""
    running = replace(STOPPED, status=Status.RUNNING, definition={"preceding": ["other"]})
    assert choose([running], ASKED).operation is None
    assert same_work([running, STOPPED], ASKED) == [STOPPED]
