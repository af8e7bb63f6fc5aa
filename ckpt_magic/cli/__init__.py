"""The command ``ckpt-magic``: what is kept, from a terminal.

Responsible for arguments, tables and exit codes. Refuses to load a state: it reads plain data
only, so it is safe on a store of anybody's.
"""

from __future__ import annotations

from ckpt_magic.cli.entry import main

__all__ = ["main"]
