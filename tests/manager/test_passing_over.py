"""Damaged checkpoints, and those that the caller's check refuses, are passed over."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic import CheckpointManager
from ckpt_magic.core.errors import RestoreError, UntrustedStoreError

Make = Callable[..., CheckpointManager]


def saved(manager: CheckpointManager, totals: list[int]) -> str:
    """Save one checkpoint per total, fail the operation, return its id."""
    operation = manager.start_operation("sum")
    for total in totals:
        operation.save_checkpoint({"total": total, "filler": [total] * 100}, processed=total)
    operation.fail()
    return operation.id


def reasonable(state: Any) -> bool:
    return bool(state["total"] < 10)


def write(directory: Path, statement: str, *values: Any) -> None:
    """Change the store's file behind its back."""
    with sqlite3.connect(directory / "operations.ckpt") as connection:
        assert connection.execute(statement, values).rowcount == 1
    connection.close()


def damage_state(directory: Path, checkpoint: Any) -> None:
    """Flip the bytes of a checkpoint's state."""
    digest = checkpoint.stored.manifest.blob("state").chunks[0].digest
    write(directory, "UPDATE chunks SET data = ? WHERE digest = ?", b"\0" * 20, digest)


def test_a_refused_state_is_passed_over_for_the_one_before(make: Make) -> None:
    """A resume goes on from the newest state that validate() accepts, and says so."""
    name = saved(make(), [1, 2, 99])
    operation = make(validate=reasonable).operation(name)
    with pytest.warns(UserWarning, match=r"passed over .*@3 \(validate\(\) refused its state\)"):
        operation.resume()
    assert (operation.state["total"], operation.processed_items) == (2, 2)


def test_last_checkpoint_is_the_one_a_resume_would_take(make: Make) -> None:
    """last_checkpoint() passes over as resume() does; checkpoints() shows all."""
    operation = make(validate=reasonable).operation(saved(make(), [1, 99]))
    with pytest.warns(UserWarning, match="passed over"):
        checkpoint = operation.last_checkpoint()
    assert checkpoint is not None
    assert checkpoint.state["total"] == 1
    assert len(operation.checkpoints()) == 2


def test_when_nothing_is_good_the_resume_refuses(make: Make) -> None:
    """A resume with no good checkpoint leaves the operation as it was, instead of starting anew."""
    operation = make(validate=reasonable).operation(saved(make(), [98, 99]))
    with pytest.raises(RestoreError, match="no checkpoint of sum can be used"):
        operation.resume()
    assert operation.status == "failed"
    assert make().operation(operation.id).resume().state["total"] == 99


def test_refused_states_do_not_push_the_good_one_out(make: Make) -> None:
    """However many bad states follow, the newest good one is kept."""
    manager = make(validate=reasonable, max_checkpoints=2)
    operation = manager.operation(saved(manager, [1, 97, 98, 99]))
    with pytest.warns(UserWarning, match="passed over"):
        assert operation.resume().state["total"] == 1


def test_an_exception_in_the_check_is_the_callers(make: Make) -> None:
    """What validate() itself raises is not taken for a refusal."""
    name = saved(make(), [1])

    def broken(_state: Any) -> bool:
        raise ZeroDivisionError

    operation = make(validate=broken).operation(name)
    with pytest.raises(ZeroDivisionError):
        operation.resume()
    assert operation.status == "failed"


def test_damaged_bytes_are_passed_over(make: Make, directory: Path) -> None:
    """A newest checkpoint whose bytes have changed is not loaded; the one before is used."""
    name = saved(make(), [1, 2, 3])
    damage_state(directory, make().operation(name).checkpoints()[-1])
    operation = make().operation(name)
    with pytest.warns(UserWarning, match="passed over"):
        operation.resume()
    assert (operation.state["total"], operation.processed_items) == (2, 2)


def test_a_damaged_manifest_is_passed_over(make: Make, directory: Path) -> None:
    """A checkpoint whose manifest has changed is as good as not there."""
    name = saved(make(), [1, 2])
    write(directory, "UPDATE checkpoints SET manifest = '{' || manifest WHERE sequence = 2")
    assert make().operation(name).resume().state["total"] == 1


def test_damaged_bytes_of_the_only_checkpoint_refuse(make: Make, directory: Path) -> None:
    """Without another checkpoint, damage is an error, never an empty state."""
    name = saved(make(), [1])
    damage_state(directory, make().operation(name).checkpoints()[-1])
    with pytest.raises(RestoreError, match="no checkpoint of sum can be used"):
        make().operation(name).resume()


def test_a_damaged_manifest_of_the_only_checkpoint_refuses(make: Make, directory: Path) -> None:
    """A lost manifest does not look like an operation that never saved."""
    name = saved(make(), [1])
    write(directory, "UPDATE checkpoints SET manifest = '{' || manifest")
    with pytest.raises(RestoreError, match="no checkpoint of sum can be used"):
        make().operation(name).resume()


def test_a_store_of_somebody_else_is_not_loaded(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store signed with another key is listed, and loaded only once it is trusted."""
    name = saved(make(), [1])
    monkeypatch.setenv("CKPT_MAGIC_KEY_FILE", str(tmp_path / "another key"))
    manager = make()
    with pytest.raises(UntrustedStoreError):
        manager.operation(name).resume()
    assert manager.operation(name).status == "failed"
    manager.trust()
    assert manager.operation(name).resume().state["total"] == 1
