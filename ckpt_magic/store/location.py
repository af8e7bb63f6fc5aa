"""Where a notebook's store lives, and whether a store is still where it was made.

Responsible for the path of a store file and for its folder. Refuses to know what is in it,
and which notebook a kernel runs: the caller passes a path, or none.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import psutil
from blake3 import blake3

from ckpt_magic.core.errors import StoreError

if TYPE_CHECKING:
    from ckpt_magic.store.sqlite import SqliteStore

FOLDER_NAME = ".ckpt_magic"
SUFFIX = ".ckpt"
SESSION_STEM = "session"
"""The store of code that runs in no notebook, one per working folder."""
FOLDER_VARIABLE = "CKPT_MAGIC_DIR"
"""Environment variable that names one folder for all stores."""
STATE_DIR_VARIABLE = "CKPT_MAGIC_STATE_DIR"
_APP = "ckpt_magic"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLocation:
    """Where a store is: its file, and whether that is beside the notebook."""

    path: Path
    beside: bool = True

    @property
    def exists(self) -> bool:
        """Whether there is a store to open."""
        return os.path.exists(self.path)


def locate(
    notebook: Path | None, working_dir: Path, environment: Mapping[str, str]
) -> StoreLocation:
    """Return where the store of a notebook lives, or that of a working folder without one.

    It is in the folder that the environment names for all stores; else in
    ``.ckpt_magic/<stem>.ckpt`` beside the notebook. Where that folder cannot be written and has
    no store, it is in the user's data folder, under a name made from the whole path.
    """
    subject = notebook if notebook is not None else working_dir / SESSION_STEM
    named = named_folder(environment)
    if named is not None:
        path = working_dir / named / f"{subject.stem}{SUFFIX}"
        return StoreLocation(path=path, beside=False)
    beside = subject.parent / FOLDER_NAME / f"{subject.stem}{SUFFIX}"
    if os.path.exists(beside) or _can_hold(beside.parent):
        return StoreLocation(path=beside)
    name = blake3(os.fsencode(subject.absolute())).hexdigest()[:16]
    path = data_dir(environment) / f"{subject.stem}-{name}{SUFFIX}"
    return StoreLocation(path=path, beside=False)


def open_store(
    location: StoreLocation | Path,
    *,
    state_dir: Path | None = None,
    key: bytes | None = None,
    max_size_bytes: int | None = None,
) -> SqliteStore:
    """Open the store at a location; make it, and its folder, where there is none.

    Raises
    ------
    StoreError
        When the folder cannot be made or the file is not a store.
    """
    from ckpt_magic.store.sqlite import SqliteStore  # noqa: PLC0415 (the engine is loaded late)

    path = location.path if isinstance(location, StoreLocation) else location
    if not os.path.exists(path):
        prepare_folder(path.parent)
    return SqliteStore(path, state_dir=state_dir, key=key, max_size_bytes=max_size_bytes)


def find_store(
    location: StoreLocation | Path,
    *,
    state_dir: Path | None = None,
    key: bytes | None = None,
) -> SqliteStore | None:
    """Open the store at a location where there is one; make nothing."""
    path = location.path if isinstance(location, StoreLocation) else location
    return open_store(path, state_dir=state_dir, key=key) if os.path.exists(path) else None


def prepare_folder(folder: Path) -> None:
    """Make a folder for stores: for its owner alone, and never committed by accident.

    Raises
    ------
    StoreError
        When something is in the way or the place cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        ignore = folder / ".gitignore"
        if folder.name == FOLDER_NAME and not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")
    except OSError as error:
        raise StoreError(
            f"the folder {folder} cannot be made ({error.strerror})",
            fix="make that place writable, or move what is in its way",
        ) from error


def named_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder for all stores that ``CKPT_MAGIC_DIR`` names, if it names one.

    A relative one is meant from the working folder that a kernel starts in.
    """
    named = environment.get(FOLDER_VARIABLE)
    return Path(named).expanduser() if named else None


def data_dir(environment: Mapping[str, str]) -> Path:
    """Return the folder for stores that cannot lie beside their notebook."""
    base = environment.get("XDG_DATA_HOME")
    data = Path(base) / _APP if base else platformdirs.user_data_path(_APP, appauthor=False)
    return data / "stores"


def state_dir_of(environment: Mapping[str, str]) -> Path:
    """Return the folder for lock files: ``CKPT_MAGIC_STATE_DIR``, else the user's state folder."""
    named = environment.get(STATE_DIR_VARIABLE)
    if named:
        return Path(named).expanduser()
    return platformdirs.user_state_path(_APP, appauthor=False) / "locks"


class Whereabouts(StrEnum):
    """How a store file stands to the place it was made for."""

    HOME = "home"
    MOVED = "moved"
    COPIED = "copied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The file a store was made for: its real path, device and inode."""

    path: str
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Home:
        """Return the home that the file at `path` is now."""
        found = path.stat()
        return cls(path=os.path.realpath(path), device=found.st_dev, inode=found.st_ino)

    @classmethod
    def from_text(cls, text: str) -> Home:
        """Build a home from what `to_text` returned; ``ValueError`` when it is not one."""
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not a home: {error}") from error

    def to_text(self) -> str:
        """Return the home as text."""
        return json.dumps(asdict(self), sort_keys=True)


def whereabouts(recorded: Home, now: Home) -> Whereabouts:
    """Judge whether a store file is the recorded one, moved, or a copy of it.

    The same path is the same store, whatever its inode: backups and some file systems give
    new ones. Elsewhere it is a copy only while the file it was made for is still there.
    """
    if recorded.path == now.path or (recorded.device, recorded.inode) == (now.device, now.inode):
        return Whereabouts.HOME if recorded.path == now.path else Whereabouts.MOVED
    return Whereabouts.COPIED if os.path.exists(recorded.path) else Whereabouts.MOVED


_LOCAL_FILE_SYSTEMS = re.compile(
    r"ext[234]|xfs|btrfs|zfs|f2fs|jfs|bcachefs|tmpfs|ramfs|overlay|apfs|hfs|ufs|ntfs3?|exfat|vfat"
)


def is_shared(path: Path) -> bool:
    """Whether other machines may have the file open: ``True`` unless its disk is a local one."""
    real = Path(os.path.realpath(path))
    holders = [part for part in psutil.disk_partitions(all=True) if _is_under(real, part)]
    nearest = max(holders, key=lambda part: len(part.mountpoint), default=None)
    return nearest is None or not _LOCAL_FILE_SYSTEMS.fullmatch(nearest.fstype.lower())


def _is_under(path: Path, partition: Any) -> bool:
    return path.is_relative_to(partition.mountpoint)


def _can_hold(folder: Path) -> bool:
    """Whether a file can be made in `folder`, which may itself have to be made."""
    place = folder
    while not os.path.exists(place) and place != place.parent:
        place = place.parent
    return os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK)
