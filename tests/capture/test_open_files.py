"""Files that are not what they were are refused before anything is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckpt_magic.core.errors import RestoreError
from tests.capture.namespaces import put_into, run, snapshot_of


def test_a_file_that_was_read_must_be_the_same(tmp_path: Path) -> None:
    """A line inserted since is noticed; the same content written again is fine."""
    path = tmp_path / "in.txt"
    path.write_text("a\nb\n")
    namespace = run("f = open(path); f.readline()", path=str(path))
    snapshot = snapshot_of(namespace)
    path.write_text("a\nb\n")
    target = run("")
    put_into(snapshot, target)
    assert target["f"].readline() == "b\n"
    path.write_text("x\nb\n")
    with pytest.raises(RestoreError, match="other content"):
        put_into(snapshot, run(""))


def test_a_file_that_was_written_must_not_be_shorter(tmp_path: Path) -> None:
    """Rows that are gone cannot be brought back: the restore says so."""
    path = tmp_path / "out.txt"
    snapshot = snapshot_of(run("f = open(path, 'w'); f.write('row')", path=str(path)))
    path.write_text("r")
    with pytest.raises(RestoreError, match="1 bytes"):
        put_into(snapshot, run(""))


def test_a_failed_restore_cuts_no_file(tmp_path: Path) -> None:
    """Files are cut last: when anything fails before, they are as they were."""
    path, other = tmp_path / "out.txt", tmp_path / "in.txt"
    other.write_text("in")
    source = "f = open(path, 'w'); f.write('row')\ng = open(other)"
    snapshot = snapshot_of(run(source, path=str(path), other=str(other)))
    path.write_text("row and more")
    other.unlink()
    with pytest.raises(RestoreError, match="is not there"):
        put_into(snapshot, run(""))
    assert path.read_text() == "row and more"


def test_what_was_written_after_the_checkpoint_is_cut(tmp_path: Path) -> None:
    """The file ends where it ended at the checkpoint, and goes on from there."""
    path = tmp_path / "out.txt"
    namespace = run("f = open(path, 'w'); f.write('row 1\\n')", path=str(path))
    snapshot = snapshot_of(namespace)
    namespace["f"].write("row 2\n")
    namespace["f"].close()
    target = run("")
    put_into(snapshot, target)
    with target["f"] as file:
        file.write("row 2 again\n")
    assert path.read_text() == "row 1\nrow 2 again\n"
