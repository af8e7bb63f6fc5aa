"""What any store must do, as tests: subclass `StoreContract` and give it a `store` fixture."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from ckpt_magic.core.errors import (
    OperationNotFoundError,
    StoreError,
    StoreLockedError,
)
from ckpt_magic.core.model import (
    Checkpoint,
    Notice,
    Operation,
    OperationKind,
    Progress,
    SkippedVariable,
    Status,
    VariableRecord,
)
from ckpt_magic.store.contract import (
    BUFFER_CHUNK_BYTES,
    STREAM_CHUNK_BYTES,
    Blob,
    CheckpointDraft,
    OperationDraft,
    Store,
)


def begin(store: Store, name: str = "export", total: int | None = 100) -> Operation:
    """Begin an operation about which nothing matters."""
    draft = OperationDraft(
        name=name, kind=OperationKind.CELL, key=f"key of {name}", total=total, definition={"a": 1}
    )
    return store.begin(draft)


def commit(
    store: Store, operation: Operation, contents: Mapping[str, bytes], processed: int = 0
) -> Checkpoint:
    """Commit a checkpoint with the given blobs."""
    blobs = [Blob(name, data) for name, data in contents.items()]
    progress = Progress(processed=processed)
    return store.commit(operation.id, CheckpointDraft(blobs=blobs, progress=progress))


class StoreContract:
    """The promises of `ckpt_magic.store.contract.Store`."""

    def test_a_new_operation_runs_and_is_owned_by_this_process(self, store: Store) -> None:
        """What begins is running here, and says what it was begun with."""
        operation = begin(store)
        assert operation.status is Status.RUNNING
        assert operation.owner is not None
        assert operation.owner.pid == os.getpid()
        assert (operation.name, operation.key) == ("export", "key of export")
        assert operation.definition == {"a": 1}
        assert operation.progress == Progress(processed=0, total=100)

    def test_operations_are_listed_oldest_first(self, store: Store) -> None:
        """The order of the list is the order in which operations began."""
        ids = [begin(store, name).id for name in ("c", "a", "b")]
        assert [operation.id for operation in store.operations()] == ids

    def test_two_operations_of_one_name_are_two(self, store: Store) -> None:
        """A name may be used again."""
        assert begin(store).id != begin(store).id

    @pytest.mark.parametrize("name", ["", "Größe / 10 %", "../../etc/passwd", "x" * 500, "a@1"])
    def test_any_name_can_begin(self, store: Store, name: str) -> None:
        """An id never holds what a command or a path would trip over."""
        operation = begin(store, name)
        assert operation.name == name
        assert store.operation(operation.id).name == name
        assert not set(operation.id) & set("/@ ")

    def test_an_operation_is_found_by_its_beginning(self, store: Store) -> None:
        """Enough of an id is as good as the id."""
        operation = begin(store)
        assert store.operation(operation.id[:-2]).id == operation.id

    def test_an_unknown_id_names_the_nearest(self, store: Store) -> None:
        """A typo is answered with what was probably meant."""
        operation = begin(store)
        with pytest.raises(OperationNotFoundError, match=operation.id):
            store.operation("exprot")

    def test_an_ambiguous_beginning_is_refused(self, store: Store) -> None:
        """Of two operations that fit, none is picked."""
        begin(store)
        begin(store)
        with pytest.raises(OperationNotFoundError, match="2 operations"):
            store.operation("export")

    def test_nothing_is_found_in_an_empty_store(self, store: Store) -> None:
        """A search in an empty store says that it is empty."""
        assert store.operations() == ()
        with pytest.raises(OperationNotFoundError, match="no operations"):
            store.operation("")

    @pytest.mark.parametrize("status", [Status.COMPLETED, Status.FAILED, Status.INTERRUPTED])
    def test_an_end_is_recorded(self, store: Store, status: Status) -> None:
        """What ended has its status, its message and the time, and nobody owns it."""
        operation = begin(store)
        ended = store.finish(operation.id, status, "why")
        assert store.operation(operation.id) == ended
        assert (ended.status, ended.message, ended.owner) == (status, "why", None)
        assert ended.ended_at is not None
        assert ended.ended_at >= operation.started_at

    @pytest.mark.parametrize("status", [Status.COMPLETED, Status.FAILED, Status.INTERRUPTED])
    def test_what_ended_can_be_reopened(self, store: Store, status: Status) -> None:
        """Reopening makes it run again, here, with no trace of the end."""
        operation = begin(store)
        store.finish(operation.id, status, "why")
        again = store.reopen(operation.id)
        assert (again.status, again.ended_at, again.message) == (Status.RUNNING, None, "")
        assert again.owner is not None
        assert again.started_at == operation.started_at

    def test_what_runs_cannot_be_reopened(self, store: Store) -> None:
        """Not even by the process that runs it."""
        operation = begin(store)
        with pytest.raises(StoreLockedError, match=operation.id):
            store.reopen(operation.id)
        assert store.operation(operation.id).status is Status.RUNNING

    def test_what_ended_takes_no_checkpoint(self, store: Store) -> None:
        """A checkpoint belongs to a running operation."""
        operation = begin(store)
        store.finish(operation.id, Status.COMPLETED)
        with pytest.raises(StoreError, match="reopen"):
            commit(store, operation, {"a": b"1"})
        with pytest.raises(StoreError, match="reopen"):
            store.record_progress(operation.id, Progress(processed=1))
        with pytest.raises(StoreError, match="reopen"):
            store.finish(operation.id, Status.FAILED)
        assert store.operation(operation.id).status is Status.COMPLETED

    def test_progress_is_recorded_without_a_checkpoint(self, store: Store) -> None:
        """Progress is the operation's, and an unknown total does not erase a known one."""
        operation = begin(store)
        store.record_progress(operation.id, Progress(processed=7))
        assert store.operation(operation.id).progress == Progress(processed=7, total=100)
        store.record_progress(operation.id, Progress(processed=8, total=9))
        assert store.operation(operation.id).progress == Progress(processed=8, total=9)
        assert store.checkpoints(operation.id) == ()

    def test_a_checkpoint_comes_back(self, store: Store) -> None:
        """Everything in the draft is in the checkpoint, and in the list."""
        operation = begin(store)
        draft = CheckpointDraft(
            blobs=[Blob("stream", b"abc"), Blob("empty", b"")],
            progress=Progress(processed=3, total=100),
            position=(4, 2),
            variables=(VariableRecord(name="x", type_name="int", size_bytes=3),),
            skipped=(SkippedVariable(name="s", type_name="socket", reason="no"),),
            notices=(Notice(kind="file", subject="f", text="t", at=1.5),),
            context={"cwd": "/tmp/é\udc80", "nested": {"deep": [1, None, 2.5]}},
        )
        made = store.commit(operation.id, draft)
        assert store.checkpoints(operation.id) == (made,)
        manifest = made.manifest
        assert (manifest.store_id, manifest.operation_id) == (store.store_id, operation.id)
        assert manifest.sequence == 1
        for field in ("progress", "position", "variables", "skipped", "notices", "context"):
            assert getattr(manifest, field) == getattr(draft, field)
        assert store.read(made, "stream") == b"abc"
        assert store.read(made, "empty") == b""
        after = store.operation(operation.id)
        assert after.last_checkpoint_at == manifest.created_at
        assert after.progress == Progress(processed=3, total=100)

    def test_a_checkpoint_may_have_no_blobs(self, store: Store) -> None:
        """A position alone is a checkpoint."""
        made = store.commit(begin(store).id, CheckpointDraft(blobs=[]))
        assert made.manifest.blobs == ()
        assert store.verify() == ()

    def test_an_unknown_blob_is_a_key_error(self, store: Store) -> None:
        """The caller asked for a name that the manifest does not have."""
        made = commit(store, begin(store), {"a": b"1"})
        with pytest.raises(KeyError):
            store.read(made, "b")

    @pytest.mark.parametrize(
        "size_bytes",
        [1, STREAM_CHUNK_BYTES - 1, STREAM_CHUNK_BYTES, STREAM_CHUNK_BYTES + 1, 3_000_000],
    )
    def test_bytes_of_any_length_come_back(self, store: Store, size_bytes: int) -> None:
        """The borders of chunks do not show."""
        data = os.urandom(size_bytes // 2) + bytes(size_bytes - size_bytes // 2)
        made = commit(store, begin(store), {"a": data})
        assert store.read(made, "a") == data
        assert made.manifest.blob("a").size_bytes == size_bytes
        assert b"".join(store.read_chunks(made, "a")) == data

    def test_buffers_of_any_shape_are_kept(self, store: Store) -> None:
        """A buffer of another item type or with dimensions is its bytes."""
        data = os.urandom(2 * BUFFER_CHUNK_BYTES)
        shaped = memoryview(data).cast("d").cast("B").cast("d", (2, len(data) // 16))
        blobs = [Blob("a", shaped, BUFFER_CHUNK_BYTES), Blob("b", bytearray(b"xyz"))]
        made = store.commit(begin(store).id, CheckpointDraft(blobs=blobs))
        assert store.read(made, "a") == data
        assert store.read(made, "b") == b"xyz"

    def test_chunks_are_shared(self, store: Store) -> None:
        """What did not change costs next to nothing, whoever wrote it first."""
        data = os.urandom(4 * STREAM_CHUNK_BYTES)
        changed = data[:-1] + bytes([data[-1] ^ 1])
        operation = begin(store)
        first = commit(store, operation, {"a": data})
        second = commit(store, operation, {"a": changed})
        other = commit(store, begin(store, "other"), {"b": data, "c": data})
        assert first.stored_bytes >= len(data)
        assert STREAM_CHUNK_BYTES <= second.stored_bytes < 2 * STREAM_CHUNK_BYTES
        assert other.stored_bytes == 0
        assert store.read(second, "a") == changed
        assert store.read(other, "c") == data

    def test_sequence_numbers_are_never_used_twice(self, store: Store) -> None:
        """A forgotten number does not come back, after a reopening neither."""
        operation = begin(store)
        for number in (1, 2, 3):
            assert commit(store, operation, {"a": b"%d" % number}).manifest.sequence == number
        store.forget(operation.id, [3])
        store.finish(operation.id, Status.INTERRUPTED)
        store.reopen(operation.id)
        assert commit(store, operation, {"a": b"4"}).manifest.sequence == 4
        kept = [checkpoint.manifest.sequence for checkpoint in store.checkpoints(operation.id)]
        assert kept == [1, 2, 4]

    def test_forgetting_frees_what_nothing_uses(self, store: Store) -> None:
        """A dropped checkpoint is gone; chunks that another one uses stay."""
        shared, single = os.urandom(100_000), os.urandom(100_000)
        operation = begin(store)
        commit(store, operation, {"a": shared, "b": single})
        kept = commit(store, operation, {"a": shared})
        store.forget(operation.id, [1, 77])
        assert store.checkpoints(operation.id) == (kept,)
        assert store.read(kept, "a") == shared
        assert commit(store, operation, {"b": single}).stored_bytes >= len(single)
        assert store.verify() == ()

    def test_a_forgotten_checkpoint_cannot_be_read(self, store: Store) -> None:
        """A value in hand does not bring its bytes back."""
        operation = begin(store)
        gone = commit(store, operation, {"a": b"gone"})
        store.forget(operation.id, [1])
        with pytest.raises((OperationNotFoundError, StoreError)):
            store.read(gone, "a")

    def test_discarding_drops_the_operation_only(self, store: Store) -> None:
        """Others keep their checkpoints, notices and shared chunks."""
        data = os.urandom(50_000)
        first, second = begin(store, "first"), begin(store, "second")
        commit(store, first, {"a": data})
        kept = commit(store, second, {"a": data})
        store.discard(first.id)
        assert [operation.id for operation in store.operations()] == [second.id]
        with pytest.raises(OperationNotFoundError):
            store.checkpoints(first.id)
        assert store.read(kept, "a") == data
        assert store.verify() == ()

    def test_what_was_discarded_is_not_run_any_more(self, store: Store) -> None:
        """A late checkpoint of a discarded operation is refused."""
        operation = begin(store)
        store.discard(operation.id)
        with pytest.raises(OperationNotFoundError):
            commit(store, operation, {"a": b"late"})

    def test_notices_keep_their_order(self, store: Store) -> None:
        """Notices are there from the moment they are written, checkpoint or not."""
        operation, other = begin(store), begin(store, "other")
        said = [Notice(kind="file", subject=f"f{n}", text="é\n", at=float(n)) for n in range(3)]
        for notice in said:
            store.add_notice(operation.id, notice)
        assert store.notices(operation.id) == tuple(said)
        assert store.notices(other.id) == ()

    def test_compacting_a_whole_store_changes_nothing(self, store: Store) -> None:
        """Compacting keeps everything that something uses."""
        data = os.urandom(300_000)
        made = commit(store, begin(store), {"a": data})
        assert store.compact() >= 0
        assert store.read(made, "a") == data
        assert store.verify() == ()

    def test_the_size_is_that_of_what_is_kept(self, store: Store) -> None:
        """A store is at least as large as its incompressible bytes, and shrinks."""
        operation = begin(store)
        commit(store, operation, {"a": os.urandom(1_000_000)})
        assert store.size_bytes() >= 1_000_000
        store.forget(operation.id, [1])
        store.compact()
        assert store.size_bytes() < 1_000_000

    def test_own_work_is_trusted(self, store: Store) -> None:
        """What this user wrote needs no trust, and trusting it changes nothing."""
        made = commit(store, begin(store), {"a": b"mine"})
        assert store.is_trusted()
        store.trust()
        assert store.is_trusted()
        assert store.read(made, "a") == b"mine"

    def test_unknown_operations_are_refused_everywhere(self, store: Store) -> None:
        """Every method that takes an id says when there is none."""
        begin(store)
        with pytest.raises(OperationNotFoundError):
            store.reopen("nothing")
        with pytest.raises(OperationNotFoundError):
            store.finish("nothing", Status.FAILED)
        with pytest.raises(OperationNotFoundError):
            store.commit("nothing", CheckpointDraft(blobs=[]))
        with pytest.raises(OperationNotFoundError):
            store.forget("nothing", [1])
        with pytest.raises(OperationNotFoundError):
            store.discard("nothing")
        with pytest.raises(OperationNotFoundError):
            store.notices("nothing")
