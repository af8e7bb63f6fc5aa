"""What Jupyter asks a package for to find its extensions.

Responsible for the two answers, and for importing nothing to give them.
"""

from __future__ import annotations


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Where the server extension is."""
    return [{"module": "ckpt_magic.server.extension"}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where the built JupyterLab extension is."""
    return [{"src": "labextension", "dest": "ckpt-magic-labextension"}]
