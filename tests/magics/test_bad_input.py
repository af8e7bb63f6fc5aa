"""Stores, folders, disks and options that are not as they should be, seen from the cell."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ckpt_magic.core.errors import (
    CheckpointError,
    InvalidOptionError,
    ResumeError,
    StoreError,
    UnsupportedFormatError,
    UntrustedStoreError,
)
from ckpt_magic.core.events import CheckpointSaved, CheckpointSkipped, OperationResumed
from ckpt_magic.core.model import Status
from ckpt_magic.magics.session import Armed
from ckpt_magic.store.space import Limits
from tests.magics.conftest import Session

Make = Callable[[], Session]
LOOP = """\
out = []
for i in range(6):
    if i == stop:
        raise ValueError(i)
    out.append(i * 1000)
"""


def _cell(options: str = "--every 1", code: str = LOOP) -> str:
    return f"%%checkpointed --name work {options}\n{code}"


def _store_path(session: Session) -> Path:
    return session.extension.place.path


def _stopped(make: Make, stop: int = 4) -> Session:
    """A session whose operation failed at item `stop`."""
    session = make()
    session.run_well(f"stop = {stop}")
    assert isinstance(session.error(_cell()), ValueError)
    return session


def _assert_two_lines(error: BaseException) -> None:
    assert isinstance(error, CheckpointError)
    assert len(error._render_traceback_()) <= 2
    assert error.fix, error


# --- a file that is not ours -----------------------------------------------------------


def _text_file(path: Path) -> None:
    path.write_text("these are my notes, not a store\n" * 100)


def _other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()


def _newer_format(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("spoil", [_text_file, _other_database], ids=["text", "database"])
@pytest.mark.parametrize("command", [_cell(), "%ckpt list", "%ckpt verify", "%ckpt resume"])
def test_a_file_that_is_not_a_store_is_refused_and_left_alone(
    session: Session, spoil: Callable[[Path], None], command: str
) -> None:
    """Neither the cell nor a command starts, and the file keeps every byte."""
    path = _store_path(session)
    path.parent.mkdir(parents=True, exist_ok=True)
    spoil(path)
    before = path.read_bytes()
    session.run_well("stop = None")
    error = session.error(command)
    assert isinstance(error, UnsupportedFormatError)
    assert str(path) in str(error)
    _assert_two_lines(error)
    assert path.read_bytes() == before
    assert "out" not in session.names
    path.unlink()
    session.run_well(_cell())
    assert session.names["out"][-1] == 5000


@pytest.mark.parametrize("spoil", [_text_file, _other_database], ids=["text", "database"])
def test_the_extension_loads_whatever_lies_in_the_stores_place(
    new_session: Make, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Loading says in one line what is wrong; the session works."""
    path = _store_path(new_session())
    path.parent.mkdir(parents=True, exist_ok=True)
    spoil(path)
    capsys.readouterr()
    session = new_session()
    shown = capsys.readouterr()
    assert str(path) in shown.out + shown.err
    assert session.run_well("1 + 1") == 2


def test_a_store_of_a_newer_version_is_refused_with_both_versions(new_session: Make) -> None:
    """Nothing is run over it; the versions found and understood are named."""
    stopped = _stopped(new_session)
    path = _store_path(stopped)
    _newer_format(path)
    before = path.read_bytes()
    error = new_session().error(_cell())
    assert isinstance(error, UnsupportedFormatError)
    assert "999" in str(error)
    assert path.read_bytes() == before


