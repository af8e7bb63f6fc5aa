"""What could not be come back to is refused before it is entered, and cannot be swallowed."""

from __future__ import annotations

import pytest

from ckpt_magic.core.errors import NotResumableError
from tests.resume.cells import Namespace, run_quiet

LOOPS = {
    "a generator": "def g():\n    yield 1\nfor x in g(): pass",
    "a generator expression": "for x in (y for y in [1, 2]): pass",
    "a generator inside enumerate": "for x in enumerate(y for y in [1]): pass",
    "a generator inside a chain": """
import itertools
for x in itertools.chain([1], (y for y in [1])): pass
""",
    "a generator inside zip inside map": """
for x in map(str, zip([1], (y for y in [1]))): pass
""",
    "the iterator of a notebook class, by a generator": """
class Rows:
    def __iter__(self):
        yield 1
for x in Rows(): pass
""",
    "the lines of a file": "import os\nfor x in open(os.devnull): pass",
    "a csv reader": "import csv\nfor x in csv.reader(['a']): pass",
    "groupby": "import itertools\nfor x in itertools.groupby('ab'): pass",
    "a memoryview": "for x in memoryview(b'ab'): pass",
    "the directory entries of a folder": "import os\nfor x in os.scandir('.'): pass",
    "nditer": "import numpy\nfor x in numpy.nditer(numpy.arange(3)): pass",
    "the flat view of an array": "import numpy\nfor x in numpy.arange(3).flat: pass",
    "iterrows": "import pandas\nfor x in pandas.DataFrame(dict(a=[1])).iterrows(): pass",
    "groups of a frame": "import pandas\nfor x in pandas.DataFrame(dict(a=[1])).groupby('a'): pass",
    "a cursor": "import sqlite3\nfor x in sqlite3.connect(':memory:').execute('select 1'): pass",
    "an async generator": """
async def g():
    yield 1
async for x in g(): pass
""",
}
MANAGERS = {
    "a contextmanager function": """
import contextlib
@contextlib.contextmanager
def manager():
    log.append('entered')
    yield
with manager():
    for x in range(2): pass
""",
    "a gzip file": """
import gzip, io
with gzip.open(io.BytesIO(), 'wb'):
    for x in range(2): pass
""",
    "a file in update mode": """
import os, tempfile
with tempfile.TemporaryFile() as f:
    for x in range(2): pass
""",
    "an executor": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(1) as pool:
    for x in range(2): pass
""",
    "warnings that are recorded": """
import warnings
with warnings.catch_warnings(record=True) as seen_:
    for x in range(2): pass
""",
    "a redirection of the output": """
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    for x in range(2): pass
""",
    "a patch": """
from unittest import mock
with mock.patch('os.getcwd'):
    for x in range(2): pass
""",
}
SWALLOWING = {
    "except Exception around the loop": """
try:
    for x in (y for y in [1]): log.append(x)
except Exception:
    pass
log.append('went on')
""",
    "a bare except in a loop": """
for i in range(3):
    try:
        for x in (y for y in [1]): log.append(x)
    except:
        continue
log.append('went on')
""",
    "break in a finally": """
while True:
    try:
        for x in (y for y in [1]): log.append(x)
    finally:
        break
log.append('went on')
""",
    "suppress": """
import contextlib
with contextlib.suppress(Exception):
    for x in (y for y in [1]): log.append(x)
log.append('went on')
""",
    "a handler with a loop": """
try:
    for x in (y for y in [1]): log.append(x)
except Exception as e:
    for i in range(2): log.append('went on')
else:
    log.append('went on')
""",
}


def refused(source: str) -> tuple[Namespace, str]:
    namespace, outcome, frame = run_quiet(source, {"log": []})
    assert isinstance(frame.refused, NotResumableError)
    assert str(frame.refused) in outcome
    return namespace, outcome


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_without_a_position_is_refused(name: str) -> None:
    """The refusal names the loop and its line, comes before the first item, and has a way out."""
    namespace, outcome = refused(LOOPS[name])
    lines = LOOPS[name].splitlines()
    line = next(i for i, text in enumerate(lines, 1) if "for x in" in text and text[0] in "fa")
    assert f"(line {line})" in outcome
    assert "for x in" in outcome
    assert "; loop over " in outcome or "; collect " in outcome
    assert "x" not in namespace


@pytest.mark.parametrize("name", MANAGERS)
def test_an_unknown_manager_is_refused(name: str) -> None:
    """The refusal names the block and comes before it is entered."""
    namespace, outcome = refused(MANAGERS[name])
    assert "`with " in outcome
    assert namespace["log"] == []
    assert "x" not in namespace


@pytest.mark.parametrize("name", SWALLOWING)
def test_a_refusal_cannot_be_swallowed(name: str) -> None:
    """Code that catches everything is refused again, and none of it goes on."""
    namespace, _ = refused(SWALLOWING[name])
    assert namespace["log"] == []


def test_the_manager_of_a_block_without_loops_is_free() -> None:
    """A block that a checkpoint is never inside of may be entered with anything."""
    source = "import io, gzip\nfor i in range(2):\n    with gzip.open(io.BytesIO(), 'wb'): pass"
    _, outcome, frame = run_quiet(source)
    assert (outcome, frame.refused) == ("", None)
