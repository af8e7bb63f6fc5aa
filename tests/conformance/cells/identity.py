"""Cells about identity and aliasing."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="closures_shared",
        source=r"""
def make():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def get(): return n
    return inc, get
inc, get = make()
log = []
for i in range(4):
    inc(); log.append(get())
""",
    ),
    Cell(
        name="cyclic_objects",
        source=r"""
class Node:
    def __init__(self, p=None): self.parent, self.kids = p, []
root = Node(); cur = root
for i in range(4):
    n = Node(cur); cur.kids.append(n); cur = n
depth = 0
while cur.parent is not None: cur = cur.parent; depth += 1
ok = cur is root
""",
    ),
    Cell(
        name="nan_identity",
        want=Want.EXACT,
        setup=(
            r"""
import numpy as np
miss = np.nan
""",
        ),
        source=r"""
import numpy as np
nan = float('nan'); seen = {nan: 1}; L = [nan]
out = []
for i in range(3):
    out.append((nan in L, seen.get(nan), L[0] is nan, miss is np.nan))
""",
    ),
    Cell(
        name="rng_bound_methods",
        want=Want.EXACT,
        setup=(
            r"""
import random, numpy as np
from random import choice
from numpy.random import rand
random.seed(1); np.random.seed(2)
""",
        ),
        source=r"""
out = []
for i in range(4):
    out.append(choice('abcdefgh'))
    out.append(random.random())
    out.append(float(rand()))
    out.append(float(np.random.rand()))
""",
    ),
    Cell(
        name="rng_shared_bit_generator",
        setup=(
            r"""
import numpy as np, random
bg = np.random.PCG64(3); g1 = np.random.Generator(bg); g2 = np.random.Generator(bg)
r1 = random.Random(9)
""",
        ),
        source=r"""
out = []
for i in range(4):
    out.append((float(g1.random()), float(g2.random()), float(r1.random())))
    kids = g1.spawn(1); out.append(float(kids[0].random()))
""",
    ),
    Cell(
        name="process_singletons",
        want=Want.EXACT,
        setup=(
            r"""
import os, sys, decimal
env = os.environ; path = sys.path; ctx = decimal.getcontext()
""",
        ),
        source=r"""
out = []
for i in range(3):
    env['CKT_A'] = str(i)
    out.append(os.environ['CKT_A'])
    ctx.prec = 5 + i
    out.append(str(decimal.Decimal(1) / 3))
    out.append(path is sys.path)
del path, env, ctx
""",
    ),
    Cell(
        name="missing_sentinels",
        source=r"""
import dataclasses, inspect
a = dataclasses.MISSING; b = inspect.Parameter.empty; c = NotImplemented; mine = object()
def f(x=mine): return x is mine
out = []
for i in range(3):
    out.append((a is dataclasses.MISSING, b is inspect.Parameter.empty, c is NotImplemented, f()))
""",
    ),
    Cell(
        name="np_buffers_shared",
        want=Want.EXACT,
        source=r"""
import numpy as np
buf = bytearray(6); a = np.frombuffer(buf, dtype=np.uint8)
base = np.arange(6.); rec = base.view(np.recarray); ma = np.ma.array(base, copy=False)
out = []
for i in range(4):
    a[i] += i + 1
    base[i] += 100
    out.append((bytes(buf), float(ma[i]), float(rec[i])))
del ma, rec
""",
    ),
    Cell(
        name="np_small_views_of_hidden_base",
        want=Want.EXACT,
        source=r"""
import numpy as np
def mk():
    big = np.zeros(100000)
    return big[:4], big[2:6]
v1, v2 = mk()
out = []
for i in range(4):
    v1[i] += 1
    out.append(v2.tolist())
""",
    ),
    Cell(
        name="weakref_and_finalize",
        source=r"""
import weakref, gc
class N: pass
n = N(); w = weakref.ref(n, lambda r: log.append('died')); log = []
fin = weakref.finalize(n, log.append, 'finalized')
for i in range(3):
    log.append(w() is n)
del n; gc.collect()
alive = fin.alive
del w, fin
""",
    ),
    Cell(
        name="deep_object_graph",
        source=r"""
import functools
head = None
for i in range(4):
    head = functools.reduce(lambda h, j: (h, j), range(400), head)
ok = functools.reduce(lambda h, _: h[0], range(1600), head) is None
del head
""",
    ),
)
