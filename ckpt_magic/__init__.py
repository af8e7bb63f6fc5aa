"""Checkpoints for notebook loops: a dead kernel costs one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ckpt_magic.manager.manager import CheckpointManager

__version__ = "0.1.0"
__all__ = ["CheckpointManager", "__version__", "load_ipython_extension", "unload_ipython_extension"]


def __getattr__(name: str) -> Any:
    """Import the Python API and Jupyter's hooks when they are asked for: importing stays cheap."""
    if name == "CheckpointManager":
        from ckpt_magic.manager.manager import CheckpointManager  # noqa: PLC0415 (cheap import)

        return CheckpointManager
    if name.startswith("_jupyter_"):
        from ckpt_magic.server import hooks  # noqa: PLC0415 (Jupyter's alone)

        return getattr(hooks, name)
    raise AttributeError(f"module 'ckpt_magic' has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext ckpt_magic``: add the magics, list interrupted operations."""
    from ckpt_magic.magics import load  # noqa: PLC0415 (cheap import)

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """``%unload_ext ckpt_magic``: take everything back."""
    from ckpt_magic.magics import unload  # noqa: PLC0415 (cheap import)

    unload(shell)
