"""Files that changed between a checkpoint and a resume are found."""

import json
import os
from pathlib import Path

from ckpt_magic.resume.files import FileRecord, changed_since, record_files


def _changed(record: FileRecord, **options: object) -> set[str]:
    defaults = {"touched_later": (), "whole_folder": False, "managed": frozenset()}
    found = changed_since(record, **{**defaults, **options})  # type: ignore[arg-type]  # test table
    return {os.path.basename(path) for path in found}


def test_an_untouched_file_is_not_named(tmp_path: Path) -> None:
    """Nothing happened after the checkpoint, nothing is redone twice."""
    path = tmp_path / "rows.csv"
    path.write_text("1\n")
    assert _changed(record_files([str(path)], str(tmp_path))) == set()


def test_a_touched_file_that_grew_shrank_or_went_is_named(tmp_path: Path) -> None:
    """Whatever happened to a file the cell touched."""
    for name, change in {"grew": "1\n2\n", "shrank": "", "gone": None}.items():
        path = tmp_path / name
        path.write_text("1\n")
        record = record_files([str(path)], str(tmp_path))
        path.unlink() if change is None else path.write_text(change)
        assert _changed(record) == {name}


def test_a_file_touched_only_after_the_checkpoint_is_named(tmp_path: Path) -> None:
    """The manifest does not know it, the notice does."""
    record = record_files([], str(tmp_path))
    assert _changed(record, touched_later=[str(tmp_path / "new")]) == {"new"}


def test_files_the_snapshot_brings_back_are_not_named(tmp_path: Path) -> None:
    """An open file is truncated to its place by the snapshot itself."""
    path = tmp_path / "open.txt"
    path.write_text("1\n")
    record = record_files([str(path)], str(tmp_path))
    path.write_text("1\n2\n")
    assert _changed(record, managed=frozenset({str(path)})) == set()


def test_the_folder_is_compared_when_other_programs_ran(tmp_path: Path) -> None:
    """Nobody heard what they wrote: new and changed files of the folder are named."""
    old = tmp_path / "old"
    old.write_text("x")
    record = record_files([], str(tmp_path))
    old.write_text("xx")
    (tmp_path / "new").write_text("y")
    assert _changed(record, whole_folder=True) == {"old", "new"}
    assert _changed(record, whole_folder=False) == set()


def test_the_first_file_in_an_empty_folder_is_found(tmp_path: Path) -> None:
    """A folder that held nothing at the checkpoint is looked at too."""
    record = record_files([], str(tmp_path))
    (tmp_path / "log.txt").write_text("x")
    assert _changed(record, whole_folder=True) == {"log.txt"}


def test_a_record_survives_plain_json(tmp_path: Path) -> None:
    """Stamps come back equal, absent files included."""
    record = record_files([str(tmp_path / "absent")], str(tmp_path))
    assert FileRecord.from_json(json.loads(json.dumps(record.to_json()))) == record
