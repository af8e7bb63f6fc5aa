"""The command ``ckpt-magic``: what it prints, what it changes, and how it ends."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ckpt_magic
from ckpt_magic import CheckpointManager
from ckpt_magic.cli import main
from ckpt_magic.cli.entry import COMMANDS
from ckpt_magic.cli.places import store_paths
from ckpt_magic.core.model import OperationKind
from ckpt_magic.store.contract import OperationDraft
from ckpt_magic.store.location import open_store

ROOT = Path(ckpt_magic.__file__).parents[1]


@pytest.fixture(autouse=True)
def own_key_and_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKPT_MAGIC_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CKPT_MAGIC_STATE_DIR", str(tmp_path / "locks"))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with a failed operation of three checkpoints."""
    manager = CheckpointManager(tmp_path / "checkpoints", max_checkpoints=5)
    operation = manager.start_operation("export_movies", total_items=6)
    for count in (1, 2, 3):
        operation.save_checkpoint({"ids": list(range(count))}, processed=count, last_item=count)
    operation.fail("lost the connection")
    return manager.directory


def ids(directory: Path) -> list[str]:
    return [one.id for one in CheckpointManager(directory).operations()]


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    """Run a subcommand with --json; return what it printed as data."""
    assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_shows_operations_in_aligned_columns(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person sees the store, its size, and each operation's status, progress and age."""
    assert main(["list", str(directory)]) == 0
    place, header, row = capsys.readouterr().out.splitlines()
    assert place.startswith(str(directory / "operations.ckpt"))
    assert header.split() == [
        "OPERATION",
        "STATUS",
        "PROGRESS",
        "LAST",
        "CHECKPOINT",
        "KEPT",
        "SIZE",
    ]
    assert row[header.index("STATUS") :].startswith("failed")
    assert row[header.index("PROGRESS") :].startswith("3 of 6")
    assert " ago" in row[header.index("LAST") :]
    assert row[header.index("SIZE") :].endswith(" B")


def test_list_as_data(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program gets every store with its operations."""
    (store,) = answer(capsys, "list", directory)
    assert store["store"] == str(directory / "operations.ckpt")
    (operation,) = store["operations"]
    assert operation["id"] == ids(directory)[0]
    assert operation["status"] == "failed"
    assert (operation["processed"], operation["total"], operation["progress"]) == (3, 6, 0.5)
    assert operation["message"] == "lost the connection"


def test_list_where_nothing_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without stores is no error, and no store is made."""
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["list", str(empty)]) == 0
    assert capsys.readouterr().out == "no checkpoints here\n"
    assert list(empty.iterdir()) == []


def test_the_current_folder_is_the_default(
    directory: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a path the commands look where they are run."""
    monkeypatch.chdir(directory)
    assert len(answer(capsys, "list")) == 1


def test_stores_of_notebooks_are_found(tmp_path: Path) -> None:
    """A notebook stands for its store; a folder for all stores in it and in its .ckpt_magic."""
    folder = tmp_path / "work"
    paths = [folder / ".ckpt_magic" / name for name in ("one.ckpt", "two.ckpt")]
    for path in paths:
        open_store(path).begin(OperationDraft(name="c", kind=OperationKind.CELL, key="c"))
    (folder / "one.ipynb").write_text("{}")
    assert store_paths(folder) == tuple(paths)
    assert store_paths(folder / "one.ipynb") == (paths[0],)
    assert store_paths(paths[1]) == (paths[1],)


def test_stores_in_the_folder_that_the_environment_names_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``CKPT_MAGIC_DIR`` means the same here as in a kernel."""
    monkeypatch.setenv("CKPT_MAGIC_DIR", str(tmp_path / "all"))
    notebook = tmp_path / "work" / "one.ipynb"
    notebook.parent.mkdir()
    notebook.write_text("{}")
    store = tmp_path / "all" / "one.ckpt"
    open_store(store).begin(OperationDraft(name="c", kind=OperationKind.CELL, key="c"))
    assert store_paths(notebook) == (store,)
    assert store_paths(notebook.parent) == (store,)


def test_show_an_operation(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A beginning of its id is enough to see an operation and its checkpoints."""
    assert main(["show", "exp", str(directory)]) == 0
    text = capsys.readouterr().out
    assert "lost the connection" in text
    assert text.count(f"{ids(directory)[0]}@") == 3


def test_show_a_checkpoint(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ID@NUMBER shows one checkpoint, its last item and where it was taken."""
    assert main(["show", "exp@2", str(directory)]) == 0
    text = capsys.readouterr().out
    assert "last item   2" in text
    assert f"{os.getpid()} on " in text
    data = answer(capsys, "show", "exp@2", directory)
    assert data["processed"] == 2
    assert [one["type_name"] for one in data["variables"]] == ["dict"]


@pytest.mark.parametrize("typed", ["nothing", "exp@9", "exp@two"])
@pytest.mark.parametrize("command", ["show", "discard"])
def test_what_is_not_there_is_an_error_of_two_lines(
    command: str, typed: str, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown id ends with 1, says so on stderr and names what there is."""
    assert main([command, typed, str(directory)]) == 1
    printed = capsys.readouterr()
    first, second = printed.err.splitlines()
    assert first.startswith("OperationNotFoundError: ")
    assert "export_movies-" in second
    assert printed.out == ""


def test_an_ambiguous_beginning_is_an_error(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A beginning of two ids chooses neither."""
    CheckpointManager(directory).start_operation("export_series").complete()
    assert main(["discard", "export", str(directory)]) == 1
    assert "beginning of 2 operations" in capsys.readouterr().err
    assert len(ids(directory)) == 2


def test_discard_an_operation(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A discarded operation is gone."""
    name = ids(directory)[0]
    assert answer(capsys, "discard", "exp", directory) == {"discarded": name}
    assert ids(directory) == []


def test_discard_one_checkpoint(directory: Path) -> None:
    """A discarded checkpoint is gone, the others stay."""
    assert main(["discard", "exp@3", str(directory)]) == 0
    operation = CheckpointManager(directory).operation("exp")
    assert [one.processed for one in operation.checkpoints()] == [1, 2]


@pytest.mark.parametrize("command", [["discard", "run"], ["prune", "--operation", "run"]])
def test_a_running_operation_is_not_touched(
    command: list[str], directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a live process works on is left to it."""
    operation = CheckpointManager(directory).start_operation("running")
    place = [str(directory)]
    arguments = (
        [*command, *place] if command[0] == "discard" else [command[0], *place, *command[1:]]
    )
    assert main(arguments) == 1
    assert f"running in process {os.getpid()}" in capsys.readouterr().err
    assert operation.id in ids(directory)


def test_prune_keeps_the_newest(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pruning names what it dropped and leaves the newest checkpoints."""
    name = ids(directory)[0]
    assert answer(capsys, "prune", directory, "--keep", "1") == {
        "dropped": [f"{name}@1", f"{name}@2"]
    }
    operation = CheckpointManager(directory).operation(name)
    assert [one.state for one in operation.checkpoints()] == [{"ids": [0, 1, 2]}]
    assert answer(capsys, "prune", directory, "--keep", "1") == {"dropped": []}


def test_prune_keeps_the_newest_good_state(tmp_path: Path) -> None:
    """A state that the program's own check accepted outlives newer ones that it refused."""
    manager = CheckpointManager(tmp_path / "c", validate=lambda state: state["good"])
    operation = manager.start_operation("train")
    for good in (True, False, False):
        operation.save_checkpoint({"good": good})
    operation.fail()
    assert main(["prune", str(manager.directory), "--keep", "1"]) == 0
    assert [one.state["good"] for one in operation.checkpoints()] == [True, False]


def test_verify_a_whole_store(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A store without damage is called whole."""
    assert main(["verify", str(directory)]) == 0
    assert capsys.readouterr().out == f"{directory / 'operations.ckpt'}: whole\n"


def test_verify_finds_a_changed_byte(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Damage is listed with the invariant it breaks, and the exit code is 1."""
    connection = sqlite3.connect(directory / "operations.ckpt")
    with connection:
        connection.execute("UPDATE chunks SET data = ? WHERE id = 1", (b"\0" * 8,))
    connection.close()
    assert main(["verify", str(directory)]) == 1
    assert "findings" in capsys.readouterr().out
    assert main(["verify", str(directory), "--json"]) == 1
    (findings,) = json.loads(capsys.readouterr().out).values()
    assert findings
    assert set(findings[0]) == {"invariant", "subject", "text"}


def test_compact_says_what_came_back(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Compacting reports bytes per store."""
    freed = answer(capsys, "compact", directory)["freed_bytes"]
    assert list(freed) == [str(directory / "operations.ckpt")]
    assert all(isinstance(count, int) for count in freed.values())


@pytest.mark.parametrize("command", ["list", "verify", "prune", "compact"])
def test_a_path_that_is_not_there(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped path ends with 1 and two lines."""
    assert main([command, "/nowhere/at.ckpt"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize("content", [b"", b"holiday pictures" * 100])
@pytest.mark.parametrize("command", ["list", "verify", "compact"])
def test_a_file_that_is_not_a_store_is_left_alone(
    command: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A foreign file is an error, and every byte of it stays."""
    file = tmp_path / "foreign.ckpt"
    file.write_bytes(content)
    assert main([command, str(file)]) == 1
    assert file.read_bytes() == content
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments", [[], ["unknown"], ["show"], ["list", "--unknown"], ["prune", "--keep", "some"]]
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    """Arguments that make no sense end with 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_a_wrong_value_ends_with_two(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that an option cannot have is wrong usage too."""
    assert main(["prune", str(directory), "--keep", "0"]) == 2
    assert "--keep 0" in capsys.readouterr().err


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each subcommand explains itself and offers --json."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_no_state_is_ever_loaded(directory: Path) -> None:
    """The commands work without importing pickle's room or dill, on states that could run code."""
    program = (
        "import sys; from ckpt_magic.cli import main\n"
        "for command in (['list'], ['show', 'exp'], ['show', 'exp@2'], ['verify'], ['compact'],"
        " ['prune', '--keep', '2'], ['discard', 'exp@3'], ['discard', 'exp']):\n"
        "    assert main(command) == 0\n"
        "loaded = [name for name in sys.modules if name.startswith('ckpt_magic.capture')"
        " or name in ('dill', 'IPython')]\n"
        "assert not loaded, loaded"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=directory,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
