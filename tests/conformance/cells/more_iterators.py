"""Cells about iterators of the library, and containers changed while looping."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="dict_reinsert_while_iterating",
        source=r"""
D = dict(a=1, b=2, c=3, d=4)
out = []
for k in D:
    out.append(k)
    D[k] = D.pop(k) + 1
    if len(out) == 4: break
""",
    ),
    Cell(
        name="ordereddict_move_to_end",
        source=r"""
from collections import OrderedDict
D = OrderedDict(a=1, b=2, c=3, d=4)
out = []
for k in D:
    out.append(k)
    if len(out) > 6: break
    if k in 'ab': D.move_to_end(k)
""",
    ),
    Cell(
        name="dict_size_changed_raises",
        source=r"""
D = dict(a=1, b=2, c=3)
out = []
try:
    for k in D:
        out.append(k)
        if k == 'b': D['z'] = 0
except RuntimeError as e:
    out.append(str(e))
""",
    ),
    Cell(
        name="groupby_in_variable",
        source=r"""
import itertools
gb = itertools.groupby('aabbbcdd')
out = []
for k, g in gb:
    out.append(k)
    for x in g: out.append(x)
del g, gb
""",
    ),
    Cell(
        name="tee_shared",
        source=r"""
import itertools
a, b = itertools.tee(iter(range(8)))
next(b)
out = []
for x in a:
    out.append((x, next(b, None)))
""",
    ),
    Cell(
        name="library_container_mutated",
        source=r"""
from fakelib import Bag
bag = Bag([1, 2, 3, 4, 5, 6])
out = []
for x in bag:
    out.append(x)
    bag.items.pop(0)
""",
    ),
    Cell(
        name="path_glob_and_os_walk",
        setup=(
            r"""
import os
os.mkdir("d")
for i in range(4): open(f"d/{i}.txt", "w").write(str(i))
del i
""",
        ),
        source=r"""
import os, pathlib
out = []
for p in sorted(pathlib.Path('d').glob('*.txt')):
    out.append(p.name)
for p in pathlib.Path('d').glob('*.txt'):
    out.append(p.read_text())
for root, dirs, files in os.walk('d'):
    out.append(sorted(files))
out.sort(key=str)
del root, dirs, files, p
""",
    ),
    Cell(
        name="re_finditer_and_iter_callable",
        source=r"""
import re
out = []
for m in re.finditer('[a-z]', 'a1b2c3'):
    out.append((m.group(), m.span()))
buf = [3, 2, 1, 0]
for x in iter(lambda: buf.pop(), 3):
    out.append(x)
""",
    ),
    Cell(
        name="array_memoryview_flat",
        source=r"""
import array
out = []
for x in array.array('i', [1, 2, 3]): out.append(x)
for x in memoryview(b'abc'): out.append(x)
for x in [1, 2, 3].__reversed__(): out.append(x)
""",
    ),
    Cell(
        name="np_nditer",
        source=r"""
import numpy as np
A = np.arange(6).reshape(2, 3); out = []
for x in np.nditer(A): out.append(int(x))
""",
    ),
    Cell(
        name="np_ndenumerate",
        source=r"""
import numpy as np
A = np.arange(6).reshape(2, 3); out = []
for ix, x in np.ndenumerate(A): out.append((ix, int(x)))
del x
""",
    ),
)
