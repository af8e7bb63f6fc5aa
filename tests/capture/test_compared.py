"""What the program set up in its process is described, so that its absence can be named."""

import csv
import logging
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from ckpt_magic.capture import outside


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    yield
    logging.getLogger("ckpt-test").handlers.clear()
    logging.disable(logging.NOTSET)
    if "semi" in csv.list_dialects():
        csv.unregister_dialect("semi")


def test_nothing_is_named_when_nothing_was_set_up() -> None:
    """The machine's own settings are no news."""
    assert outside.Baseline.now().set_up_since() == {}


def test_loggers_and_dialects_of_the_program_are_named() -> None:
    """Handlers, filters and levels; what a library configured for itself does not count."""
    baseline = outside.Baseline.now()
    logger = logging.getLogger("ckpt-test")
    logger.addHandler(logging.StreamHandler(sys.stdout))
    logger.setLevel(logging.INFO)
    logging.getLogger("numpy.inner").setLevel(logging.INFO)
    csv.register_dialect("semi", delimiter=";")
    logging.disable(logging.DEBUG)
    assert baseline.set_up_since() == {
        "the logger `ckpt-test`": "StreamHandler, level INFO",
        "the csv dialect `semi`": ";",
        "logging.disable": "10",
    }


def test_options_of_libraries_come_back() -> None:
    """Only what was changed is kept, and it is set again."""
    with np.printoptions(precision=2), pd.option_context("display.max_rows", 7):
        saved = outside.save_options()
    assert saved.changed["numpy"] == {"precision": 2}
    assert saved.changed["pandas"] == {"display.max_rows": 7}
    with np.printoptions(), pd.option_context("display.max_rows", 60):
        outside.load_options(saved)
        assert np.get_printoptions()["precision"] == 2
        assert pd.get_option("display.max_rows") == 7