def test_a_truncated_store_is_refused_clearly_and_fresh_files_work(new_session: Make) -> None:
    """The cell does not start over a store that lost its end, and says what to do."""
    stopped = _stopped(new_session)
    path = _store_path(stopped)
    os.truncate(path, path.stat().st_size // 2)
    later = new_session()
    later.run_well("stop = None")
    error = later.error(_cell())
    _assert_two_lines(error)
    assert isinstance(error, StoreError | ResumeError)
    assert "out" not in later.names
    path.unlink()
    later.run_well(_cell())
    assert later.names["out"][-1] == 5000


# --- another key, damaged checkpoints --------------------------------------------------


def test_a_foreign_store_is_refused_until_it_is_trusted(
    new_session: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The refusal names ``%ckpt trust``; after it the cell goes on exactly."""
    _stopped(new_session)
    monkeypatch.setenv("CKPT_MAGIC_KEY_FILE", str(tmp_path / "another key"))
    later = new_session()
    error = later.error(_cell(code=LOOP.replace("i == stop", "False")))
    assert isinstance(error, UntrustedStoreError)
    assert "%ckpt trust" in str(error)
    assert "out" not in later.names
    later.run_well("%ckpt trust")
    later.run_well(_cell(code=LOOP.replace("i == stop", "False")))
    assert later.names["out"] == [0, 1000, 2000, 3000, 4000, 5000]
    (resumed,) = later.heard(OperationResumed)
    assert resumed.checkpoint.manifest.progress.processed == 4


def _flip_private_chunk(path: Path, sequence: int) -> None:
    """Flip one bit in a chunk that only this checkpoint uses, or in all of its own."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT c.id, c.data FROM chunks c JOIN uses u ON u.chunk_id = c.id "
        "JOIN checkpoints k ON k.id = u.checkpoint_id WHERE k.sequence = ? AND NOT EXISTS "
        "(SELECT 1 FROM uses o WHERE o.chunk_id = c.id AND o.checkpoint_id != k.id)",
        (sequence,),
    ).fetchall()
    assert rows, "the checkpoint has no chunk of its own"
    for row, data in rows:
        spoiled = bytes([*data[:-1], data[-1] ^ 1])
        connection.execute("UPDATE chunks SET data = ? WHERE id = ?", (spoiled, row))
    connection.commit()
    connection.close()


def _sequences(session: Session) -> list[int]:
    (operation,) = session.extension.place.operations()
    checkpoints = session.extension.place.store().checkpoints(operation.id)
    return [one.manifest.sequence for one in checkpoints]


def test_a_flipped_bit_in_the_newest_checkpoint_costs_only_that(new_session: Make) -> None:
    """The one before is used by itself, with a remark, and the end is exact."""
    stopped = _stopped(new_session)
    newest = _sequences(stopped)[-1]
    _flip_private_chunk(_store_path(stopped), newest)
    later = new_session()
    later.run_well(_cell(code=LOOP.replace("i == stop", "False")))
    assert later.names["out"] == [0, 1000, 2000, 3000, 4000, 5000]
    (resumed,) = later.heard(OperationResumed)
    assert resumed.checkpoint.manifest.sequence == newest - 1
    assert f"@{newest} is damaged" in resumed.remarks[0]


def test_when_every_checkpoint_is_damaged_nothing_is_touched(new_session: Make) -> None:
    """The refusal names the ways on, the values stay, and ``--fresh`` runs."""
    stopped = _stopped(new_session)
    for sequence in _sequences(stopped):
        _flip_private_chunk(_store_path(stopped), sequence)
    later = new_session()
    later.run_well("mine = 1")
    later.extension.history._digests.clear()
    error = later.error(_cell())
    assert isinstance(error, ResumeError)
    assert "--fresh" in str(error)
    assert {"out", "i", "stop"}.isdisjoint(later.names)
    assert later.names["mine"] == 1
    assert later.extension.place.operations()[0].status is Status.FAILED
    later.run_well(_cell("--every 1 --fresh", LOOP.replace("i == stop", "False")))
    assert later.names["out"][-1] == 5000
    assert [o.status for o in later.extension.place.operations()] == [Status.COMPLETED]


# --- no room ---------------------------------------------------------------------------


def test_a_limit_too_small_costs_the_checkpoints_not_the_work(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """The loop goes on; one line says what does not fit and what to raise."""
    session.run_well("stop = None")
    session.run_well(_cell("--every 1 --max-size 1KB"))
    assert session.names["out"][-1] == 5000
    assert session.heard(CheckpointSaved) == []
    reasons = {event.reason for event in session.heard(CheckpointSkipped)}
    assert all("--max-size" in reason for reason in reasons)
    assert "--max-size" in capsys.readouterr().err


def _mount(options: list[str], place: Path) -> Iterator[Path]:
    """Mount something at `place` as long as the test runs; skip where that is not possible."""
    if shutil.which("mount") is None:
        pytest.skip("there is no mount command")
    command = ["mount", *options, str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    yield from _mount(["-t", "tmpfs", "-o", "size=16m", "tmpfs"], place)


def _fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_on_a_disk_with_little_room_the_loop_goes_on_unsaved(
    new_session: Make,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A save that would leave less than is decent free is not begun; it is said once."""
    monkeypatch.setenv("CKPT_MAGIC_DIR", str(small_disk))
    session = new_session()
    session.run_well("stop = None")
    session.run_well(_cell())
    assert session.names["out"][-1] == 5000
    assert session.heard(CheckpointSaved) == []
    said = [line for line in capsys.readouterr().err.splitlines() if "no checkpoint here" in line]
    assert len(said) == 2, "one for the checkpoints, one for the result"
    assert "free space on the disk" in said[0]


def test_a_cell_does_not_start_where_not_even_its_start_can_be_recorded(
    new_session: Make, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk without a free byte the person would believe in checkpoints that never come."""
    monkeypatch.setenv("CKPT_MAGIC_DIR", str(small_disk))
    session = new_session()
    session.run_well("stop = None")
    _fill(small_disk)
    error = session.error(_cell())
    assert isinstance(error, StoreError)
    _assert_two_lines(error)
    assert "out" not in session.names
    (small_disk / "filler").unlink()
    session.run_well(_cell())
    assert session.names["out"][-1] == 5000


def test_a_disk_that_fills_up_meanwhile_costs_the_saves_after_it(
    new_session: Make,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The loop goes on, files elsewhere are written, and the last checkpoint is good."""
    monkeypatch.setenv("CKPT_MAGIC_DIR", str(small_disk))
    monkeypatch.setattr(Limits, "check", lambda *_: None)
    code = LOOP.replace("    out", "    fill(i)\n    out") + "n = len(out)\n"
    session = new_session()

    def fill(item: int) -> None:
        Path(f"{item}.txt").write_text("a row")
        if item == 3:
            _fill(small_disk)

    session.shell.user_ns["fill"] = fill
    session.run_well("stop, blob = 5, bytes(range(256)) * 4")
    assert isinstance(session.error(_cell("--every 1 --exclude fill", code)), ValueError)
    assert session.names["out"] == [0, 1000, 2000, 3000, 4000]
    assert session.heard(CheckpointSaved)
    assert session.heard(CheckpointSkipped)
    (small_disk / "filler").unlink()
    last = _sequences(session)[-1]
    later = new_session()
    later.shell.user_ns["fill"] = abs
    code = _cell("--every 1 --exclude fill", code.replace("i == stop", "False"))
    doubts = str(later.error(code))
    assert "3.txt" in doubts
    assert "4.txt" in doubts
    first = later.extension.place.operations()[0]
    later.extension.armed = Armed(
        operation_id=first.id, store=later.extension.place.path, consent=True
    )
    later.run_well(code)
    assert later.names["out"][-1] == 5000
    assert later.heard(OperationResumed)[0].checkpoint.manifest.sequence == last


# --- a folder that cannot be written ---------------------------------------------------


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody, root neither, can make a file."""
    place = tmp_path / "read-only"
    place.mkdir()
    for mounted in _mount(["--bind", str(place)], place):
        remount = ["mount", "-o", "remount,ro,bind", str(mounted)]
        subprocess.run(remount, check=True)
        yield mounted


def test_a_notebook_in_a_read_only_folder_has_its_store_in_the_users_folder(
    new_session: Make,
    read_only_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The cell is protected all the same, and goes on in the next kernel."""
    monkeypatch.delenv("CKPT_MAGIC_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("JPY_SESSION_NAME", str(read_only_folder / "book.ipynb"))
    stopped = _stopped(new_session)
    assert _store_path(stopped).is_relative_to(tmp_path / "data")
    later = new_session()
    later.run_well(_cell(code=LOOP.replace("i == stop", "False")))
    assert later.names["out"] == [0, 1000, 2000, 3000, 4000, 5000]


def test_where_no_store_can_be_made_the_cell_does_not_start(
    new_session: Make, read_only_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the folder; nothing was run unprotected."""
    monkeypatch.setenv("CKPT_MAGIC_DIR", str(read_only_folder / "stores"))
    session = new_session()
    session.run_well("stop = None")
    error = session.error(_cell())
    assert isinstance(error, StoreError)
    assert str(read_only_folder) in str(error)
    _assert_two_lines(error)
    assert "out" not in session.names


# --- options ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "named"),
    [("--evry 5", "--evry"), ("--every 0", "--every"), ("--every -1", "--every"),
     ("--interval 0s", "--interval"), ("--interval soon", "--interval"), ("--keep 0", "--keep"),
     ("--max-size huge", "--max-size"), ("--max-size 0", "--max-size"), ("--vars 1a", "--vars"),
     ("--resume maybe", "--resume"), ("--name 'a b'", "--name"), ("--fresh=perhaps", "--fresh")],
)  # fmt: skip
def test_a_wrong_option_is_named_and_nothing_is_run_or_kept(
    session: Session, options: str, named: str
) -> None:
    """Two lines; no variable, no store."""
    error = session.error(_cell(options, "ran = 1\n"))
    assert isinstance(getattr(error, "error", error), InvalidOptionError)
    assert named in str(error)
    assert len(error._render_traceback_()) == 2  # type: ignore[attr-defined]  # one of ours
    assert "ran" not in session.names
    assert not _store_path(session).exists()


def test_a_missing_connection_is_asked_for_by_the_cell_that_makes_it(new_session: Make) -> None:
    """What cannot be saved and is needed: variable, reason, and which cell to run first."""
    code = LOOP.replace("i * 1000", "i * 1000 * (client is not None)")
    first = new_session()
    first.run_well("stop = 4")
    first.run_well("import socket; client = socket.socket()")
    assert isinstance(first.error(_cell(code=code)), ValueError)
    first.names["client"].close()
    later = new_session()
    text = str(later.error(_cell(code=code)))
    assert "run the cell that makes `client` (In [2])" in text
    assert "out" not in later.names
