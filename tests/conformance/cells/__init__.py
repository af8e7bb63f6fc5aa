"""Every cell of the suite, by name and in the order of the table."""

from __future__ import annotations

import importlib
import pkgutil

from tests.conformance.cell import Cell


def _collect() -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        for cell in importlib.import_module(f"{__name__}.{module.name}").CELLS:
            if cell.name in cells:
                raise ValueError(f"two cells are called {cell.name}")
            cells[cell.name] = cell
    return cells


ALL_CELLS: dict[str, Cell] = _collect()

__all__ = ["ALL_CELLS"]
