"""Connections to a store file: opened, used for one transaction, closed.

Responsible for the engine's settings, for waiting while others write, and for turning each
of its errors into one of ours. Refuses to know any table.

SQLite keeps its table of file locks in the memory of the process: a child forked while a
connection is open would believe in locks it does not have. So no connection outlives its
transaction, and every fork of this process waits until none is open.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ckpt_magic.core.errors import (
    CorruptStoreError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    UnsupportedFormatError,
)
from ckpt_magic.store.interrupts import InterruptDelay
from ckpt_magic.store.schema import PAGE_BYTES

_Result = TypeVar("_Result")
Settings = tuple[tuple[str, int | str], ...]

RETRY_S = 0.002
WAIT_S = 20.0
"""How long a transaction waits for others before it gives up."""
PAUSE_S = 0.003
"""How long a writer pauses between two transactions, so that readers get in."""
VACUUM_PAGES = 512
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE")
_CORRUPT = ("SQLITE_CORRUPT", "SQLITE_IOERR_SHORT_READ", "SQLITE_ERROR", "SQLITE_MISMATCH")


class _Gate(AbstractContextManager[None]):
    """Held while a connection is open, and across every fork."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_error: object) -> None:
        self._lock.release()

    def acquire(self) -> None:
        self._lock.acquire()

    def release(self) -> None:
        self._lock.release()


_gate = _Gate()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_gate.acquire, after_in_parent=_gate.release, after_in_child=_gate.release
    )


def no_connection() -> AbstractContextManager[None]:
    """Return a ``with`` in which this process has no store open.

    Closing any descriptor of a file drops SQLite's locks on it: open a store file as a plain
    one inside of this only.
    """
    return _gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A SQLite file, for transactions.

    ``read_only`` opens it as a file that nobody changes: for a folder where no lock and no
    journal can be made. ``wait_s`` is how long a transaction waits for others.
    """

    path: Path
    read_only: bool = False
    wait_s: float = WAIT_S

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees one state of the file."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self, *, blank: bool = False) -> Iterator[sqlite3.Connection]:
        """A transaction that is kept when the block ends, and undone when it raises.

        `blank` says that the file may hold nothing yet, and gives it its lasting settings.
        """
        if self.read_only:
            raise read_only_error(self.path)
        settings = _BLANK_SETTINGS if blank else ()
        with self._transaction("BEGIN IMMEDIATE", settings) as connection:
            yield connection
            self._patiently(lambda: connection.execute("COMMIT"))

    def give_back(self) -> None:
        """Return the space of free pages to the file system, a step at a time."""
        while self._give_back_step():
            time.sleep(PAUSE_S)

    def _give_back_step(self) -> bool:
        """Free one step's pages; whether there are more."""
        if self.read_only:
            raise read_only_error(self.path)
        # As a script, which ends the open transaction and runs every statement to its end:
        # `execute` would free a single page and stop.
        script = f"BEGIN IMMEDIATE; PRAGMA incremental_vacuum({VACUUM_PAGES}); COMMIT;"
        with self._transaction("BEGIN IMMEDIATE") as connection:
            before = free_pages(connection)
            self._patiently(lambda: connection.executescript(script))
            return 0 < self._patiently(lambda: free_pages(connection)) < before

    @contextmanager
    def _transaction(self, begin: str, settings: Settings = ()) -> Iterator[sqlite3.Connection]:
        with InterruptDelay() as delay, translated(self.path):
            connection = self._begin(begin, settings, delay)
            try:
                yield connection
            finally:
                try:
                    connection.close()  # undoes what was not committed
                finally:
                    _gate.release()

    def _begin(self, begin: str, settings: Settings, delay: InterruptDelay) -> sqlite3.Connection:
        """Return an open connection inside a transaction, with the gate held."""
        deadline = time.monotonic() + self.wait_s
        while True:
            _gate.acquire()
            connection: sqlite3.Connection | None = None
            try:
                connection = self._open(settings)
                connection.execute(begin)
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except BaseException as error:
                if connection is not None:
                    connection.close()
                _gate.release()
                if not is_busy(error):
                    raise
            else:
                return connection
            delay.check()
            self._give_up_after(deadline)

    def _patiently(self, act: Callable[[], _Result]) -> _Result:
        deadline = time.monotonic() + self.wait_s
        while True:
            try:
                return act()
            except sqlite3.OperationalError as error:
                if not is_busy(error):
                    raise
            self._give_up_after(deadline)

    def _give_up_after(self, deadline: float) -> None:
        if time.monotonic() > deadline:
            raise StoreLockedError(
                f"{self.path.name} was busy for {self.wait_s:.0f} s: another process writes it",
                safe="nothing was changed",
                fix="try again, or end the other process",
            )
        time.sleep(RETRY_S)

    def _open(self, settings: Settings) -> sqlite3.Connection:
        mode = "mode=ro&immutable=1" if self.read_only else "mode=rw"
        uri = f"{self.path.absolute().as_uri()}?{mode}"
        connection = connect(uri)
        try:
            for name, value in (*settings, *_SETTINGS):
                connection.execute(f"PRAGMA {name} = {value}").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


