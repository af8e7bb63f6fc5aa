"""Where this notebook's store is.

Responsible for the path and for opening the store there. Refuses to make one by looking.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ckpt_magic.magics.identity import notebook_path

if TYPE_CHECKING:
    from ckpt_magic.core.model import Operation
    from ckpt_magic.store.contract import Store

FOLDER_VARIABLE = "CKPT_MAGIC_DIR"
"""Environment variable that names one folder for all stores."""


class StorePlace:
    """The store of the notebook that a shell runs; it moves when the notebook is renamed.

    Parameters
    ----------
    folder
        The working folder that the kernel started in.
    """

    def __init__(self, shell: Any, folder: str) -> None:
        self._shell = shell
        self._folder = Path(folder)
        self._opened: dict[Path, Store] = {}

    @property
    def notebook(self) -> str | None:
        """The path of the notebook, where a front end told it."""
        return notebook_path(self._shell.user_ns, os.environ)

    @property
    def path(self) -> Path:
        """The file of the store, whether there is one or not."""
        from ckpt_magic.store.location import (  # noqa: PLC0415 (loading the extension stays quick)
            SESSION_STEM,
            SUFFIX,
            locate,
        )

        notebook = None if self.notebook is None else Path(self.notebook)
        named = os.environ.get(FOLDER_VARIABLE)
        if named is not None:
            return Path(named) / ((notebook.stem if notebook else SESSION_STEM) + SUFFIX)
        return locate(notebook, self._folder, os.environ).path

    def store(self, max_size_bytes: int | None = None) -> Store:
        """The store, made where there is none; one with a size of its own is opened anew."""
        from ckpt_magic.store.location import open_store  # noqa: PLC0415 (as above)

        path = self.path
        if max_size_bytes is not None:
            return open_store(path, max_size_bytes=max_size_bytes)
        if path not in self._opened:
            self._opened[path] = open_store(path)
        return self._opened[path]

    def operations(self) -> tuple[Operation, ...]:
        """Operations of this notebook; none where it has no store yet."""
        return self.store().operations() if self.path.exists() else ()
