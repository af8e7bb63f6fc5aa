"""The extension is found by Jupyter, and brings nothing along that could load a value."""

from __future__ import annotations

import subprocess
import sys

import ckpt_magic
from ckpt_magic.server.extension import desk_of

HEAVY = ("dill", "cloudpickle", "IPython", "ckpt_magic.capture", "ckpt_magic.magics", "numpy")


def test_the_hooks() -> None:
    """Jupyter asks the package itself; it does not import a server to answer."""
    points = ckpt_magic._jupyter_server_extension_points()
    assert points == [{"module": "ckpt_magic.server.extension"}]
    [paths] = ckpt_magic._jupyter_labextension_paths()
    assert paths["dest"] == "ckpt-magic-labextension"


def test_what_is_loaded_with_it() -> None:
    """Neither hooks nor extension import what makes values from bytes."""
    program = (
        "import sys, ckpt_magic; ckpt_magic._jupyter_server_extension_points();"
        "print('tornado' in sys.modules);"
        "import ckpt_magic.server.extension;"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n[]\n"


def test_notebooks_that_are_no_files() -> None:
    """Where the contents are in a database the server sees no stores, and says so."""

    class Elsewhere:
        allow_hidden = False

    desk = desk_of(Elsewhere(), {}, None)  # type: ignore[arg-type]  # nothing is logged
    assert (desk.library, desk.moves) == (None, None)
