"""A store in a file against a dictionary: whatever is done in whatever order, they agree."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
)

from ckpt_magic.core.model import Status
from ckpt_magic.store.contract import Blob, CheckpointDraft
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import KEY
from tests.store.contract_suite import begin
from tests.store.processes import at_statement, kill_self, run_forked

CONTENTS = [b"", b"small", b"a" * 700, bytes(range(256)) * 5, b"tail" * 300]
MEMORY = Path("/dev/shm")


class StoreMachine(RuleBasedStateMachine):
    """The rules of a store's life; the model is a dictionary of dictionaries."""

    operations = Bundle("operations")

    def __init__(self) -> None:
        super().__init__()
        usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if usable else None))
        self.model: dict[str, dict[int, dict[str, bytes]]] = {}
        self.last: dict[str, int] = {}
        self.store = self.open()

    def open(self) -> SqliteStore:
        """Open the file as another kernel would."""
        state = self.folder / "state"
        return SqliteStore(self.folder / "book.ckpt", state_dir=state, key=KEY, wait_s=2.0)

    def teardown(self) -> None:
        for operation_id in self.model:
            self.store._operations._leases.release(operation_id)
        shutil.rmtree(self.folder)

    def draft(self, contents: dict[str, bytes]) -> CheckpointDraft:
        """A checkpoint of many small chunks."""
        return CheckpointDraft(blobs=[Blob(name, data, 256) for name, data in contents.items()])

    def ensure_running(self, operation_id: str) -> None:
        """Run the operation here, whatever became of it."""
        if self.store.operation(operation_id).status is not Status.RUNNING:
            self.store.reopen(operation_id)

    @rule(target=operations, name=st.sampled_from(["a", "b"]))
    def begin(self, name: str) -> str:
        operation = begin(self.store, name)
        self.model[operation.id], self.last[operation.id] = {}, 0
        return operation.id

    @rule(
        operation_id=operations,
        contents=st.dictionaries(st.sampled_from("xyz"), st.sampled_from(CONTENTS)),
    )
    def commit(self, operation_id: str, contents: dict[str, bytes]) -> None:
        self.ensure_running(operation_id)
        made = self.store.commit(operation_id, self.draft(contents))
        self.last[operation_id] += 1
        assert made.manifest.sequence == self.last[operation_id]
        self.model[operation_id][made.manifest.sequence] = contents

    @rule(operation_id=operations, sequences=st.lists(st.integers(1, 5), max_size=3))
    def forget(self, operation_id: str, sequences: list[int]) -> None:
        self.store.forget(operation_id, sequences)
        for sequence in sequences:
            self.model[operation_id].pop(sequence, None)

    @rule(operation_id=consumes(operations))
    def discard(self, operation_id: str) -> None:
        self.store.discard(operation_id)
        del self.model[operation_id]

    @rule(operation_id=operations, status=st.sampled_from([Status.FAILED, Status.COMPLETED]))
    def finish(self, operation_id: str, status: Status) -> None:
        self.ensure_running(operation_id)
        assert self.store.finish(operation_id, status).status is status

    @rule()
    def compact(self) -> None:
        self.store.compact()

    @rule()
    def open_again(self) -> None:
        self.store = self.open()

    @rule(
        operation_id=operations,
        contents=st.dictionaries(st.sampled_from("xyz"), st.sampled_from(CONTENTS)),
        kill_at=st.integers(1, 12),
    )
    def crash_in_a_commit(
        self, operation_id: str, contents: dict[str, bytes], kill_at: int
    ) -> None:
        """A forked child dies somewhere in a save: the checkpoint is there, or it is not."""
        self.ensure_running(operation_id)

        def act() -> None:
            with at_statement(kill_at, kill_self):
                self.store.commit(operation_id, self.draft(contents))

        acknowledged = run_forked(act) == 0
        self.store = self.open()
        kept = {one.manifest.sequence for one in self.store.checkpoints(operation_id)}
        sequence = self.last[operation_id] + 1
        assert sequence in kept or not acknowledged
        if sequence in kept:
            self.last[operation_id] = sequence
            self.model[operation_id][sequence] = contents

    @rule(operation_id=operations, kill_at=st.integers(1, 8))
    def crash_in_a_forget(self, operation_id: str, kill_at: int) -> None:
        """A child dies while it drops everything: all is there, or nothing."""
        sequences = list(self.model[operation_id])

        def act() -> None:
            with at_statement(kill_at, kill_self):
                self.store.forget(operation_id, sequences)

        run_forked(act)
        kept = [one.manifest.sequence for one in self.store.checkpoints(operation_id)]
        assert kept in ([], sequences)
        if not kept:
            self.model[operation_id] = {}

    @invariant()
    def the_store_is_the_model(self) -> None:
        assert {one.id for one in self.store.operations()} == set(self.model)
        for operation_id, expected in self.model.items():
            kept = self.store.checkpoints(operation_id)
            assert [one.manifest.sequence for one in kept] == sorted(expected)
            for checkpoint in kept:
                contents = expected[checkpoint.manifest.sequence]
                assert {record.name for record in checkpoint.manifest.blobs} == set(contents)
                for name, data in contents.items():
                    assert self.store.read(checkpoint, name) == data

    @invariant()
    def the_store_is_whole(self) -> None:
        assert self.store.verify() == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
class TestStoreMachine(StoreMachine.TestCase):  # type: ignore[misc]  # hypothesis makes the class
    """The machine, run by hypothesis."""

    settings = settings(
        max_examples=12,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