_BLANK_SETTINGS = (("page_size", PAGE_BYTES), ("auto_vacuum", "INCREMENTAL"))
_SETTINGS = (
    ("journal_mode", "TRUNCATE"),
    ("synchronous", "EXTRA"),
    ("secure_delete", "OFF"),
    ("foreign_keys", "ON"),
    ("cache_spill", "OFF"),  # readers are shut out at the commit only
)


def connect(uri: str) -> sqlite3.Connection:
    """Open a connection that begins and ends transactions only when told, and never waits."""
    return sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None, check_same_thread=False)


def free_pages(connection: sqlite3.Connection) -> int:
    """Return how many pages of the file hold nothing."""
    return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


def is_busy(error: BaseException) -> bool:
    """Whether an error means that another process holds the file right now."""
    return error_name(error).startswith(_BUSY)


def error_name(error: BaseException) -> str:
    """Return SQLite's own name of an error, ``""`` where it has none."""
    return str(getattr(error, "sqlite_errorname", None) or "")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn every error of the engine and of the file system into a `StoreError`."""
    try:
        yield
    except StoreError:
        raise
    except sqlite3.Error as error:
        raise _as_ours(error, path) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be used ({error.strerror or error})") from error


def read_only_error(path: Path) -> StoreError:
    """Return the error for a write to a store in a folder that cannot be written."""
    return StoreError(
        f"{path} is in a folder that cannot be written: it can be listed only",
        safe="what it holds is intact",
        fix="copy it to a folder of yours, or make this one writable",
    )


def _as_ours(error: sqlite3.Error, path: Path) -> StoreError:
    name = error_name(error)
    if name.startswith("SQLITE_NOTADB"):
        return UnsupportedFormatError(
            f"{path} is not a checkpoint store",
            safe="it was not touched",
            fix="move it away, or name another store",
        )
    if name.startswith(_FULL):
        return StoreFullError(
            f"{path.name}: the system took no more bytes ({name}: full disk, quota or limit)",
            safe="what it held before is intact",
            fix="free space, or %ckpt prune",
        )
    if name.startswith(_BUSY):
        return StoreLockedError(f"{path.name} is busy: another process writes it")
    if name.startswith("SQLITE_READONLY"):
        return read_only_error(path)
    if name.startswith(_CORRUPT) or isinstance(error, sqlite3.DataError):
        return CorruptStoreError(
            f"{path} is damaged ({error})",
            fix="restore it from a backup, or move it away and start anew",
        )
    if name.startswith("SQLITE_CANTOPEN") and not path.exists():
        return StoreError(
            f"{path} is gone: it was deleted or moved away",
            safe="what runs goes on, unsaved",
            fix="put it back; a cell that is started from now on makes another one",
        )
    return StoreError(f"{path} cannot be used ({name or type(error).__name__}: {error})")
