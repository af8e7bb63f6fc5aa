"""Operations as plain data: the names and forms that front ends read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import (
    DIED,
    BlobRecord,
    Checkpoint,
    Manifest,
    Notice,
    Operation,
    OperationKind,
    Owner,
    Progress,
    SkippedVariable,
    Status,
    VariableRecord,
)
from ckpt_magic.panel.plain import (
    Known,
    KnownStore,
    checkpoint_data,
    details_data,
    listing_data,
    number,
    operation_data,
    problem_data,
    store_data,
    variables_data,
    whole,
)
from ckpt_magic.resume.belonging import Relation
from ckpt_magic.store.live import LiveStatus, LoopStatus

OWNER = Owner(pid=77, pid_started_at=1.0, host="here", boot_id="b")
OPERATION = Operation(
    id="export-1a2b3c",
    name="export",
    kind=OperationKind.CELL,
    key="cell:c",
    status=Status.RUNNING,
    started_at=100.0,
    last_checkpoint_at=110.0,
    progress=Progress(processed=12, total=20),
    owner=OWNER,
    definition={"raw": "%%checkpointed\nfor x in y: pass", "cell_id": "c", "notebook": "/n.ipynb"},
)
DEAD = replace(OPERATION, status=Status.INTERRUPTED)
SOCKET = SkippedVariable(name="s", type_name="socket", reason="no bytes", made_by="cell 2")
LOCK = SkippedVariable(name="lock", type_name="lock", reason="no bytes")
CHECKPOINT = Checkpoint(
    manifest=Manifest(
        store_id="s",
        operation_id=OPERATION.id,
        sequence=3,
        created_at=110.0,
        progress=Progress(processed=12, total=20),
        variables=(
            VariableRecord(name="small", type_name="int", size_bytes=4),
            VariableRecord(name="large", type_name="ndarray", size_bytes=4000),
        ),
        skipped=(SOCKET, LOCK),
        notices=(Notice(kind="told", subject="s", text="s will be gone"),),
        blobs=(BlobRecord(name="data", size_bytes=5000, chunks=()),),
        context={"line": 7, "needed": ["s", "unknown"], "final": False},
    ),
    stored_bytes=600,
)
STATUS = LiveStatus(
    operation_id=OPERATION.id,
    name="export",
    pid=77,
    at=115.0,
    processed=15,
    total=20,
    loops=(LoopStatus(line=2, header="for x in y", processed=15, total=20),),
    rate_per_s=2.0,
)


def test_a_checkpoint() -> None:
    """It says where, when, how far and how large; its variables are asked for apart."""
    assert checkpoint_data(CHECKPOINT) == {
        "id": "export-1a2b3c@3",
        "sequence": 3,
        "created_at": 110.0,
        "processed": 12,
        "total": 20,
        "size_bytes": 5000,
        "stored_bytes": 600,
        "line": 7,
        "final": False,
    }
    assert [one["name"] for one in variables_data(CHECKPOINT)] == ["large", "small"]


def test_a_running_operation() -> None:
    """Every field that front ends read is there, with what its process says now."""
    known = Known(
        operation=OPERATION,
        newest=CHECKPOINT,
        status=STATUS,
        relation=Relation.HERE,
        notebook="n.ipynb",
    )
    data = operation_data(known)
    assert set(data) == {
        "id", "name", "kind", "status", "message", "died", "started_at", "ended_at",
        "last_checkpoint_at", "processed", "total", "pid", "host", "relation", "notebook",
        "cell_id", "source", "live", "reached", "checkpoint", "needed", "skipped", "told", "deaths",
    }  # fmt: skip
    assert (data["status"], data["died"], data["reached"]) == ("running", False, None)
    assert (data["relation"], data["notebook"], data["cell_id"]) == ("here", "n.ipynb", "c")
    assert data["source"] == "%%checkpointed\nfor x in y: pass"
    assert data["needed"] == [
        {"name": "s", "type_name": "socket", "reason": "no bytes", "made_by": "cell 2"}
    ]
    assert [one["name"] for one in data["skipped"]] == ["s", "lock"]
    assert data["live"] == {
        "at": 115.0, "state": "running", "pid": 77, "processed": 15, "total": 20,
        "loops": [{"line": 2, "header": "for x in y", "processed": 15, "total": 20}],
        "elapsed_s": 0.0, "rate_per_s": 2.0, "eta_s": None, "checkpoint_at": None,
        "checkpoint_size_bytes": None, "stall_s": None, "saved": 0, "overhead": 0.0,
        "message": "", "controllable": True,
    }  # fmt: skip


def test_a_dead_operation_says_how_far_it_got() -> None:
    """What its process said last is what was reached, and is not live."""
    data = operation_data(Known(operation=DEAD, newest=CHECKPOINT, status=STATUS))
    assert data["died"] is True
    assert data["live"] is None
    assert data["reached"] == {"processed": 15, "total": 20, "at": 115.0}
    assert data["deaths"] == 1


def test_what_was_said_before_the_checkpoint_is_no_news() -> None:
    """A process that died right after a save had got at least as far as that."""
    early = replace(STATUS, at=CHECKPOINT.manifest.created_at - 0.5)
    assert operation_data(Known(operation=DEAD, newest=CHECKPOINT, status=early))["reached"] is None


def test_what_an_earlier_process_said_is_not_believed() -> None:
    """A status file that another process left says nothing about this run."""
    stale = replace(STATUS, pid=76)
    assert operation_data(Known(operation=OPERATION, status=stale))["live"] is None
    assert operation_data(Known(operation=DEAD, status=stale))["reached"] is None


def test_an_interrupt_is_no_death() -> None:
    """What was recorded as an end is one, and how far it got is what the store says."""
    stopped = replace(DEAD, ended_at=120.0, message="interrupted by the person")
    data = operation_data(Known(operation=stopped, newest=CHECKPOINT, status=STATUS))
    assert (data["died"], data["reached"], data["deaths"]) == (False, None, 0)


def test_a_death_that_a_refused_resume_found_stays_one() -> None:
    """The end that the refusal recorded takes neither the death nor what was reached away."""
    found = replace(DEAD, ended_at=130.0, message=DIED, owner=None)
    data = operation_data(Known(operation=found, newest=CHECKPOINT, status=STATUS))
    assert (data["died"], data["deaths"]) == (True, 1)
    assert data["reached"]["processed"] == 15


def test_an_operation_in_full() -> None:
    """All checkpoints, the newest one's variables, and each notice once."""
    said = Notice(kind="file", subject="a.csv", text="a.csv is written")
    known = Known(operation=DEAD, newest=CHECKPOINT, notices=(said, said))
    data = details_data(known, [CHECKPOINT])
    assert [one["id"] for one in data["checkpoints"]] == [CHECKPOINT.id]
    assert len(data["variables"]) == 2
    assert data["notices"] == ["s will be gone", "a.csv is written"]
    empty = details_data(Known(operation=DEAD), [])
    assert (empty["variables"], empty["operation"]["checkpoint"]) == ([], None)


