"""Cells about loops inside callbacks, decorated, asynchronous and static functions."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="fn_lambda_wrapper_atomic",
        setup=(
            r"""
def work(n):
    t = 0
    for i in range(n): t += i
    return t
""",
        ),
        source=r"""
wrapped = lambda n: work(n)
res = []
for i in range(2):
    res.append(wrapped(2))
""",
    ),
    Cell(
        name="fn_callback_atomic",
        setup=(
            r"""
def work(n):
    t = 0
    for i in range(n): t += i
    return t
""",
        ),
        source=r"""
import functools
res = []
for i in range(3):
    res.append(functools.reduce(lambda a, b: a + work(b), range(3), 0))
""",
    ),
    Cell(
        name="fn_decorated",
        setup=(
            r"""
import functools
def timed(f):
    @functools.wraps(f)
    def w(*a, **k):
        log.append('start')
        try: return f(*a, **k)
        finally: log.append('stop')
    return w
log = []
@timed
def run(n):
    t = []
    for i in range(n):
        for j in range(2): t.append((i, j))
    return t
""",
        ),
        source=r"""
out = run(2)
""",
    ),
    Cell(
        name="fn_generator_pipeline",
        setup=(
            r"""
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1
def batches(it, k):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == k:
            yield buf
            buf = []
    if buf: yield buf
""",
        ),
        source=r"""
out = []
for batch in batches(numbers(7), 3):
    out.append(batch)
    for q in range(2): pass
""",
    ),
    Cell(
        name="fn_async",
        setup=(
            r"""
import asyncio
log = []
async def inner(i):
    for j in range(2):
        await asyncio.sleep(0)
        log.append((i, j))
    return i
async def go(n):
    t = 0
    for i in range(n):
        t += await inner(i)
    return t
""",
        ),
        source=r"""
r = await go(3)
""",
    ),
    Cell(
        name="fn_default_mutable",
        setup=(
            r"""
def f(x, acc=[]):
    for i in range(2): acc.append((x, i))
    return acc
""",
        ),
        source=r"""
a = f(1); b = f(2)
d = f.__defaults__[0]
""",
    ),
    Cell(
        name="fn_global_kw_star",
        setup=(
            r"""
g = 0
def f(a, *rest, k, **kw):
    global g
    for r in rest:
        g += r * k
        for q in kw: g += kw[q]
    return a, rest, k, kw
""",
        ),
        source=r"""
r = f(1, 2, 3, k=4, z=5)
""",
    ),
    Cell(
        name="fn_property_static",
        setup=(
            r"""
class C:
    @staticmethod
    def s(n):
        t = 0
        for i in range(n): t += i
        return t
    @classmethod
    def c(cls, n):
        t = cls.__name__
        for i in range(n): t += str(i)
        return t
    @property
    def p(self):
        t = 0
        for i in range(3): t += i
        return t
""",
        ),
        source=r"""
v = [C.s(2), C.c(2), C().p]
""",
    ),
    Cell(
        name="fn_off_atomic",
        setup=(
            r"""
def train(n):
    t = 0
    for i in range(n): t += i
    return t
""",
        ),
        source=r"""
res = []
for i in range(3):
    res.append(train(i))
""",
    ),
)
