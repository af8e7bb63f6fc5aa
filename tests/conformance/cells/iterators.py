"""Cells about iterators with a history: mutated, shared, wrapped."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="it_groupby",
        source=r"""
import itertools
out = []
for k, g in itertools.groupby('aabbbc'):
    out.append(k)
    for x in g:
        out.append(x)
""",
    ),
    Cell(
        name="it_list_mutated",
        want=Want.EXACT,
        source=r"""
L = [1, 2, 3]
out = []
for x in L:
    out.append(x)
    if len(L) < 6: L.append(x * 10)
    if x == 2: L.remove(1)
""",
    ),
    Cell(
        name="it_dict_values_mutated",
        want=Want.EXACT,
        source=r"""
D = dict(a=1, b=2, c=3, d=4)
out = []
for k, v in D.items():
    out.append((k, v))
    for kk in D: D[kk] += 1
""",
    ),
    Cell(
        name="it_enumerate_dict_mutated",
        want=Want.EXACT,
        source=r"""
D = dict(a=1, b=2, c=3, d=4)
out = []
for i, (k, v) in enumerate(D.items()):
    out.append((i, k, v))
    D['d'] += 100
""",
    ),
    Cell(
        name="it_aliased_list_of_lists",
        want=Want.EXACT,
        source=r"""
rows = [[0], [1], [2]]
alias = rows[2]
for r in rows:
    r.append(len(rows))
    for q in range(2):
        alias.append(q)
same = rows[2] is alias
""",
    ),
    Cell(
        name="it_shared_iterator",
        want=Want.EXACT,
        source=r"""
it = iter(range(10))
pairs = []
for a in it:
    b = next(it)
    pairs.append((a, b))
""",
    ),
    Cell(
        name="it_zip_same_iterator",
        want=Want.EXACT,
        source=r"""
it = iter([1, 2, 3, 4, 5, 6])
chunks = []
for a, b in zip(it, it):
    chunks.append((a, b))
    for q in range(2): pass
""",
    ),
    Cell(
        name="it_numpy_view_row",
        want=Want.EXACT,
        source=r"""
import numpy as np
A = np.zeros((3, 3)); v = A[1]
for row in A:
    row += 1
    for j in range(3):
        row[j] += j
v[0] = 99
s = float(A.sum())
""",
    ),
    Cell(
        name="it_set_str_same_hash",
        want=Want.EXACT,
        source=r"""
S = {'alpha', 'beta', 'gamma', 'delta'}
seen = set(); n = 0
for x in S:
    seen.add(x)
    for y in range(2): n += 1
ok = seen == S and len(S) == 4
""",
    ),
    Cell(
        name="it_iterator_var_from_setup",
        want=Want.EXACT,
        setup=(
            r"""
it = iter(range(8))
""",
        ),
        source=r"""
out = []
for x in it:
    out.append(x)
    if x > 4: break
rest = list(it)
""",
    ),
    Cell(
        name="it_tqdm",
        want=Want.EXACT,
        source=r"""
from tqdm import tqdm
out = []
for x in tqdm(range(4), desc='work'):
    for y in range(2): out.append((x, y))
""",
    ),
    Cell(
        name="it_tqdm_var",
        want=Want.EXACT,
        source=r"""
from tqdm.auto import tqdm
bar = tqdm(enumerate([5, 6, 7]), total=3)
out = []
for i, x in bar:
    out.append((i, x)); bar.set_description(f'at {i}')
""",
    ),
    Cell(
        name="it_tqdm_manual",
        want=Want.EXACT,
        source=r"""
from tqdm import tqdm
out = []
with tqdm(total=6) as pbar:
    for i in range(3):
        for j in range(2):
            out.append((i, j)); pbar.update(1)
n = pbar.n
del pbar
""",
    ),
    Cell(
        name="it_zip_tqdm_nested",
        want=Want.EXACT,
        source=r"""
from tqdm import tqdm, trange
out = []
for i in trange(3, leave=False):
    for a, b in zip(tqdm([1, 2]), 'xy'):
        out.append((i, a, b))
""",
    ),
)
