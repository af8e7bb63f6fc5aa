"""Cells about generators."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="gen_function",
        source=r"""
def gen(n):
    for i in range(n):
        calls.append(i)
        yield i * i
calls = []; out = []
for x in gen(4):
    out.append(x)
    for y in range(2): out.append(y)
""",
    ),
    Cell(
        name="gen_setup_cell",
        setup=(
            r"""
def gen(n):
    "doc"
    i = 0
    while i < n:
        got = yield (i, n)
        i += 1
        yield from 'ab'
""",
        ),
        source=r"""
out = []
for x in enumerate(gen(4)):
    out.append(x)
    for y in range(2): out.append(y)
""",
    ),
    Cell(
        name="gen_var_send",
        setup=(
            r"""
def averager():
    total = 0; n = 0; avg = None
    while True:
        v = yield avg
        total += v; n += 1
        avg = total / n
def mk():
    for i in range(5): yield i
pairs = None
""",
        ),
        source=r"""
pairs = mk(); next(pairs); g = averager(); next(g); out = []
for x in [1, 5, 9]:
    out.append(g.send(x))
    for y in range(2): pass
left = list(pairs)
""",
    ),
    Cell(
        name="gen_method_iter",
        setup=(
            r"""
class Data:
    def __init__(self, items): self.items = items; self.passes = 0
    def __iter__(self):
        self.passes += 1
        for i in range(0, len(self.items), 2):
            yield self.items[i:i + 2]
""",
        ),
        source=r"""
out = []
ds = Data([1, 2, 3, 4])
for b in ds:
    out.append(b)
    for q in range(2): pass
for i, b in enumerate(ds):
    out.append((i, b))
n = ds.passes
""",
    ),
    Cell(
        name="gen_old_object",
        setup=(
            r"""
def gen():
    for i in range(4): yield i
old = gen()
""",
        ),
        source=r"""
out = []
for x in old:
    out.append(x)
""",
    ),
    Cell(
        name="gen_genexp_var",
        source=r"""
ge = (x * x for x in range(4))
out = []
for x in ge:
    out.append(x)
""",
    ),
    Cell(
        name="gen_file_side_effect",
        setup=(
            r"""
open('in.txt', 'w').write('a\nb\nc\nd\n')
def read():
    with open('in.txt') as f:
        for line in f:
            yield line.strip()
""",
        ),
        source=r"""
out = []
for row in read():
    out.append(row)
""",
    ),
    Cell(
        name="nested_generators_shared",
        setup=(
            r"""
def inner(n):
    for i in range(n):
        yield i
def outer(it):
    for x in it:
        yield x
        yield from (x * 10,)
""",
        ),
        source=r"""
g = outer(inner(6))
out = []
for x in g:
    out.append(x)
    for y in g:
        out.append(('in', y))
        if y % 2: break
""",
    ),
    Cell(
        name="generator_finally_and_return",
        setup=(
            r"""
log = []
def g(n):
    try:
        for i in range(n):
            try:
                yield i
            finally:
                log.append(i)
    finally:
        log.append('end')
def ret():
    for i in range(3):
        yield i
    return 'value'
def deleg():
    got = yield from ret()
    yield got
def yield_from_result():
    res = []
    for v in deleg(): res.append(v)
    return res
""",
        ),
        source=r"""
out = []
for x in g(4):
    out.append(x)
    if x == 2: break
r = yield_from_result()
""",
    ),
    Cell(
        name="generator_in_cycle",
        setup=(
            r"""
class Data:
    def __init__(self, n): self.n = n
    def __iter__(self):
        self.gen = self.run()
        return self.gen
    def run(self):
        for i in range(self.n): yield i
""",
        ),
        source=r"""
ds = Data(5)
out = []
for x in ds:
    out.append(x)
""",
    ),
    Cell(
        name="generator_closes_over_cell",
        setup=(
            r"""
def pair():
    n = 0
    def gen():
        for i in range(5):
            yield i + n
    def bump():
        nonlocal n
        n += 10
        return n
    return gen, bump
mk, bump = pair()
""",
        ),
        source=r"""
g = mk(); out = []
for x in g:
    out.append((x, bump()))
""",
    ),
)
