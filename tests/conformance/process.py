"""One life of a cell: a process that runs it in an IPython shell and writes down how it ended.

Responsible for the process, its shell, its store and its death on request. Refuses to judge
what it wrote down.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import random
import re
import select
import signal
import sqlite3
import subprocess
import sys
import traceback
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from tests.conformance.canonical import canonical_namespace, canonical_process_state
from tests.conformance.cell import Cell
from tests.conformance.cells import ALL_CELLS

REPOSITORY = Path(__file__).resolve().parents[2]
LIBRARY = Path(__file__).resolve().parent / "library"
LIFE_LIMIT_S = 90
SETUP_FAILED = 77
CRASHED = 99
_ALWAYS_HIDDEN = {"In", "Out", "exit", "quit", "get_ipython", "__warningregistry__"}
_HISTORY = re.compile(r"_i?\d*|_+|_i+")


class Moment(StrEnum):
    """When a process dies, as seen from a save."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Kill:
    """Death by SIGKILL right before or right after the save at the `point`-th point."""

    moment: Moment
    point: int

    def __str__(self) -> str:
        return f"killed {self.moment} the save at point {self.point}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one process has to do.

    ``folder`` holds the cell's working folder, the store and what the lives write down.
    ``seed`` makes the random streams of two lives differ before anything restores them.
    """

    cell: str
    folder: Path
    label: str
    magic: bool = True
    setup: bool = True
    save_everywhere: bool = True
    kill: Kill | None = None
    seed: int = 0

    @property
    def workplace(self) -> Path:
        """The folder the cell runs in."""
        return self.folder / "work"

    def path(self, suffix: str) -> Path:
        """Return a file that this life writes."""
        return self.folder / f"{self.label}.{suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a life ended, as text and plain data. ``refusal`` is an error of the product."""

    ns: dict[str, str]
    st: dict[str, Any]
    files: dict[str, bytes]
    err: str | None
    result: str
    stdout: str
    refusal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the product said while a cell ran, read from a file that outlives the process."""

    points: int = 0
    saves: int = 0
    resumed: bool = False
    skipped: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class Recorder:
    """A listener that writes every event down at once, and kills its process where it is told."""

    descriptor: int
    kill: Kill | None
    points: int = field(default=0)

    def __call__(self, event: object) -> None:
        kind = type(event).__name__
        notice = getattr(event, "notice", None)
        self._write(kind, notice.text if notice else getattr(event, "reason", ""))
        if kind == "PointReached":
            self.points += 1
            self._die_if(Moment.BEFORE)
        elif kind in ("CheckpointSaved", "CheckpointSkipped"):
            self._die_if(Moment.AFTER)

    def _write(self, kind: str, text: str) -> None:
        os.write(self.descriptor, f"{kind}\t{' '.join(text.split())}\n".encode())

    def _die_if(self, moment: Moment) -> None:
        if self.kill and self.kill.moment is moment and self.points >= self.kill.point:
            os.kill(os.getpid(), signal.SIGKILL)


class AlwaysDue:
    """A schedule that saves at every resume point."""

    def due(self, history: object, now: float) -> bool:  # noqa: ARG002 (the protocol of schedules)
        return True

    def wake_at(self, history: object) -> float:  # noqa: ARG002 (the protocol of schedules)
        return 0.0


class NeverDue:
    """A schedule that saves nowhere: a life that only has to reach the end."""

    def due(self, history: object, now: float) -> bool:  # noqa: ARG002 (the protocol of schedules)
        return False

    def wake_at(self, history: object) -> None:  # noqa: ARG002 (the protocol of schedules)
        return None


_IMPORTED_ONCE = (
    "pandas",
    "tqdm.auto",
    "asyncio",
    "csv",
    "tempfile",
    "dill",
    "ckpt_magic.magics.running",
    "ckpt_magic.store.sqlite",
)


def warm_up() -> None:
    """Import what cells import and make the shell, so that a forked life starts at once."""
    os.environ["MPLBACKEND"] = "Agg"
    os.environ["TQDM_DISABLE_MONITOR"] = "1"
    if str(LIBRARY) not in sys.path:
        sys.path.insert(0, str(LIBRARY))
    for name in _IMPORTED_ONCE:
        with contextlib.suppress(ImportError):
            __import__(name)
    shell()


def shell() -> InteractiveShell:
    """Return the one shell of this process, without history and colours."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return InteractiveShell.instance(config=config)


