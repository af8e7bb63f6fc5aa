"""The status and the commands of an operation that runs."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.control import Command
from ckpt_magic.core.errors import StoreError
from ckpt_magic.store.live import (
    CommandReader,
    LiveStatus,
    LoopStatus,
    append_command,
    control_path,
    read_status,
    remove_live,
    status_path,
    write_status,
)
from tests.store.conftest import OpenStore
from tests.store.contract_suite import begin

ID = "export-1a2b3c"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where a store would be."""
    return tmp_path / "notebook.ckpt"


@given(
    processed=st.none() | st.integers(0, 10**18),
    rate_per_s=st.none() | st.floats(0, 1e12),
    header=st.text(max_size=200),
)
def test_status_comes_back_as_written(
    processed: int | None, rate_per_s: float | None, header: str
) -> None:
    """What is plain data of a status makes the same status again."""
    loop = LoopStatus(line=3, header=header, processed=1)
    status = LiveStatus(
        operation_id=ID, name="export", pid=1, at=2.0, processed=processed,
        rate_per_s=rate_per_s, loops=(loop,),
    )  # fmt: skip
    assert LiveStatus.from_json(status.to_json()) == status


def test_readers_never_see_half_a_status(store: Path) -> None:
    """A reader that looks all the time gets whole statuses only, in order."""
    seen: list[int] = []
    write_status(store, LiveStatus(operation_id=ID, name="x" * 5000, pid=1, at=0.0, processed=0))
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            status = read_status(store, ID)
            assert status is not None
            assert status.processed is not None
            seen.append(status.processed)

    reader = threading.Thread(target=look)
    reader.start()
    for count in range(1, 500):
        write_status(
            store, LiveStatus(operation_id=ID, name="x" * 5000, pid=1, at=0.0, processed=count)
        )
    done.set()
    reader.join()
    assert seen == sorted(seen)
    assert [path.name for path in store.parent.iterdir()] == [status_path(store, ID).name]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"pid": 1}', b"\xff\xfe", b'{"operation_id": "other"}', b"0"]
)
def test_what_is_no_status_reads_as_none(store: Path, content: bytes) -> None:
    """A file that somebody else left in its place is no status, and no error."""
    status_path(store, ID).write_bytes(content)
    assert read_status(store, ID) is None


def test_commands_are_read_once_and_in_order(store: Path) -> None:
    """Each command arrives once, in the order it was given."""
    reader = CommandReader(store, ID)
    assert reader.new() == ()
    for command in (Command.CHECKPOINT, Command.PAUSE, Command.CONTINUE):
        append_command(store, ID, command)
    assert reader.new() == (Command.CHECKPOINT, Command.PAUSE, Command.CONTINUE)
    assert reader.new() == ()
    append_command(store, ID, Command.STOP)
    assert reader.new() == (Command.STOP,)


def test_commands_for_an_earlier_run_are_not_heard(store: Path) -> None:
    """A stop that came too late for the last run does not stop the next one."""
    append_command(store, ID, Command.STOP)
    assert CommandReader(store, ID).new() == ()


def test_many_processes_give_commands_at_once(store: Path) -> None:
    """Commands from several processes are all heard, none is torn."""
    reader = CommandReader(store, ID)
    code = (
        "import sys; from pathlib import Path; from ckpt_magic.store.live import append_command\n"
        "from ckpt_magic.core.control import Command\n"
        "for _ in range(200): append_command(Path(sys.argv[1]), sys.argv[2], Command.PAUSE)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(store), ID]) for _ in range(3)]
    heard: list[Command] = []
    while any(writer.poll() is None for writer in writers):
        heard += reader.new()
    heard += reader.new()
    assert heard == [Command.PAUSE] * 600


def test_half_a_line_waits_for_its_rest(store: Path) -> None:
    """A line that is not complete yet is read when it is; nonsense is passed over."""
    reader = CommandReader(store, ID)
    path = control_path(store, ID)
    path.write_bytes(b'nonsense\n{"command": "fly"}\n{"command": "st')
    assert reader.new() == ()
    with path.open("ab") as file:
        file.write(b'op"}\n')
    assert reader.new() == (Command.STOP,)


def test_nothing_is_left_of_an_operation_that_ended(store: Path) -> None:
    """Both files and a draft go, and a second removal is no error."""
    write_status(store, LiveStatus(operation_id=ID, name="x", pid=1, at=0.0))
    append_command(store, ID, Command.STOP)
    status = status_path(store, ID)
    status.with_name(f"{status.name}.draft").write_text("half of one that a death ")
    remove_live(store, ID)
    remove_live(store, ID)
    assert list(store.parent.iterdir()) == []


def test_what_is_discarded_leaves_no_files_beside_the_store(open_store: OpenStore) -> None:
    """What a dead process said last goes with its operation, also by the beginning of its id."""
    opened = open_store()
    operation = begin(opened)
    write_status(opened.path, LiveStatus(operation_id=operation.id, name="x", pid=1, at=0.0))
    append_command(opened.path, operation.id, Command.STOP)
    opened.discard(operation.id[:-1])
    assert not status_path(opened.path, operation.id).exists()
    assert not control_path(opened.path, operation.id).exists()


def test_a_link_is_not_followed(store: Path, tmp_path: Path) -> None:
    """A command is not written through a link that somebody put in its place."""
    control_path(store, ID).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="cannot be written"):
        append_command(store, ID, Command.STOP)
    assert not (tmp_path / "elsewhere").exists()
