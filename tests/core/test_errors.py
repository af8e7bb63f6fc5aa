"""Errors say what happened, what is safe and what to type; each is the built-in it means."""

import pytest

from ckpt_magic.core import errors


@pytest.mark.parametrize(
    ("ours", "built_in"),
    [
        (errors.InvalidOptionError, ValueError),
        (errors.OperationNotFoundError, LookupError),
        (errors.CaptureError, TypeError),
        (errors.StoreLockedError, TimeoutError),
        (errors.StoreFullError, OSError),
        (errors.UntrustedStoreError, PermissionError),
    ],
)
def test_an_error_is_the_built_in_it_means(ours: type, built_in: type) -> None:
    """``except ValueError`` and the like catch what they should."""
    assert issubclass(ours, built_in)
    assert issubclass(ours, errors.CheckpointError)


def test_store_faults_are_not_value_errors() -> None:
    """``except ValueError`` around an option must not swallow a damaged store."""
    assert not issubclass(errors.StoreError, ValueError)


def test_a_notebook_shows_two_lines() -> None:
    """What happened in the first, what is safe and what to do in the second."""
    error = errors.StoreFullError(
        "3 GB are missing", safe="checkpoint 4 is intact", fix="%ckpt prune"
    )
    assert error._render_traceback_() == [
        "StoreFullError: 3 GB are missing",
        "  checkpoint 4 is intact; %ckpt prune",
    ]
