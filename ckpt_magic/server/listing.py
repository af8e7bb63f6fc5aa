"""The list of a folder's stores, as a page of a browser shows it.

Responsible for putting together what stores, status files, notebooks and the file system know.
Refuses to change any of them, and to let one bad store spoil the list.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ckpt_magic.core.errors import OperationNotFoundError, StoreError
from ckpt_magic.core.model import Json, Operation, Status
from ckpt_magic.panel.plain import (
    Known,
    KnownStore,
    details_data,
    listing_data,
    problem_data,
    text_or_none,
)
from ckpt_magic.resume.belonging import OpenNotebook, Relation, relation_of
from ckpt_magic.resume.notebook_file import cell_ids
from ckpt_magic.resume.telling import changed_files, gone_with, told_of
from ckpt_magic.server.places import NOTEBOOK_SUFFIX, Places
from ckpt_magic.server.reading import FileCache, ViewCache
from ckpt_magic.server.tokens import is_id
from ckpt_magic.store.live import read_status
from ckpt_magic.store.location import FOLDER_NAME, SESSION_STEM, named_folder, state_dir_of
from ckpt_magic.store.looking import (
    Fault,
    OperationView,
    StoreView,
    believed,
    checkpoints_of,
    fault_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What was asked for: a folder, and the notebook in it, if it was one.

    ``real`` follows links, each path once per question.
    """

    folder: Path
    notebook: OpenNotebook | None = None
    own_store: Path | None = None
    real: Callable[[str], str] = field(default_factory=lambda: lru_cache(None)(os.path.realpath))


