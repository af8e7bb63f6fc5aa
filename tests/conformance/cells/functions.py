"""Cells about loops inside functions and methods."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="fn_loop",
        setup=(
            r"""
hist = []
def train(epochs, lr=0.1, *args, **kw):
    w = 0.0
    for e in range(epochs):
        for b in range(2):
            w += lr * (e + b)
            hist.append((e, b, w))
    return w
""",
        ),
        source=r"""
res = train(3, lr=0.5)
""",
    ),
    Cell(
        name="fn_in_cell",
        source=r"""
hist = []
def step(x):
    t = 0
    for i in range(3):
        t += x * i; hist.append(t)
    return t
def train(n):
    out = []
    for e in range(n):
        v = step(e)
        out.append(v)
    return out
r = train(2)
r
""",
    ),
    Cell(
        name="fn_nested_call_expr",
        setup=(
            r"""
trace = []
def step(x):
    t = 0
    for i in range(2):
        t += x * i; trace.append((x, i))
    return t
""",
        ),
        source=r"""
losses = []
for e in range(2):
    losses.append(step(e) + step(e + 10))
best = max(losses, key=lambda v: -v)
print('best', best, step(1))
""",
    ),
    Cell(
        name="fn_method",
        setup=(
            r"""
class Base:
    def fit(self, n):
        for e in range(n): self.log.append(('base', e))
class Trainer(Base):
    def __init__(self, data): self.data, self.log, self.score, self.__p = data, [], 0, 1
    def fit(self, n):
        super().fit(n)
        for e in range(n):
            for x in self.data:
                self.__p += x
                self.score += self.step(x)
    def step(self, x):
        s = 0
        for i in range(2): s += x * i
        self.log.append(s)
        return s
""",
        ),
        source=r"""
tr = Trainer([1, 2, 3])
tr.fit(2)
score = tr.score
""",
    ),
    Cell(
        name="fn_recursion",
        setup=(
            r"""
def walk(t, depth):
    total = 1
    for k in t:
        out.append((depth, k))
        total += walk(t[k], depth + 1)
    return total
""",
        ),
        source=r"""
out = []
n = walk({'a': {'b': {}, 'c': {}}, 'd': {}}, 0)
""",
    ),
    Cell(
        name="fn_closure_nonlocal",
        setup=(
            r"""
def outer(n):
    total = 0; log = []
    def add(x):
        nonlocal total
        total += x
        log.append(total)
    for i in range(n):
        add(i)
        total += 1
    fs = []
    for i in range(2):
        fs.append(lambda: (i, total))
    return total, log, [f() for f in fs]
""",
        ),
        source=r"""
r = outer(4)
""",
    ),
    Cell(
        name="fn_factory_freevar",
        setup=(
            r"""
def mk(scale):
    count = 0
    def run(n):
        nonlocal count
        s = 0
        for i in range(n):
            count += 1
            s += i * scale
        return s, count
    return run
f = mk(10); g = mk(100)
""",
        ),
        source=r"""
r = [f(3), g(2)]
k = f.__closure__[0].cell_contents
""",
    ),
    Cell(
        name="fn_while_try_with",
        setup=(
            r"""
def job(path, n):
    i = 0; errs = 0
    with open(path, 'w') as f:
        while True:
            try:
                for j in range(2):
                    f.write(f'{i}{j}\n')
                    if i == 2: raise ValueError
            except ValueError:
                errs += 1
            finally:
                i += 1
            if i >= n: return errs
""",
        ),
        source=r"""
r = job('out.txt', 4)
""",
    ),
    Cell(
        name="fn_early_return_assign_unbound",
        setup=(
            r"""
def f(n):
    for i in range(5):
        if i == 1: tmp = i
        for j in range(2):
            if i == n: return ('tmp' in locals_(), i) if False else (i, j)
    return None
""",
        ),
        source=r"""
a = f(3); b = f(1)
""",
    ),
    Cell(
        name="fn_local_shadow_del",
        setup=(
            r"""
def f(xs):
    out = []
    for x in xs:
        y = x
        del x
        for k in range(2):
            out.append((y, k))
        del y
    return out
""",
        ),
        source=r"""
a = f([3, 1, 2])
""",
    ),
    Cell(
        name="deep_recursion_with_loops",
        storm=False,
        setup=(
            r"""
def walk(n):
    if n: return 1 + walk(n - 1)
    for i in range(2): pass
    return 0
""",
        ),
        source=r"""
r = walk(330)
""",
    ),
)
