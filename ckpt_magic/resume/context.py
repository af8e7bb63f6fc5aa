"""What a checkpoint of a cell knows besides its values, as plain data.

Responsible for the form of a manifest's context: the code, the path to the position, the
names and the files. Refuses to decide anything from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckpt_magic.core.model import Json
from ckpt_magic.resume.files import FileRecord

LEFT_OUT = "left out by --vars or --exclude"
"""Why a variable is not in a checkpoint although it could be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContext:
    """The context of one checkpoint.

    ``path`` is the way from the top of the cell to the position; ``index`` belongs to the
    room that took the snapshot; ``needed`` are names that could not be saved although code
    still to run reads them; ``reads_tracebacks`` says that code still to run looks at them;
    ``compared`` is what the person set up in the process and no restore brings back.
    """

    source: str
    path: Json
    index: Mapping[str, Json]
    names: tuple[str, ...]
    needed: tuple[str, ...] = ()
    reads_tracebacks: bool = False
    files: FileRecord = field(default_factory=FileRecord)
    compared: Mapping[str, str] = field(default_factory=dict)
    final: bool = False
    line: int = 0

    def to_json(self) -> dict[str, Json]:
        """Return the context as plain data."""
        return {
            "source": self.source,
            "path": self.path,
            "index": dict(self.index),
            "names": list(self.names),
            "needed": list(self.needed),
            "reads_tracebacks": self.reads_tracebacks,
            "files": self.files.to_json(),
            "compared": dict(self.compared),
            "final": self.final,
            "line": self.line,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> CellContext:
        """Build a context from what `to_json` returned."""
        values = dict(data)
        values["names"] = tuple(values["names"])
        values["needed"] = tuple(values["needed"])
        values["files"] = FileRecord.from_json(values["files"])
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDefinition:
    """What an operation of a cell started with.

    ``raw`` is the cell as the person wrote it, the magic's line included; ``values`` are
    fingerprints of the data in the namespace then.
    """

    raw: str
    notebook: str | None
    cell_id: str | None
    preceding: tuple[str, ...]
    names: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """Return the definition as plain data."""
        return {
            "raw": self.raw,
            "notebook": self.notebook,
            "cell_id": self.cell_id,
            "preceding": list(self.preceding),
            "names": list(self.names),
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> CellDefinition:
        """Build a definition from what `to_json` returned."""
        values = dict(data)
        values["preceding"] = tuple(values["preceding"])
        values["names"] = tuple(values["names"])
        return cls(**values)
