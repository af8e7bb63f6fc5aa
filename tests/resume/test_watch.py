"""What running code does to files and processes is heard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ckpt_magic.resume.watch import Watch


class Ear:
    """Collects what a watch reports."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.programs: list[str] = []
        self.watch = Watch(self.paths.append, self.programs.append)


@pytest.fixture
def ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ear:
    """A watch over a fresh working folder."""
    monkeypatch.chdir(tmp_path)
    return Ear()


def test_writing_is_heard_once_per_file_and_reading_is_not(ear: Ear) -> None:
    """The first opening for writing is reported, before it happens."""
    Path("in.txt").write_text("x")
    with ear.watch:
        Path("in.txt").read_text()
        for _ in range(3):
            with open("out.txt", "a") as file:
                file.write("x")
    assert ear.paths == [os.path.abspath("out.txt")]


def test_renaming_removing_and_making_are_heard(ear: Ear) -> None:
    """All that changes a folder counts, both names of a rename."""
    with ear.watch:
        os.mkdir("folder")
        Path("a").write_text("x")
        os.replace("a", "b")
        os.remove("b")
    assert [os.path.basename(path) for path in ear.paths] == ["folder", "a", "b"]


def test_other_processes_are_heard_once(ear: Ear) -> None:
    """The first program that is started is named."""
    with ear.watch:
        for _ in range(2):
            subprocess.run([sys.executable, "-c", ""], check=True)
    assert len(ear.programs) == 1
    assert ear.watch.started_process


def test_nothing_is_heard_while_paused_or_switched_off(ear: Ear) -> None:
    """Our own writes do not count, and a watch that is off hears nothing."""
    with ear.watch, ear.watch.paused():
        Path("ours").write_text("x")
    Path("later").write_text("x")
    assert ear.paths == []


def test_ignored_folders_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store's own folder is not the person's work."""
    monkeypatch.chdir(tmp_path)
    store = tmp_path / "store"
    store.mkdir()
    paths: list[str] = []
    with Watch(paths.append, lambda _program: None, (str(store),)):
        (store / "x").write_text("x")
    assert paths == []


def test_a_forked_child_is_not_heard(ear: Ear) -> None:
    """What a child of the person's does to files is the child's, and must not call our hooks."""
    with ear.watch:
        pid = os.fork()
        if pid == 0:
            Path("child").write_text("x")
            os._exit(len(ear.paths))
        _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
