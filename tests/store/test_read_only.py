"""A folder that cannot be written: its stores are listed, and every write is refused."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ckpt_magic.core.errors import (
    StoreError,
)
from ckpt_magic.core.model import Status
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import CONTENT, KEY, OpenStore, Saved
from tests.store.contract_suite import begin
from tests.store.processes import run_forked


def test_a_read_only_folder_is_for_listing(
    store: SqliteStore,
    open_store: OpenStore,
    saved: Saved,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading works, every write says why it does not, nothing is changed."""
    operation, made = saved
    store.finish(operation.id, Status.FAILED)
    before = store.path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    frozen = open_store()
    assert frozen.checkpoints(operation.id) == tuple(made)
    assert frozen.read(made[0], "own") == CONTENT[1:] + b"!"
    assert frozen.verify() == ()
    for act in (
        lambda: begin(frozen),
        lambda: frozen.reopen(operation.id),
        lambda: frozen.forget(operation.id, [1]),
        lambda: frozen.discard(operation.id),
        frozen.compact,
        frozen.trust,
    ):
        with pytest.raises(StoreError, match="cannot be written"):
            act()
    assert store.path.read_bytes() == before


def test_a_cut_off_write_in_a_read_only_folder_is_not_listed(
    store: SqliteStore, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of two states are never shown as one."""
    store.path.with_name(store.path.name + "-journal").write_bytes(b"a hot journal")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="cut off"):
        open_store()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_another_users_folder_is_really_read_only(saved: Saved, store: SqliteStore) -> None:
    """A user without permission to write lists the store and is refused a write."""
    operation, _ = saved
    store.finish(operation.id, Status.FAILED)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(store.path, Path(folder) / "n.ckpt"))
        copy.chmod(0o644)
        Path(folder).chmod(0o755)

        def act() -> None:
            os.setgid(65534)
            os.setuid(65534)
            frozen = SqliteStore(copy, state_dir=Path("/nowhere"), key=KEY)
            assert len(frozen.checkpoints(operation.id)) == 3
            with pytest.raises(StoreError, match="cannot be"):
                frozen.reopen(operation.id)
            with pytest.raises(StoreError, match="cannot be written"):
                frozen.discard(operation.id)

        assert run_forked(act) == 0
