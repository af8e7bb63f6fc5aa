"""Starting operations and finding those that are there."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ckpt_magic import CheckpointManager
from ckpt_magic.core.errors import InvalidOptionError, OperationNotFoundError, StoreError

Make = Callable[..., CheckpointManager]


def test_start_is_always_a_new_operation(make: Make) -> None:
    """Two operations of one type are two operations."""
    manager = make()
    first, second = manager.start_operation("export"), manager.start_operation("export")
    assert first.id != second.id
    assert manager.operations() == (first, second)


def test_a_new_operation_has_every_field(make: Make) -> None:
    """All fields are there from the start, times with a time zone."""
    before = datetime.now(UTC)
    operation = make().start_operation("export_movies", total_items=20)
    assert operation.operation_type == "export_movies"
    assert (operation.total_items, operation.processed_items) == (20, 0)
    assert operation.state == {}
    assert operation.status == "running"
    assert before <= operation.start_time <= datetime.now(UTC)
    assert operation.last_checkpoint_at is None
    assert operation.last_checkpoint() is None
    assert operation.checkpoints() == ()


def test_looking_makes_nothing(make: Make, directory: Path) -> None:
    """A program that only looks for interrupted operations leaves no file behind."""
    assert make().interrupted_operations() == ()
    assert make().operations() == ()
    assert not directory.exists()


def test_interrupted_operations_are_the_interrupted_and_the_failed(make: Make) -> None:
    """Running and completed operations are not offered for a resume."""
    manager = make()
    running, completed, failed = (manager.start_operation(name) for name in ("r", "c", "f"))
    completed.complete()
    failed.fail("no such film")
    assert manager.interrupted_operations() == (failed,)
    assert failed.message == "no such film"
    assert running.status == "running"


def test_an_operation_is_found_by_the_beginning_of_its_id(make: Make) -> None:
    """An unambiguous beginning is enough, and gives the same object."""
    manager = make()
    operation = manager.start_operation("export")
    assert manager.operation("exp") is operation


def test_an_unknown_id_names_the_nearest(make: Make) -> None:
    """A mistyped id is answered with the ids there are."""
    manager = make()
    operation = manager.start_operation("export")
    with pytest.raises(OperationNotFoundError, match=operation.id):
        manager.operation("exprot")


def test_an_id_in_a_directory_without_operations_is_not_found(make: Make) -> None:
    """Asking for an operation before there is any says so."""
    with pytest.raises(OperationNotFoundError, match="has none yet"):
        make().operation("export")


def test_the_arguments_can_be_read_back(make: Make, directory: Path) -> None:
    """A manager shows what it was made with."""
    manager = make(interval="30s", every=5, max_checkpoints=2)
    assert manager.directory == directory
    assert (manager.interval, manager.every, manager.max_checkpoints) == ("30s", 5, 2)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"interval": "5 apples"}, "interval='5 apples': expected a duration"),
        ({"interval": 0}, "interval=0: expected a duration"),
        ({"interval": True}, "interval=True: expected a duration"),
        ({"every": 0}, "every=0: expected a whole number of 1 or more"),
        ({"every": 2.5}, "every=2.5: expected a whole number"),
        ({"max_checkpoints": 0}, "max_checkpoints=0: expected a whole number"),
        ({"validate": "yes"}, "validate='yes': expected a function"),
    ],
)
def test_a_wrong_argument_is_named(make: Make, options: dict[str, object], told: str) -> None:
    """What is wrong and what was expected are said at once, before any work."""
    with pytest.raises(InvalidOptionError) as caught:
        make(**options)
    assert told in str(caught.value)


@pytest.mark.parametrize(("name", "total"), [("", None), (3, None), ("x", -1), ("x", "many")])
def test_a_wrong_operation_is_refused(make: Make, name: str, total: int | None) -> None:
    """An operation has a name, and a total that is a count."""
    with pytest.raises(InvalidOptionError):
        make().start_operation(name, total)


def test_a_file_in_the_place_of_the_directory_is_an_error(make: Make, directory: Path) -> None:
    """Nothing is overwritten where the directory should be."""
    directory.write_text("mine")
    with pytest.raises(StoreError):
        make().start_operation("export")
    assert directory.read_text() == "mine"


def test_a_foreign_file_in_the_place_of_the_store_is_an_error(make: Make, directory: Path) -> None:
    """A file that is not a store is neither read as one nor changed."""
    directory.mkdir()
    (directory / "operations.ckpt").write_bytes(b"holiday pictures" * 100)
    with pytest.raises(StoreError):
        make().start_operation("export")
    with pytest.raises(StoreError):
        make().interrupted_operations()
    assert (directory / "operations.ckpt").read_bytes() == b"holiday pictures" * 100


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_directory_can_be_listed_but_not_started_in(
    make: Make, directory: Path
) -> None:
    """Operations in a read-only directory are shown; starting one says why it cannot be."""
    make().start_operation("export").complete()
    (directory / "operations.ckpt").chmod(0o400)
    directory.chmod(0o500)
    try:
        assert [one.operation_type for one in make().operations()] == ["export"]
        with pytest.raises(StoreError):
            make().start_operation("export")
    finally:
        directory.chmod(0o700)
