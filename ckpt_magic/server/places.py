"""Where the server may look for stores, and which store belongs to a notebook.

Responsible for the way from a notebook, a folder or a token to files on disk, and for staying
inside. Refuses to open any of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from ckpt_magic.core.errors import OperationNotFoundError
from ckpt_magic.server.tokens import Ground, Token
from ckpt_magic.store.location import (
    FOLDER_NAME,
    SESSION_STEM,
    SUFFIX,
    data_dir,
    locate,
    named_folder,
)

NOTEBOOK_SUFFIX = ".ipynb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The server's root, and what its environment says of stores.

    ``hidden`` says that the server shows hidden folders.
    """

    root: Path
    environment: Mapping[str, str]
    hidden: bool = False

    def store_of(self, notebook: Path) -> Path:
        """Return where the store of a notebook is, or would be."""
        return locate(notebook, notebook.parent, self.environment).path

    def stores_in(self, folder: Path) -> tuple[Path, ...]:
        """Return the files of all stores of a folder's notebooks; nothing is made."""
        found = set(_store_files(folder / FOLDER_NAME))
        found.update(path for path in self._elsewhere(folder) if os.path.isfile(path))
        named = named_folder(self.environment)
        if named is not None:
            found.update(_store_files(folder / named))
        return tuple(sorted(found))

    def _elsewhere(self, folder: Path) -> tuple[Path, ...]:
        """Where the stores of a folder are that cannot hold them itself."""
        if locate(folder / f"\N{WHITE SQUARE}{NOTEBOOK_SUFFIX}", folder, self.environment).beside:
            return ()
        notebooks = [folder / SESSION_STEM, *folder.glob(f"*{NOTEBOOK_SUFFIX}")]
        return tuple(locate(one, folder, self.environment).path for one in notebooks)

    def token_of(self, path: Path) -> Token:
        """Return what requests name the store at `path` by."""
        if path.parent.name == FOLDER_NAME and path.is_relative_to(self.root):
            folders = path.parent.parent.relative_to(self.root).parts
            return Token(ground=Ground.ROOT, folders=folders, name=path.name)
        ground = Ground.DATA if path.parent == data_dir(self.environment) else Ground.NAMED
        return Token(ground=ground, name=path.name)

    def path_of(self, token: Token) -> Path:
        """Return the file of the store that a token names.

        Raises
        ------
        OperationNotFoundError
            When there is none where the server may look.
        """
        path = self._folder_of(token) / token.name
        hidden = any(part.startswith(".") for part in token.folders)
        if (hidden and not self.hidden) or not _holds_something(path) or self.leads_away(path):
            raise OperationNotFoundError(
                f"there is no store {str(token)!r}", fix="look at the list again"
            )
        return path

    def _folder_of(self, token: Token) -> Path:
        if token.ground is Ground.ROOT:
            return self.root.joinpath(*token.folders, FOLDER_NAME)
        if token.ground is Ground.DATA:
            return data_dir(self.environment)
        named = named_folder(self.environment)
        if named is None or not named.is_absolute():
            raise OperationNotFoundError(f"there is no folder for {str(token)!r}")
        return named

    def leads_away(self, path: Path) -> bool:
        """Whether a link makes of a store's path something outside of where we may look.

        Links among the folders that the server itself shows are its own affair; the store and
        the folder it lies in must be no way out.
        """
        if os.path.islink(path):
            return True
        if path.parent.name != FOLDER_NAME:
            return False
        real = Path(os.path.realpath(path.parent))
        allowed = (os.path.realpath(path.parent.parent), os.path.realpath(self.root))
        return not any(real.is_relative_to(one) for one in allowed)

    def shown(self, real_path: str, real_root: str) -> str:
        """Return a notebook's path below the root, or its name where it is not there."""
        real = PurePath(real_path)
        return (
            real.relative_to(real_root).as_posix() if real.is_relative_to(real_root) else real.name
        )


def _holds_something(path: Path) -> bool:
    """Whether there is a file with something in it: to open an empty one makes a store of it."""
    return os.path.isfile(path) and os.path.getsize(path) > 0


def _store_files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.name.endswith(SUFFIX) and e.name != SUFFIX]
    except OSError:
        return []
    return [folder / name for name in names if os.path.isfile(folder / name)]
