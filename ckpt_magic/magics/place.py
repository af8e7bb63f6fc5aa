"""Where this notebook's store is.

Responsible for the path, for opening the store there, and for taking over the store of a
notebook that had another name. Refuses to make one by looking.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ckpt_magic.core.errors import OperationNotFoundError, StoreError
from ckpt_magic.magics.identity import notebook_path

if TYPE_CHECKING:
    from ckpt_magic.core.model import Operation
    from ckpt_magic.store.contract import Store


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
        self._looked_for: set[Path] = set()

    @property
    def notebook(self) -> str | None:
        """The path of the notebook, where a front end told it."""
        return notebook_path(self._shell.user_ns, os.environ)

    @property
    def path(self) -> Path:
        """The file of the store, whether there is one or not."""
        from ckpt_magic.store.location import locate  # noqa: PLC0415 (loading stays quick)

        notebook = None if self.notebook is None else Path(self.notebook)
        return locate(notebook, self._folder, os.environ).path

    @property
    def exists(self) -> bool:
        """Whether this notebook has a store; one from before it was renamed becomes its own."""
        path = self.path
        return path.exists() or self._take_over(path)

    def store(self, max_size_bytes: int | None = None) -> Store:
        """The store, made where there is none; one with a size of its own is opened anew."""
        if not self.path.exists():
            self._take_over(self.path)
        return self.store_at(self.path, max_size_bytes)

    def store_at(self, path: Path, max_size_bytes: int | None = None) -> Store:
        """The store at a path, as `store` is."""
        from ckpt_magic.store.location import open_store  # noqa: PLC0415 (as above)

        if max_size_bytes is not None:
            return open_store(path, max_size_bytes=max_size_bytes)
        if path not in self._opened:
            self._opened[path] = open_store(path)
        return self._opened[path]

    def operations(self) -> tuple[Operation, ...]:
        """Operations of this notebook; none where it has no store yet."""
        return self.store().operations() if self.exists else ()

    def holding(self, operation_id: str) -> tuple[Path, Operation]:
        """The operation of that very id, in this notebook's store or in one beside it.

        Raises
        ------
        OperationNotFoundError
            When none of them has it.
        """
        own = self.path
        beside = sorted(path for path in own.parent.glob(f"*{own.suffix}") if path != own)
        for path in [own, *beside] if self.exists else beside:
            for operation in self._operations_at(path, own=path == own):
                if operation.id == operation_id:
                    return path, operation
        raise OperationNotFoundError(f"there is no operation {operation_id!r}", fix="%ckpt list")

    def _operations_at(self, path: Path, *, own: bool) -> tuple[Operation, ...]:
        try:
            return self.store_at(path).operations() if path.stat().st_size else ()
        except StoreError:
            if own:
                raise
            return ()  # what is wrong with another notebook's store is not this one's affair

    def _take_over(self, path: Path) -> bool:
        """Look once for the store of a notebook that is this one under its former name."""
        if self.notebook is None or path in self._looked_for:
            return False
        from ckpt_magic.magics.renamed import take_over  # noqa: PLC0415 (as above)

        self._looked_for.add(path)
        return take_over(Path(self.notebook), path)
