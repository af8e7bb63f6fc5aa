"""What a person hears before an operation goes on, from the data of its store alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ckpt_magic.core.model import (
    Checkpoint,
    Manifest,
    Notice,
    Operation,
    OperationKind,
    SkippedVariable,
    Status,
)
from ckpt_magic.resume.context import LEFT_OUT
from ckpt_magic.resume.telling import DEATH, deaths, gone, gone_with, needed_but_unsaved

RUNNING = Operation(
    id="export-1a",
    name="export",
    kind=OperationKind.CELL,
    key="cell:c",
    status=Status.RUNNING,
    started_at=100.0,
)
DEAD = replace(RUNNING, status=Status.INTERRUPTED)
MANIFEST = Manifest(store_id="s", operation_id="export-1a", sequence=3, created_at=110.0)


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [([], 1), (["3"], 2), (["3", "3"], 3), (["2", "3"], 2), (["3", "2"], 1), (["2"], 1)],
)
def test_deaths_in_a_row_at_one_point(subjects: list[str], expected: int) -> None:
    """Deaths count while no new checkpoint was taken between them."""
    notices = [Notice(kind=DEATH, subject=subject, text="") for subject in subjects]
    notices.insert(0, Notice(kind="file", subject="a.csv", text=""))
    assert deaths(DEAD, Checkpoint(manifest=MANIFEST), notices) == expected
    assert deaths(RUNNING, Checkpoint(manifest=MANIFEST), notices) == 0


def test_a_death_before_the_first_checkpoint_counts_once() -> None:
    """What died later, in an operation that had checkpoints then, is no death at this point."""
    assert deaths(DEAD, None, [Notice(kind=DEATH, subject="3", text="")]) == 1


@pytest.mark.parametrize(
    ("needed", "names"), [(["db"], ["db"]), (["rows"], []), ("db", []), (None, [])]
)
def test_what_is_needed_but_unsaved(needed: object, names: list[str]) -> None:
    """Of what was skipped, the names that the context lists; a context may hold anything."""
    skipped = tuple(
        SkippedVariable(name=name, type_name="t", reason="no bytes") for name in ("db", "log")
    )
    manifest = replace(MANIFEST, skipped=skipped, context={"needed": needed})
    assert [one.name for one in needed_but_unsaved(manifest)] == names


def test_what_is_gone_with_a_process_that_died() -> None:
    """What an interrupted kernel holds is still there; what is needed, or left out, is no news."""
    log = SkippedVariable(name="log", type_name="t", reason="no bytes")
    others = (replace(log, name="db"), replace(log, name="raw", reason=LEFT_OUT))
    manifest = replace(MANIFEST, skipped=(log, *others), context={"needed": ["db"]})
    assert gone_with(DEAD, manifest) == (gone(log),)
    assert gone_with(replace(DEAD, ended_at=120.0), manifest) == ()
