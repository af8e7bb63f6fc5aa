"""The sentences that a person reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.events import (
    CheckpointSaved,
    CheckpointSkipped,
    Event,
    NoticeGiven,
    OperationEnded,
    OperationResumed,
    OperationStarted,
    PointReached,
    ProgressMade,
)
from ckpt_magic.core.model import (
    Checkpoint,
    Manifest,
    Notice,
    Operation,
    OperationKind,
    Progress,
    SkippedVariable,
    Status,
    VariableRecord,
)
from ckpt_magic.panel import text

NOW = 1000.0
WORK = Operation(
    id="work-1a",
    name="work",
    kind=OperationKind.CELL,
    key="k",
    status=Status.INTERRUPTED,
    started_at=900.0,
    last_checkpoint_at=990.0,
    progress=Progress(processed=3, total=4),
)
POINT = Checkpoint(
    manifest=Manifest(
        store_id="s",
        operation_id="work-1a",
        sequence=2,
        created_at=990.0,
        progress=Progress(processed=3, total=4),
        variables=tuple(
            VariableRecord(name=f"v{n}", type_name="list", size_bytes=n) for n in range(22)
        ),
        skipped=(SkippedVariable(name="client", type_name="Client", reason="a socket"),),
        notices=(Notice(kind="told", subject="f", text="its cache is dropped"),),
        context={"line": 7},
    ),
    stored_bytes=2_000_000,
)


def test_a_resume_says_where_from_when_and_how_to_start_over() -> None:
    """One line with the remarks behind it."""
    event = OperationResumed(operation=WORK, checkpoint=POINT, remarks=("`f` is new",))
    line = text.event_line(event, NOW)
    assert line == (
        "ckpt_magic: work goes on at line 7, 3 of 4 done, from the checkpoint of 10 s ago "
        "(--fresh starts over); `f` is new"
    )


def test_a_clock_that_went_back_gives_no_negative_age() -> None:
    """The age of a checkpoint is never less than nothing."""
    line = text.event_line(OperationResumed(operation=WORK, checkpoint=POINT), 0.0)
    assert line is not None
    assert "-" not in line.replace("--fresh", "").partition("of ")[2].partition("ago")[0]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (OperationStarted(operation=WORK), None),
        (OperationStarted(operation=WORK, remarks=("a", "b")), "ckpt_magic: a; b"),
        (
            CheckpointSkipped(operation=WORK, reason="it is full"),
            "ckpt_magic: work: no checkpoint here: it is full",
        ),
        (
            NoticeGiven(operation=WORK, notice=Notice(kind="file", subject="a", text="a")),
            "ckpt_magic: a",
        ),
        (CheckpointSaved(operation=WORK, checkpoint=POINT, stall_s=0.1), None),
        (PointReached(operation=WORK, number=1, line=1), None),
        (OperationEnded(operation=WORK), None),
    ],
)  # fmt: skip
def test_an_event_is_a_line_only_where_a_person_must_read_it(
    event: Event, line: str | None
) -> None:
    """What goes well is silent."""
    assert text.event_line(event, NOW) == line


def test_progress_has_a_share_where_the_total_is_known_and_the_last_checkpoint() -> None:
    """Age, size and stall of the checkpoint; without one nothing is said of it."""
    event = ProgressMade(operation=WORK, progress=WORK.progress, elapsed_s=60.0)
    saved = CheckpointSaved(operation=WORK, checkpoint=POINT, stall_s=0.5)
    assert text.progress_line(event, None, NOW).startswith("ckpt_magic: work: 3 of 4 (75%), ")
    assert "checkpoint 10 s ago (" in text.progress_line(event, saved, NOW)
    unknown = replace(event, progress=Progress(processed=3))
    assert "%" not in text.progress_line(unknown, None, NOW)


def test_what_can_go_on_is_listed_with_the_command_that_does() -> None:
    """An operation that never had a checkpoint cannot go on and is not listed."""
    failed = replace(WORK, id="f-1", status=Status.FAILED)
    none = replace(WORK, id="n-1", last_checkpoint_at=None)
    first, second = text.interrupted_lines([WORK, failed, none], NOW)
    assert "was interrupted at 3 of 4" in first
    assert "%ckpt resume work-1a" in first
    assert "failed at 3 of 4" in second


def test_a_refusal_is_one_line_with_what_is_safe_and_what_to_do() -> None:
    """The store was asked without the person's doing."""
    line = text.refusal_line(StoreError("it is no store", safe="untouched", fix="move it"))
    assert line == "ckpt_magic: it is no store; untouched; move it"


def test_a_table_is_aligned_and_an_empty_one_says_so() -> None:
    """Columns start at the same place in every row."""
    assert text.operation_table([]) == "no operations here yet"
    lines = text.operation_table([WORK, replace(WORK, id="a-much-longer-id")]).splitlines()
    assert len({line.index("interrupted") for line in lines[1:]}) == 1
    assert text.aligned([("a", "b"), ("long", "c")]) == "a     b\nlong  c"


def test_details_name_the_largest_variables_what_is_missing_and_why() -> None:
    """More than twenty are counted, not listed."""
    failed = replace(WORK, status=Status.FAILED, message="ValueError: 4")
    shown = text.operation_details(failed, [POINT])
    assert "ValueError: 4" in shown
    assert "checkpoint work-1a@2" in shown
    assert "and 2 smaller ones" in shown
    assert "v21" in shown
    assert "not saved: `client` (Client): a socket" in shown
    assert "note: its cache is dropped" in shown
    assert "no checkpoint" in text.operation_details(WORK, [])