@dataclass(frozen=True, slots=True)
class Library:
    """All stores that the server can see."""

    places: Places
    views: ViewCache
    cells: FileCache[frozenset[str]] = field(default_factory=FileCache)

    def listing(self, shown_path: str, path: Path) -> dict[str, Json]:
        """Return all stores of the folder at `path`, or of the notebook's there, its own first.

        `shown_path` is how whoever asks names it. Works while others write, and makes nothing.
        """
        question = self._question(path)
        paths = self.places.stores_in(question.folder)
        known = [self._store(one, question) for one in paths]
        stores = [one for one in known if one is not None]
        stores.sort(key=lambda one: not one.of_this_notebook)
        return listing_data(shown_path, stores, time.time())

    def details(self, store: Path, operation_id: str) -> dict[str, Json]:
        """Return one operation with its checkpoints, variables and notices.

        Raises
        ------
        OperationNotFoundError
            When the store has no such operation.
        """
        view, one = self.find(store, operation_id)
        question = _Question(folder=store.parent.parent)
        return details_data(self._known(view, one, question), checkpoints_of(store, operation_id))

    def find(self, store: Path, operation_id: str) -> tuple[StoreView, OperationView]:
        """Return an operation by its whole id, with the status to believe now.

        Raises
        ------
        OperationNotFoundError
            When the store has no such operation.
        StoreError
            When it cannot be read.
        """
        view = self.views.view(store)
        for one in self._operations(view) if view is not None else ():
            if one.operation.id == operation_id and view is not None:
                return view, one
        raise OperationNotFoundError(
            f"{store.name} has no operation {operation_id}", fix="look at the list again"
        )

    def _operations(self, view: StoreView) -> Iterator[OperationView]:
        for one in believed(view, state_dir_of(self.places.environment)):
            if is_id(one.operation.id):
                yield one

    def _question(self, path: Path) -> _Question:
        is_folder = os.path.isdir(path)
        if path.suffix != NOTEBOOK_SUFFIX or is_folder:
            folder = path if is_folder else path.parent
            return _Question(folder=folder)
        ids = self.cells.get(path, cell_ids)
        notebook = OpenNotebook(path=os.path.realpath(path), cell_ids=ids)
        own = self.places.store_of(path)
        return _Question(folder=path.parent, notebook=notebook, own_store=own)

    def _store(self, path: Path, question: _Question) -> KnownStore | None:
        """One store of the list; ``None`` for a file that is none yet, or of another folder."""
        try:
            if self.places.leads_away(path):
                raise StoreError(
                    f"{path.name} is a link that leads elsewhere",
                    safe="it was not followed",
                    fix="put the store itself there",
                )
            view = self.views.view(path)
            return None if view is None else self._readable(view, question)
        except StoreError as error:
            return self._faulty(path, question, fault_of(path, error), error)
        except (ValueError, TypeError, KeyError, AttributeError, LookupError) as error:
            odd = StoreError(f"{path.name} holds what no version of this program writes ({error})")
            return self._faulty(path, question, Fault.DAMAGED, odd)

    def _readable(self, view: StoreView, question: _Question) -> KnownStore | None:
        own = view.path == question.own_store
        operations = tuple(self._known(view, one, question) for one in self._operations(view))
        if not (own or self._concerns(view, question, operations)):
            return None
        return KnownStore(
            token=str(self.places.token_of(view.path)),
            name=view.path.stem,
            notebook=self._notebook_of(view.path, question, operations),
            of_this_notebook=own,
            size_bytes=view.size_bytes,
            trusted=view.trusted,
            writable=view.writable,
            operations=operations,
        )

    def _concerns(
        self, view: StoreView, question: _Question, operations: tuple[Known, ...]
    ) -> bool:
        """Whether a store is of this folder, where all folders share one for their stores."""
        beside = view.path.parent.name == FOLDER_NAME
        if beside or named_folder(self.places.environment) is None:
            return True
        folder = os.path.realpath(question.folder)
        notebooks = [_recorded(one.operation, question) for one in operations]
        return any(
            one.relation is not Relation.ELSEWHERE
            or (notebook is not None and os.path.dirname(notebook) == folder)
            for one, notebook in zip(operations, notebooks, strict=True)
        )

    def _known(self, view: StoreView, one: OperationView, question: _Question) -> Known:
        operation = one.operation
        notebook = _recorded(operation, question)
        alive_or_dead = operation.status is Status.RUNNING or operation.died
        return Known(
            operation=operation,
            newest=one.newest,
            notices=one.notices,
            status=read_status(view.path, operation.id) if alive_or_dead else None,
            relation=relation_of(
                notebook,
                text_or_none(operation.definition.get("cell_id")),
                question.notebook,
                os.path.exists,
                own_store=view.path == question.own_store,
            ),
            notebook=None if notebook is None else self._shown(notebook, question),
            told=_told(view, one),
        )

    def _notebook_of(
        self, path: Path, question: _Question, operations: tuple[Known, ...] = ()
    ) -> str | None:
        if path == question.own_store and question.notebook is not None:
            return self._shown(question.notebook.path, question)
        beside = question.folder / f"{path.stem}{NOTEBOOK_SUFFIX}"
        if path.parent.name == FOLDER_NAME and os.path.exists(beside):
            return self._shown(str(beside), question)
        recorded = [one.notebook for one in operations if one.notebook is not None]
        if recorded:
            return recorded[-1]
        return None if path.stem == SESSION_STEM else f"{path.stem}{NOTEBOOK_SUFFIX}"

    def _shown(self, notebook: str, question: _Question) -> str:
        real_root = question.real(str(self.places.root))
        return self.places.shown(question.real(notebook), real_root)

    def _faulty(
        self, path: Path, question: _Question, fault: Fault, error: StoreError
    ) -> KnownStore:
        return KnownStore(
            token=str(self.places.token_of(path)),
            name=path.stem,
            notebook=self._notebook_of(path, question),
            of_this_notebook=path == question.own_store,
            size_bytes=_size_bytes(path),
            writable=os.access(path, os.W_OK),
            problem=problem_data(str(fault), error),
        )


def _recorded(operation: Operation, question: _Question) -> str | None:
    """The real path of the notebook that an operation was started in."""
    notebook = text_or_none(operation.definition.get("notebook"))
    return None if not notebook or "\0" in notebook else question.real(notebook)


def _told(view: StoreView, one: OperationView) -> tuple[str, ...]:
    if one.newest is None or not one.operation.status.resumable:
        return ()
    files = changed_files(one.newest, one.notices) if view.trusted else ()
    lost = gone_with(one.operation, one.newest.manifest)
    return (*lost, *told_of(one.newest), *files)


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
