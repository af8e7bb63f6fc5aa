"""The magics: they parse what was typed and delegate.

Responsible for ``%%checkpointed``, ``%ckpt`` and their place in IPython. Refuses to contain a
loop over work, SQL or a pickle: those have rooms of their own.
"""

from __future__ import annotations

from typing import Any

from ckpt_magic.magics.extension import Extension
from ckpt_magic.magics.session import Session

_loaded: dict[int, Extension] = {}


def load(shell: Any) -> None:
    """Add the magics to `shell` and list what was interrupted in this notebook."""
    session_of(shell)
    _loaded[id(shell)].list_interrupted()


def session_of(shell: Any) -> Session:
    """The session of `shell`; the extension is loaded quietly where it was not."""
    if id(shell) not in _loaded:
        _loaded[id(shell)] = Extension(shell)
        _loaded[id(shell)].install()
    return _loaded[id(shell)].session


def unload(shell: Any) -> None:
    """Take everything back that `load` added."""
    extension = _loaded.pop(id(shell), None)
    if extension is not None:
        extension.uninstall()
