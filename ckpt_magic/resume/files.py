"""Which files changed between a checkpoint and a resume.

Responsible for what the file system looked like at a checkpoint, as plain data, and for the
comparison later. Refuses to roll anything back: open files that a snapshot holds are put
right by the snapshot itself, all others are named.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ckpt_magic.core.model import Json

FOLDER_LIMIT = 2000
"""Entries of the working folder that are looked at."""
Stamp = tuple[int, int] | None
"""Size in bytes and modification time in ns; ``None`` where there is no such file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """Stamps of the files a running cell touched, and of those in `place`, its folder."""

    touched: Mapping[str, Stamp] = field(default_factory=dict)
    folder: Mapping[str, Stamp] = field(default_factory=dict)
    place: str = ""

    def to_json(self) -> dict[str, Json]:
        """Return the record as plain data."""
        return {"touched": dict(self.touched), "folder": dict(self.folder), "place": self.place}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> FileRecord:
        """Build a record from what `to_json` returned."""
        touched, folder = _stamps(data["touched"]), _stamps(data["folder"])
        return cls(touched=touched, folder=folder, place=data["place"])


def record_files(touched: Iterable[str], folder: str) -> FileRecord:
    """Stamp the `touched` paths and what lies in `folder` now."""
    stamps = {path: stamp(path) for path in touched}
    return FileRecord(touched=stamps, folder=_listing(folder), place=folder)


def stamp(path: str) -> Stamp:
    """Size and modification time of `path` (a folder's own size says nothing: 0)."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (0 if os.path.isdir(path) else status.st_size, _mtime_ns(path, status))


def changed_since(
    record: FileRecord, *, touched_later: Iterable[str], whole_folder: bool, managed: frozenset[str]
) -> tuple[str, ...]:
    """Return the paths that are not what they were when `record` was made, sorted.

    Parameters
    ----------
    touched_later
        Paths touched for the first time after the record; they count as changed.
    whole_folder
        Compare the folder too: other processes wrote, and nobody heard what.
    managed
        Paths that the snapshot brings back by itself.
    """
    changed = {path for path, before in record.touched.items() if stamp(path) != before}
    changed.update(path for path in touched_later if path not in record.touched)
    if whole_folder:
        now = {**{path: stamp(path) for path in record.folder}, **_listing(record.place)}
        changed.update(p for p, found in now.items() if found != record.folder.get(p))
    return tuple(sorted(path for path in changed if path not in managed))


def _listing(folder: str) -> dict[str, Stamp]:
    try:
        with os.scandir(folder) as entries:
            names = [e.path for _, e in zip(range(FOLDER_LIMIT), entries, strict=False)]
    except OSError:
        return {}
    own = (".ckpt_magic", ".ipynb_checkpoints", "__pycache__")
    kept = (n for n in names if not n.endswith(own) and not n.endswith(".ipynb"))
    return {os.path.abspath(name): stamp(name) for name in kept}


def _mtime_ns(path: str, status: os.stat_result) -> int:
    return 0 if os.path.isdir(path) else status.st_mtime_ns


def _stamps(data: Mapping[str, Json]) -> dict[str, Stamp]:
    return {path: None if s is None else (int(s[0]), int(s[1])) for path, s in data.items()}
