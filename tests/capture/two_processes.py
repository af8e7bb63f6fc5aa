"""Saves cases in one interpreter and checks them in another one with other hashes.

Run by `outcomes` as ``python -m tests.capture.two_processes save|check FOLDER FAMILY``.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import subprocess
import sys
import traceback
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckpt_magic.capture.restore import restore
from ckpt_magic.capture.take import SnapshotTaker

_loads, _dumps = json.loads, json.dumps  # a case replaces them
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Source that makes variables, and source that fails if they did not come back.

    ``before`` is the first Python in which the claim cannot hold. The check also sees
    ``skipped`` (reason by name), ``notices`` (texts) and ``restored``.
    """

    claim: str
    setup: str
    check: str
    before: tuple[int, int] | None = None


def new_main() -> dict[str, Any]:
    """Put a fresh module in the place of ``__main__`` and return its dictionary."""
    module = types.ModuleType("__main__")
    module.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = module
    return module.__dict__


def outcomes(family: str, folder: Path) -> dict[str, str]:
    """Return what went wrong in each case of a family; an empty text means nothing."""
    for mode, seed in (("save", "1"), ("check", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-m", __name__, mode, str(folder), family],
            cwd=folder, env=environment, check=True, timeout=250,
        )  # fmt: skip
    return dict(json.loads((folder / "outcomes.json").read_text()))


def _save(cases: list[Case], folder: Path) -> None:
    for number, case in enumerate(cases):
        namespace = new_main()
        saved: Any
        try:
            exec(case.setup, namespace)
            names = [name for name in namespace if not name.startswith("__")]
            snapshot = SnapshotTaker(namespace).take(names)
            data = {segment.name: bytes(segment.data) for segment in snapshot.segments}
            skipped = {item.name: item.reason for item in snapshot.skipped}
            told = [notice.text for notice in snapshot.notices]
            saved = (_loads(_dumps(snapshot.index)), data, skipped, told)
        except Exception:  # noqa: BLE001 (told by the test of the case)
            saved = "while saving: " + traceback.format_exc()
        (folder / f"{number}.saved").write_bytes(pickle.dumps(saved))


def _check(cases: list[Case], folder: Path) -> None:
    found = {}
    for number, case in enumerate(cases):
        saved = pickle.loads((folder / f"{number}.saved").read_bytes())
        found[case.claim] = saved if isinstance(saved, str) else _checked(case, *saved)
    (folder / "outcomes.json").write_text(json.dumps(found))


def _checked(case: Case, index: Any, data: Any, skipped: Any, notices: Any) -> str:
    namespace = new_main()
    segments = {name: bytearray(value) for name, value in data.items()}
    try:
        restored = restore(index, segments.__getitem__, namespace, {})
        namespace |= {"skipped": skipped, "notices": notices, "restored": restored}
        exec(case.check, namespace)
    except Exception:  # noqa: BLE001 (told by the test of the case)
        return f"skipped {skipped}\n" + traceback.format_exc()
    return ""


if __name__ == "__main__":
    mode, folder, family = sys.argv[1:]
    chosen = importlib.import_module(f"tests.capture.{family}").CASES
    (_save if mode == "save" else _check)(chosen, Path(folder))
