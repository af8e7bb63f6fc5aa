"""The entry to the plain API: a directory of operations.

Responsible for starting operations and finding those of earlier processes. Refuses to know
what an operation does once it has begun.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from threading import RLock
from weakref import WeakValueDictionary

from ckpt_magic.core.errors import InvalidOptionError, OperationNotFoundError
from ckpt_magic.core.model import Operation as OperationRecord
from ckpt_magic.core.model import OperationKind
from ckpt_magic.core.retention import DEFAULT_KEEP
from ckpt_magic.manager.operation import Operation
from ckpt_magic.manager.rules import Validate, require_count, rules_from
from ckpt_magic.store.contract import OperationDraft, Store
from ckpt_magic.store.location import open_store

STORE_NAME = "operations.ckpt"
"""The one file that a manager keeps in its directory."""


class CheckpointManager:
    """Starts operations, and finds those that a dead process left behind.

    Parameters
    ----------
    directory
        Where checkpoints are kept; made when the first operation starts.
    interval
        How often `Operation.track` saves: ``"30s"``, ``"5m"``, or a number of seconds.
    every
        The same in items. With neither, saving takes about 1 % of the time of the loop.
    max_checkpoints
        How many checkpoints of an operation are kept.
    validate
        Is given a state and says whether it is one to go on from. A checkpoint whose state it
        refuses is passed over for the one before, at a resume.

    Examples
    --------
    >>> import tempfile
    >>> manager = CheckpointManager(tempfile.mkdtemp())
    >>> with manager.start_operation("count", total_items=3) as operation:
    ...     operation.state = {"seen": []}
    ...     for letter in operation.track("abc"):
    ...         operation.state["seen"].append(letter)
    >>> operation.status, operation.last_checkpoint().state
    (<Status.COMPLETED: 'completed'>, {'seen': ['a', 'b', 'c']})
    """

    def __init__(
        self,
        directory: str | os.PathLike[str],
        *,
        interval: str | float | None = None,
        every: int | None = None,
        max_checkpoints: int = DEFAULT_KEEP,
        validate: Validate | None = None,
    ) -> None:
        self.directory = Path(directory).expanduser().absolute()
        self.interval = interval
        self.every = every
        self.max_checkpoints = max_checkpoints
        self.validate = validate
        self._rules = rules_from(
            interval=interval, every=every, max_checkpoints=max_checkpoints, validate=validate
        )
        self._known: WeakValueDictionary[str, Operation] = WeakValueDictionary()
        self._lock = RLock()

    def __repr__(self) -> str:
        return f"CheckpointManager({str(self.directory)!r})"

    def start_operation(self, operation_type: str, total_items: int | None = None) -> Operation:
        """Start a new operation, whatever else is there.

        Parameters
        ----------
        operation_type
            What kind of work it is; several operations may have the same.
        total_items
            How many items there are, for the progress.

        Raises
        ------
        StoreError
            When the directory cannot be written, or what is there is not a store.
        """
        if not isinstance(operation_type, str) or not operation_type.strip():
            raise InvalidOptionError(f"operation_type={operation_type!r}: expected a name")
        if total_items is not None:
            require_count("total_items", total_items, least=0)
        draft = OperationDraft(
            name=operation_type, kind=OperationKind.LOOP, key=operation_type, total=total_items
        )
        with self._lock:
            record = self._store.begin(draft)
            return self._object(record)._begin()

    def interrupted_operations(self) -> tuple[Operation, ...]:
        """Return operations that can be resumed, oldest first: interrupted and failed ones."""
        return tuple(one for one in self.operations() if one.status.resumable)

    def operations(self) -> tuple[Operation, ...]:
        """Return all operations that were not discarded, oldest first."""
        if not self._path.exists():
            return ()
        return tuple(self._object(record) for record in self._store.operations())

    def operation(self, operation_id: str) -> Operation:
        """Return one operation by its id, or by an unambiguous beginning of it.

        Raises
        ------
        OperationNotFoundError
            Naming the nearest ids.
        """
        if not self._path.exists():
            raise OperationNotFoundError(
                f"there is no operation {operation_id!r}", fix=f"{self.directory} has none yet"
            )
        return self._object(self._store.operation(operation_id))

    def trust(self) -> None:
        """Accept checkpoints written under another key, as after moving to another machine.

        Loading a state runs code that is in it: trust only what you or people you trust saved.
        """
        if self._path.exists():
            self._store.trust()

    @property
    def _path(self) -> Path:
        return self.directory / STORE_NAME

    @cached_property
    def _store(self) -> Store:
        return open_store(self._path)

    def _object(self, record: OperationRecord) -> Operation:
        """Return the one object of this manager for an operation."""
        with self._lock:
            known = self._known.get(record.id)
            if known is None:
                known = Operation(record, self._store, self._rules)
                self._known[record.id] = known
            return known._refresh(record)
