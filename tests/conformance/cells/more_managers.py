"""Cells about context managers with state of their own."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="with_catch_warnings_record",
        source=r"""
import warnings
with warnings.catch_warnings(record=True) as rec:
    warnings.simplefilter('always')
    for i in range(4):
        warnings.warn(f'w{i}')
msgs = [str(r.message) for r in rec]
del rec
""",
    ),
    Cell(
        name="with_named_temporary_file",
        source=r"""
import tempfile
with tempfile.NamedTemporaryFile('w+', dir='.', prefix='ck') as f:
    for i in range(4):
        f.write(f'{i};')
    f.seek(0); text = f.read()
del f
""",
    ),
    Cell(
        name="with_mock_patch",
        source=r"""
import unittest.mock, os
with unittest.mock.patch('os.getlogin', return_value='me') as m:
    for i in range(3):
        os.getlogin()
n = m.call_count; real = type(os.getlogin).__name__
del m
""",
    ),
    Cell(
        name="with_exitstack",
        source=r"""
import contextlib
log = []
with contextlib.ExitStack() as st:
    f = st.enter_context(open('o.txt', 'w'))
    st.callback(log.append, 'cb')
    for i in range(3):
        f.write(f'{i}\n')
        st.enter_context(open(f'p{i}.txt', 'w')).write('x')
closed = f.closed
del st
""",
    ),
    Cell(
        name="with_threadpool",
        source=r"""
from concurrent.futures import ThreadPoolExecutor
out = []
with ThreadPoolExecutor(2) as ex:
    for i in range(4):
        out.append(sum(ex.map(abs, [i, -i])))
del ex
""",
    ),
    Cell(
        name="with_library_factory_state",
        source=r"""
import pandas as pd, numpy as np
out = []
with pd.option_context('display.max_rows', 7), np.printoptions(precision=2):
    for i in range(3):
        out.append((pd.get_option('display.max_rows'), str(np.array([1 / 3]))))
st = (pd.get_option('display.max_rows'), np.get_printoptions()['precision'])
""",
    ),
    Cell(
        name="with_exit_reads_state",
        source=r"""
import time
class Span:
    def __init__(self, name): self.name = name
    def __enter__(self): stack.append(self.name); return self
    def __exit__(self, t, v, tb):
        log.append((self.name, stack.pop(), t and t.__name__))
        return t is KeyError
stack = []; log = []
for i in range(3):
    with Span(f'o{i}') as o, Span('in'):
        for j in range(3):
            if (i, j) == (1, 1): raise KeyError(j)
            log.append((i, j, list(stack)))
""",
    ),
)