def test_a_list_of_stores() -> None:
    """A good store has operations, a bad one says what is wrong and what to do."""
    wrong = problem_data("damaged", StoreError("it is damaged", safe="others are", fix="restore"))
    stores = [
        KnownStore(token="a", name="a", operations=(Known(operation=OPERATION),)),
        KnownStore(token="b", name="b", problem=wrong),
    ]
    data = listing_data("n.ipynb", stores, 200.0)
    assert (data["path"], data["now"]) == ("n.ipynb", 200.0)
    assert data["stores"][0]["operations"][0]["id"] == OPERATION.id
    assert data["stores"][0]["problem"] is None
    assert data["stores"][1] == store_data(stores[1])
    assert data["stores"][1]["problem"] == {
        "kind": "damaged", "text": "it is damaged", "safe": "others are", "fix": "restore",
    }  # fmt: skip
    assert data["stores"][1]["operations"] == []


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(ANY_JSON, ANY_JSON, ANY_JSON, ANY_JSON)
def test_a_strangers_store_cannot_break_the_answer(
    odd: Any, other: Any, more: Any, last: Any
) -> None:
    """Whatever JSON a store holds in places of ours, the answer is JSON that a browser reads."""
    manifest = replace(
        CHECKPOINT.manifest,
        context={"line": odd, "final": other, "needed": more},
        created_at=last,
        progress=Progress(processed=odd, total=other),
        variables=(VariableRecord(name=odd, type_name=other, size_bytes=more),),
        skipped=(SkippedVariable(name=odd, type_name=other, reason=more),),
        blobs=(BlobRecord(name=odd, size_bytes=other, chunks=()),),
    )
    operation = replace(
        DEAD,
        definition={"raw": odd, "cell_id": other, "notebook": more},
        started_at=last,
        owner=replace(OWNER, pid=odd),
    )
    status = replace(STATUS, pid=odd, at=other, processed=more, rate_per_s=last)
    newest = Checkpoint(manifest=manifest)
    known = Known(operation=operation, newest=newest, status=status)
    data = json.loads(json.dumps(operation_data(known), allow_nan=False))
    json.dumps(details_data(known, [newest]), allow_nan=False)
    assert data["source"] is None or isinstance(data["source"], str)
    assert isinstance(data["checkpoint"]["line"], int)


def test_numbers_that_json_does_not_have() -> None:
    """What is no finite number is none at all."""
    assert [number(one) for one in (float("nan"), float("inf"), 10**400, True, "1")] == [None] * 5
    assert (number(2), whole(2.9)) == (2.0, 2)
