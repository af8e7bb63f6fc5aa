"""Every invariant of FORMAT.md: broken on purpose, and found by name."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.model import Checkpoint, Manifest, Status
from ckpt_magic.store import verify
from ckpt_magic.store.chunks import fingerprint, name_of
from ckpt_magic.store.records import canonical
from ckpt_magic.store.rows import sealed
from ckpt_magic.store.signing import Signer
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import KEY, OpenStore
from tests.store.contract_suite import begin, commit

FORMAT = Path(verify.__file__).with_name("FORMAT.md")


@pytest.fixture
def checkpoint(store: SqliteStore) -> Checkpoint:
    """A checkpoint of a completed operation, in a store with another one that runs."""
    operation = begin(store)
    commit(store, operation, {"a": b"abc" * 100_000, "b": os.urandom(1000)})
    store.finish(operation.id, Status.COMPLETED)
    begin(store, "running")
    return store.checkpoints(operation.id)[0]


def execute(store: SqliteStore, statement: str, *values: Any) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(store.path)) as raw, raw:
        assert raw.execute(statement, values).rowcount != 0


def found(store: SqliteStore) -> set[str]:
    """The names of the invariants that are broken."""
    return {finding.invariant for finding in store.verify()}


def rewrite(store: SqliteStore, change: Callable[[Manifest], Manifest]) -> None:
    """Replace the manifest by another one, signed with the user's key."""
    with closing(sqlite3.connect(store.path)) as raw, raw:
        row_id, text = raw.execute("SELECT id, manifest FROM checkpoints").fetchone()
        changed = change(verify.manifest_from_text(text))
        columns = sealed(canonical(changed.to_json()), Signer(KEY))
        statement = "UPDATE checkpoints SET manifest=?, digest=?, key_id=?, mac=? WHERE id=?"
        raw.execute(statement, (*columns, row_id))


