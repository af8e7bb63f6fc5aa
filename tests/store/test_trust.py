"""A store that somebody else signed: listed, verified, and loaded only when it is trusted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from ckpt_magic.core.errors import (
    CorruptStoreError,
    UntrustedStoreError,
)
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import CONTENT, KEY, OpenStore, Saved
from tests.store.contract_suite import begin, commit

OTHER_KEY = bytes(32)


def execute(store: SqliteStore, statement: str, *values: Any) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute(statement, values)


def test_a_foreign_store_is_listed_and_not_loaded(
    store: SqliteStore, open_store: OpenStore, saved: Saved
) -> None:
    """Listing and verifying need no trust; bytes for a resume do."""
    operation, made = saved
    stranger = open_store(key=OTHER_KEY)
    assert not stranger.is_trusted()
    assert stranger.operations() == store.operations()
    assert stranger.checkpoints(operation.id) == tuple(made)
    assert stranger.verify() == ()
    with pytest.raises(UntrustedStoreError, match="%ckpt trust"):
        stranger.read(made[0], "own")


def test_trusting_signs_what_is_whole(
    store: SqliteStore, open_store: OpenStore, saved: Saved
) -> None:
    """After that it is read; what was damaged before stays damaged."""
    _, made = saved
    execute(store, "UPDATE checkpoints SET manifest = manifest || ' ' WHERE sequence = 2")
    stranger = open_store(key=OTHER_KEY)
    stranger.trust()
    assert stranger.is_trusted()
    assert stranger.read(made[0], "own") == CONTENT[1:] + b"!"
    with pytest.raises(CorruptStoreError):
        stranger.read(made[1], "own")
    assert not store.is_trusted()


def test_a_foreign_checkpoint_of_an_own_operation_is_not_loaded(
    store: SqliteStore, open_store: OpenStore
) -> None:
    """One row signed by somebody else makes the store untrusted; the others stay readable."""
    operation = begin(store)
    mine = commit(store, operation, {"a": b"mine"})
    theirs = commit(open_store(key=OTHER_KEY), operation, {"a": b"theirs"})
    assert not store.is_trusted()
    assert store.read(mine, "a") == b"mine"
    with pytest.raises(UntrustedStoreError):
        store.read(theirs, "a")


def test_a_changed_manifest_in_hand_is_not_read(store: SqliteStore) -> None:
    """What is read is what was signed, not what the caller holds."""
    from dataclasses import replace

    operation = begin(store)
    made = commit(store, operation, {"a": b"1"})
    forged = replace(made, manifest=replace(made.manifest, position=(99,)))
    with pytest.raises(CorruptStoreError):
        store.read(forged, "a")


def test_the_key_of_these_tests_is_not_the_users(store: SqliteStore) -> None:
    """Tests never sign with, or make, the key of whoever runs them."""
    assert store._signer.sign("x") == SqliteStore(store.path, key=KEY)._signer.sign("x")