def live_in_fork(job: Job) -> int:
    """Run `job` in a fork of this process; return its exit code, negative for a signal."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        live_and_exit(job)
    return _wait(pid)


def live_in_interpreter(job: Job) -> int:
    """Run `job` in a new interpreter with another hash seed, as after a real restart."""
    order = job.path("job")
    order.write_bytes(pickle.dumps(job))
    paths = os.pathsep.join((str(REPOSITORY), str(LIBRARY)))
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONHASHSEED": str(job.seed % 2**32)}
    command = [sys.executable, "-m", "tests.conformance.new_interpreter", str(order)]
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY, start_new_session=True)
    return _wait(process.pid)


def read_ending(job: Job) -> Ending | None:
    """Return what the life wrote down; ``None`` where it did not come to its end."""
    path = job.path("ending")
    return pickle.loads(path.read_bytes()) if path.exists() else None


def read_trace(job: Job) -> Trace:
    """Return what the product said in that life, up to its end or death."""
    path = job.path("trace")
    lines = path.read_text().splitlines() if path.exists() else []
    said = [line.partition("\t") for line in lines]
    kinds = [kind for kind, _, _ in said]
    return Trace(
        points=kinds.count("PointReached"),
        saves=kinds.count("CheckpointSaved"),
        resumed="OperationResumed" in kinds,
        skipped=tuple(dict.fromkeys(text for kind, _, text in said if kind == "CheckpointSkipped")),
        notices=tuple(dict.fromkeys(text for kind, _, text in said if kind == "NoticeGiven")),
    )


def _wait(pid: int) -> int:
    watched = select.poll()
    descriptor = os.pidfd_open(pid)
    try:
        watched.register(descriptor, select.POLLIN)
        watched.poll(LIFE_LIMIT_S * 1000)
    finally:
        os.close(descriptor)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)  # too late, or what it left behind
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def live_and_exit(job: Job) -> NoReturn:
    """Run `job` in this process and leave it without any clean-up."""
    code = CRASHED
    try:
        code = _live(job)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 (nothing may return into the parent's code)
        traceback.print_exc()
    os._exit(code)


def _live(job: Job) -> int:
    cell = ALL_CELLS[job.cell]
    _redirect(job)
    _isolate(job)
    running = shell()
    initial = dict(running.user_ns)
    random.seed(job.seed)
    np.random.seed(job.seed % 2**32)
    recorder = _load_product(running, job) if job.magic else None
    if job.setup and not all(running.run_cell(text).success for text in cell.setup_code()):
        return SETUP_FAILED
    sys.stdout.flush()
    sys.stdout.truncate(0)
    sys.stdout.seek(0)
    if recorder:
        recorder.kill = job.kill
    outcome = running.run_cell(_text_of(cell, magic=job.magic), cell_id="conformance-cell")
    _write_ending(job, cell, running, initial, outcome)
    return 0


def _redirect(job: Job) -> None:
    rest = os.open(job.path("err"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(rest, 1)
    os.dup2(rest, 2)
    sys.stdout = job.path("out").open("w+")


def _isolate(job: Job) -> None:
    job.workplace.mkdir(parents=True, exist_ok=True)
    os.chdir(job.workplace)
    state = job.folder / "state"
    os.environ |= {
        "CKPT_MAGIC_DIR": str(job.folder / "store"),
        "CKPT_MAGIC_KEY_FILE": str(state / "key"),
        "XDG_CONFIG_HOME": str(state / "config"),
        "XDG_STATE_HOME": str(state / "state"),
        "JPY_SESSION_NAME": str(job.workplace / "conformance.ipynb"),
    }


def _load_product(running: InteractiveShell, job: Job) -> Recorder:
    running.run_line_magic("load_ext", "ckpt_magic")
    from ckpt_magic.magics import session_of

    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    recorder = Recorder(os.open(job.path("trace"), flags), None)
    extension = session_of(running)
    extension.listeners.append(recorder)
    extension.schedule = AlwaysDue() if job.save_everywhere else NeverDue()
    return recorder


def _text_of(cell: Cell, *, magic: bool) -> str:
    if magic:
        return f"%%checkpointed --name conformance --every 1 --quiet\n{cell.code()}"
    return cell.code() if cell.code().startswith("%%") else f"#\n{cell.code()}"


def _write_ending(
    job: Job, cell: Cell, running: InteractiveShell, initial: dict[str, Any], outcome: Any
) -> None:
    sys.stdout.flush()
    error = outcome.error_before_exec or outcome.error_in_exec
    ours = any(kind.__module__ == "ckpt_magic.core.errors" for kind in type(error).__mro__)
    ending = Ending(
        ns=canonical_namespace(_visible(cell, running.user_ns, initial)),
        st=canonical_process_state(),
        files=_files(job.workplace),
        err=None if error is None else f"{type(error).__name__}: {error}",
        result=re.sub(r" at 0x\w+", "", repr(outcome.result)),
        stdout=job.path("out").read_text(errors="replace"),
        refusal=f"{type(error).__name__}: {error}" if ours else None,
    )
    job.path("ending").write_bytes(pickle.dumps(ending))


def _visible(cell: Cell, now: dict[str, Any], initial: dict[str, Any]) -> dict[str, Any]:
    uses_last_result = re.search(r"\b_\b", cell.source) is not None

    def shown(name: str) -> bool:
        if name == "_":
            return uses_last_result
        if name in _ALWAYS_HIDDEN or _HISTORY.fullmatch(name):
            return False
        return name not in initial or now[name] is not initial[name]

    return {name: now[name] for name in list(now) if shown(name)}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): _content(path) for path in sorted(folder.rglob("*"))}


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return f"-> {path.readlink()}".encode()
    if path.is_dir():
        return b"folder"
    if path.suffix == ".db":
        with contextlib.closing(sqlite3.connect(path)) as database:
            return repr(list(database.iterdump())).encode()
    return path.read_bytes()