def test_a_whole_store_has_no_findings(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """Nothing is found where nothing is wrong."""
    assert store.verify() == ()
    assert checkpoint.manifest.sequence == 1


def test_every_invariant_is_numbered_and_tested() -> None:
    """FORMAT.md, verify.py and this file name the same invariants, in one order."""
    specified = re.findall(
        r"^(\d+)\. \*\*(\w+)\*\*", FORMAT.read_text(encoding="utf-8"), re.MULTILINE
    )
    functions = [(doc(one).split(":")[0], one.__name__) for one in verify.INVARIANTS]
    assert specified == functions
    assert all(f"test_{name}" in globals() for _, name in specified)


def doc(invariant: Callable[..., object]) -> str:
    """What the function of an invariant says of itself."""
    return invariant.__doc__ or ""


def test_file_whole(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A page that SQLite cannot make sense of, or a lost index row."""
    with closing(sqlite3.connect(store.path)) as raw:
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'used_by'"
        ).fetchone()
    with store.path.open("r+b") as file:
        file.seek((root - 1) * 65536)
        file.write(b"\xff" * 100)
    assert "file_whole" in found(store)
    assert checkpoint.manifest.sequence == 1


def test_store_named(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A home that cannot be read, or no name at all."""
    execute(store, "UPDATE store SET home = 'nowhere'")
    assert found(store) == {"store_named"}
    execute(store, "DELETE FROM store")
    assert "store_named" in found(store)
    assert checkpoint.manifest.sequence == 1


def test_definition_whole(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A changed definition, and one that belongs to another operation."""
    execute(store, "UPDATE operations SET definition = definition || ' ' WHERE ordinal = 1")
    assert found(store) == {"definition_whole"}
    assert [one.name for one in store.operations()] == ["running"]
    execute(
        store,
        "UPDATE operations SET (definition, digest) = "
        "(SELECT definition, digest FROM operations WHERE ordinal = 2) WHERE ordinal = 1",
    )
    assert "definition_whole" in found(store)
    assert [one.name for one in store.operations()] == ["running"]
    assert checkpoint.manifest.sequence == 1


def test_manifest_whole(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A changed manifest is found, and left out of the list."""
    execute(store, "UPDATE checkpoints SET manifest = replace(manifest, '\"b\"', '\"c\"')")
    assert found(store) == {"manifest_whole"}
    assert store.checkpoints(checkpoint.manifest.operation_id) == ()


@pytest.mark.parametrize("field", ["store_id", "operation_id", "sequence"])
def test_manifest_in_place(store: SqliteStore, checkpoint: Checkpoint, field: str) -> None:
    """A whole and signed manifest of another place is found, and left out of the list."""
    value: Any = 2 if field == "sequence" else "another"
    rewrite(store, lambda manifest: replace(manifest, **{field: value}))
    assert found(store) == {"manifest_in_place"}
    assert store.checkpoints(checkpoint.manifest.operation_id) == ()


@pytest.mark.parametrize("table", ["checkpoints", "operations"])
def test_signature_holds(store: SqliteStore, checkpoint: Checkpoint, table: str) -> None:
    """A signature that is not that of the key it names."""
    execute(store, f"UPDATE {table} SET mac = zeroblob(32)")
    assert found(store) == {"signature_holds"}
    assert not store.is_trusted()
    assert checkpoint.manifest.sequence == 1


def test_a_foreign_signature_is_no_damage(
    store: SqliteStore, checkpoint: Checkpoint, open_store: OpenStore
) -> None:
    """A store that somebody else signed is whole."""
    assert open_store(key=bytes(32)).verify() == ()
    assert store.verify() == ()
    assert checkpoint.manifest.sequence == 1


def test_chunk_is_its_name(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A chunk with other content is named."""
    ref = checkpoint.manifest.blob("b").chunks[0]
    execute(store, "UPDATE chunks SET data = zeroblob(1000) WHERE digest = ?", ref.digest)
    (finding,) = store.verify()
    assert (finding.invariant, finding.subject) == ("chunk_is_its_name", ref.digest)


def test_chunk_is_small(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A chunk larger than the format allows, though it is its name."""
    data = os.urandom(1024 * 1024 + 1)
    execute(
        store,
        "INSERT INTO chunks (digest, fingerprint, size_bytes, encoding, data) "
        "VALUES (?, ?, ?, 0, ?)",
        name_of(data),
        fingerprint(data),
        len(data),
        data,
    )
    assert found(store) == {"chunk_is_small"}
    assert checkpoint.manifest.sequence == 1


def test_chunks_present(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A chunk that a manifest names and nobody has."""
    ref = checkpoint.manifest.blob("b").chunks[0]
    execute(store, "DELETE FROM chunks WHERE digest = ?", ref.digest)
    findings = {one.invariant: one.subject for one in store.verify()}
    assert findings["chunks_present"] == ref.digest


def test_uses_agree(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A use that is missing: the next sweep would delete a chunk that is needed."""
    execute(store, "DELETE FROM uses WHERE chunk_id = (SELECT min(chunk_id) FROM uses)")
    assert found(store) == {"uses_agree"}
    execute(store, "INSERT INTO uses VALUES (99, 1)")
    assert found(store) == {"uses_agree"}
    assert checkpoint.manifest.sequence == 1


def test_sizes_add_up(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A blob that says another size than its chunks have."""
    rewrite(
        store,
        lambda manifest: replace(
            manifest, blobs=(replace(manifest.blobs[0], size_bytes=1), *manifest.blobs[1:])
        ),
    )
    assert found(store) == {"sizes_add_up"}
    assert checkpoint.manifest.sequence == 1


def test_sequence_in_range(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """A number beyond the operation's last one would be given out again."""
    execute(store, "UPDATE operations SET last_sequence = 0")
    assert found(store) == {"sequence_in_range"}
    assert checkpoint.manifest.sequence == 1


@pytest.mark.parametrize(
    "change",
    ["status = 'running'", "status = 'discarded'", "claim = 'c'", "status = 'sleeping'"],
)
def test_status_consistent(store: SqliteStore, checkpoint: Checkpoint, change: str) -> None:
    """A status that is none, or one that owner and claim contradict."""
    execute(store, f"UPDATE operations SET {change} WHERE ordinal = 1")
    assert "status_consistent" in found(store)
    assert checkpoint.manifest.sequence == 1


def test_unused_chunks_are_no_violation(store: SqliteStore, checkpoint: Checkpoint) -> None:
    """What a killed save leaves behind is tidied up later, and is not damage."""
    data = os.urandom(100)
    execute(
        store,
        "INSERT INTO chunks (digest, fingerprint, size_bytes, encoding, data) "
        "VALUES (?, ?, ?, 0, ?)",
        name_of(data),
        fingerprint(data),
        len(data),
        data,
    )
    assert store.verify() == ()
    store.compact()
    with closing(sqlite3.connect(store.path)) as raw:
        count = raw.execute("SELECT count(*) FROM chunks WHERE digest = ?", (name_of(data),))
        assert count.fetchone() == (0,)
    assert checkpoint.manifest.sequence == 1
