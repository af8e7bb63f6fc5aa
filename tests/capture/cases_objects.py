# ruff: noqa: E501 (cells as dense as this say a case in one screen)
"""Objects of libraries, references, locks, floats."""

from __future__ import annotations

from tests.capture.two_processes import Case

CASES = [
    Case(
        claim="what belongs to a module is the module's own object",
        setup="""
import random, os, sys, decimal, inspect, dataclasses, logging, string
import numpy as np, scipy.stats
from random import choice
from numpy.random import rand
env = os.environ; path = sys.path; ctx = decimal.getcontext(); norm = scipy.stats.norm
gamma = np.random.gamma; uf = np.sin; log = logging.getLogger('x'); root = logging.getLogger()
empty = inspect.Parameter.empty; out = sys.stdout; table = scipy.constants = None
bound = norm.pdf
""",
        check="""
assert choice.__self__ is random._inst and rand.__self__ is np.random.mtrand._rand and gamma.__self__ is rand.__self__
assert env is os.environ and path is sys.path and ctx is decimal.getcontext() and norm is scipy.stats.norm
assert uf is np.sin and log is logging.getLogger('x') and root is logging.getLogger() and out is sys.stdout
assert empty is inspect.Parameter.empty and bound.__self__ is scipy.stats.norm
""",
    ),
    Case(
        claim="nans keep their identity",
        setup="""
import math
import numpy as np
nan = float('nan'); seen = {nan: 1}; row = [nan, {'x': (nan,)}]; miss = np.nan; other = float('nan'); m = math.nan
many = [{'loss': np.nan, 'k': i} for i in range(5)]
""",
        check="""
assert nan in seen and row[0] is nan and row[1]['x'][0] is nan and miss is np.nan and other is not nan and m is math.nan
assert all(r['loss'] is np.nan for r in many)
""",
    ),
    Case(
        claim="locks are held as they were",
        setup="""
import threading
free = threading.Lock(); held = threading.Lock(); held.acquire()
r = threading.RLock(); r.acquire(); r.acquire(); open_r = threading.RLock()
cond = threading.Condition(); event = threading.Event(); event.set()
""",
        check="""
assert not free.locked() and held.locked() and 'count=2' in repr(r) and 'count=0' in repr(open_r)
r.release(); r.release()
with cond: cond.notify_all()
assert event.is_set()
""",
    ),
    Case(
        claim="weak references lead to the same object, those that call something refuse",
        setup="""
import weakref
class A: pass
a = A(); b = A(); w = weakref.ref(a); dead = weakref.ref(A())
byname = weakref.WeakValueDictionary(a=a); byobj = weakref.WeakKeyDictionary({a: 1}); ws = weakref.WeakSet([a])
calls = weakref.ref(b, print); fin = weakref.finalize(b, print)
""",
        check="""
assert w() is a and dead() is None and byname['a'] is a and byobj[a] == 1 and a in ws
assert set(skipped) == {'calls', 'fin'}
""",
    ),
    Case(
        claim="small things of many types come back",
        setup="""
import collections, datetime, decimal, fractions, pathlib, re, types, uuid, io, array, operator, itertools, functools, queue, string
NT = collections.namedtuple('NT', 'a b')
vals = [datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc), decimal.Decimal('1.5'), fractions.Fraction(1, 3),
    pathlib.Path('x'), re.compile('a+'), types.SimpleNamespace(a=1), uuid.UUID(int=3), NT(1, 2), range(3), slice(1, 2),
    complex(1, 2), bytearray(b'x'), array.array('i', [1]), operator.itemgetter(1), Ellipsis, NotImplemented, int, len, [].append]
sio = io.StringIO(); sio.write('abc'); bio = io.BytesIO(b'xyz'); bio.read(1)
chain = collections.ChainMap({'a': 1}); q = queue.Queue(); q.put(1); p = functools.partial(pow, 2)
part = types.MethodType(len, [1, 2]); dd = {}; ro = types.MappingProxyType(dd)
""",
        check="""
assert vals[1] == decimal.Decimal('1.5') and vals[7] == NT(1, 2) and type(vals[7]) is NT and vals[4].match('aa')
assert sio.getvalue() == 'abc' and sio.tell() == 3 and bio.read() == b'yz' and q.get() == 1 and p(3) == 8 and part() == 2
dd['k'] = 1; assert ro['k'] == 1
""",
    ),
    Case(
        claim="a graph as deep as memory comes back",
        setup="""
import sys
head = None
for i in range(20000): head = [head]
class N: pass
n = None
objects = 3000 if sys.version_info < (3, 12) else 100
for i in range(objects):
    m = N(); m.next = n; n = m
""",
        check="""
depth = 0
while head is not None: head = head[0]; depth += 1
while n is not None: n = n.next; depth += 1
assert depth == 20000 + objects and not skipped, (depth, skipped)
""",
    ),
    Case(
        claim="sets that iterate in another order are reported",
        setup="names = {'alpha', 'beta', 'gamma', 'delta', 'eps', 'zeta'}\nnumbers = {1, 2, 3}\ndeep = [{'k': frozenset(names)}]",
        check="found = dict(restored.reordered)\nassert set(found) == {'names', 'deep'} and found['names'] == 6, found",
    ),
    Case(
        claim="data of the person's own modules comes back in place",
        setup="""
import pathlib, sys
pathlib.Path('mymod.py').write_text('COUNT = 0\\nSEEN = []\\nALIAS = SEEN\\ndef remember(x, seen=SEEN): seen.append(x)\\ndef count(): return COUNT\\nclass K: pass\\nLOCK = object()\\n')
sys.path.insert(0, '.')
import mymod
from mymod import SEEN as seen
mymod.COUNT = 3; mymod.remember('a'); k = mymod.K()
""",
        check="""
mymod.remember('b')
assert mymod.count() == 3 and mymod.SEEN == ['a', 'b'] and seen is mymod.SEEN is mymod.ALIAS and type(k) is mymod.K
""",
    ),
    Case(
        claim="a patched library is told",
        setup="import json\ndef mine(o): return 'x'\n_orig = json.dumps\njson.dumps = mine",
        check="assert any('json.dumps' in text for text in notices) and _orig(1) == '1'",
    ),
]
