"""Cells about statements between loops, definitions, display of the last expression."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="error_ends_cell",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(5):
    log.append(i)
    for j in range(2):
        log.append(j)
        if i == 3: raise RuntimeError('bad row %d' % i)
""",
    ),
    Cell(
        name="statements_between_loops",
        want=Want.EXACT,
        source=r"""
a = []; n_calls = 0
n_calls += 1
for i in range(3): a.append(i)
n_calls += 10
b = a
for i in range(2): b.append(i)
n_calls += 100
c = len(a)
c, n_calls
""",
    ),
    Cell(
        name="statements_only",
        want=Want.EXACT,
        source=r"""
x = [1]
x.append(2)
y = x
y.append(3)
z = sum(x)
""",
    ),
    Cell(
        name="last_expr_display",
        want=Want.EXACT,
        source=r"""
xs = []
for i in range(3):
    print('row', i)
    xs.append(i)
xs
""",
    ),
    Cell(
        name="last_expr_after_stmts",
        want=Want.EXACT,
        source=r"""
for i in range(2):
    print(i)
a = 5
a + 1
""",
    ),
    Cell(
        name="semicolon_quiet",
        want=Want.EXACT,
        source=r"""
for i in range(2):
    print(i)
a = 5
a + 1;
""",
    ),
    Cell(
        name="comprehension_atomic",
        want=Want.EXACT,
        source=r"""
out = []
for i in range(3):
    sq = [x * i for x in range(3)]
    d = {k: v for k, v in zip('abc', sq)}
    out.append((sq, d))
""",
    ),
    Cell(
        name="global_state_class_attr",
        want=Want.EXACT,
        source=r"""
class Counter:
    n = 0
    def hit(self): Counter.n += 1; return Counter.n
c = Counter(); log = []
for i in range(4):
    log.append(c.hit())
same = type(c) is Counter
""",
    ),
    Cell(
        name="def_in_loop",
        want=Want.EXACT,
        source=r"""
fs = []
for i in range(3):
    def f(x, i=i): return x + i
    fs.append(f)
    for j in range(2):
        fs.append(lambda y, j=j: y * j)
vals = [g(10) for g in fs]
""",
    ),
    Cell(
        name="function_reads_global",
        want=Want.EXACT,
        source=r"""
counter = 0
def bump():
    global counter
    counter += 1
    return counter
log = []
for i in range(4):
    log.append(bump())
counter += 100
log.append(bump())
""",
    ),
    Cell(
        name="import_in_cell",
        want=Want.EXACT,
        source=r"""
import math, json as J
from collections import defaultdict, deque
dd = defaultdict(list); q = deque(maxlen=3)
for i in range(4):
    dd[i % 2].append(math.sqrt(i)); q.append(i)
txt = J.dumps(dd)
""",
    ),
    Cell(
        name="future_import",
        want=Want.EXACT,
        source=r"""
from __future__ import annotations
out = []
def f(x: Undefined) -> AlsoUndefined: return x
for i in range(3): out.append(f(i))
ann = f.__annotations__
""",
    ),
    Cell(
        name="annotated_and_aug",
        want=Want.EXACT,
        source=r"""
x: int = 0
xs: list[int] = []
for i in range(3):
    x += i
    y: float = x / 2
    xs += [y]
""",
    ),
    Cell(
        name="underscore_target",
        want=Want.EXACT,
        source=r"""
acc = 0
for _ in range(4):
    for _, b in [(1, 2), (3, 4)]:
        acc += b
""",
    ),
    Cell(
        name="class_body_loop",
        source=r"""
out = []
for i in range(3):
    class K:
        rows = []
        for j in range(3): rows.append(i * j)
        del j
    out.append(K.rows)
    for q in range(2): pass
""",
    ),
    Cell(
        name="comprehension_calls_function",
        source=r"""
calls = []
def step(k):
    for j in range(2): calls.append((k, j))
    return k
res = [step(k) for k in range(3)]
tot = sum(step(k) for k in range(2))
d = {k: step(k) for k in range(2) if step(k) >= 0}
""",
    ),
    Cell(
        name="exec_and_globals_in_body",
        source=r"""
for i in range(3):
    exec(f'v{i} = {i}')
    globals()['g'] = i * 2
    for j in range(2): w = eval('g + j')
del i, j
""",
    ),
    Cell(
        name="input_history_vars",
        setup=(
            r"""
prev = 10
prev
""",
        ),
        source=r"""
acc = 0
for i in range(3): acc += prev + i
""",
    ),
)
