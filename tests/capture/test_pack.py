"""One value as bytes, for programs without a notebook."""

from __future__ import annotations

import socket

import numpy as np
import pytest

from ckpt_magic.capture.restore import unpack
from ckpt_magic.capture.take import pack
from ckpt_magic.core.errors import CaptureError, RestoreError


class Here:
    """A class that an import finds."""


def test_a_value_comes_back() -> None:
    """Containers, arrays, nans and local functions are what they were."""
    shared = [1]
    value = {
        "a": shared,
        "b": shared,
        "nan": np.nan,
        "array": np.arange(30_000),
        "f": lambda x: x + 1,
    }
    back = unpack(pack(value))
    assert isinstance(back, dict)
    assert back["a"] is back["b"]
    assert back["nan"] is value["nan"]
    assert back["array"].base is None
    assert back["f"](1) == 2


def test_importable_code_is_stored_by_name() -> None:
    """A class of a module is that module's class afterwards."""
    assert type(unpack(pack(Here()))) is Here


def test_what_refuses_is_named() -> None:
    """The error says where inside the state the object is."""
    with socket.socket() as inner, pytest.raises(CaptureError, match=r"state\['client'\].*socket"):
        pack({"client": inner})


def test_bytes_that_are_not_a_value_are_refused() -> None:
    """Garbage is an error of the restore, not of pickle."""
    with pytest.raises(RestoreError, match="cannot be loaded"):
        unpack(b"garbage")
