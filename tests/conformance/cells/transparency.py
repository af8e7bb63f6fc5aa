"""Cells about what a cell must not notice: lifetimes, names, order of evaluation."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="break_closes_generator",
        source=r"""
def rows():
    try:
        for i in range(9): yield i
    finally:
        log.append('closed')
log = []
for n in range(3):
    for r in rows():
        if r == 1: break
    log.append(('after', n))
""",
    ),
    Cell(
        name="del_target_frees_object",
        source=r"""
class Big:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(('freed', self.n))
log = []
for n in range(3):
    b = Big(n)
    for x in [b]:
        del b, x
        log.append(('after del', n))
    log.append(('end', n))
""",
    ),
    Cell(
        name="del_target_frees_generated",
        source=r"""
class Big:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(('freed', self.n))
log = []
for x in map(Big, range(3)):
    n = x.n
    del x
    log.append(('after del', n))
""",
    ),
    Cell(
        name="weakref_after_break",
        source=r"""
import weakref
class Big: pass
alive = []
for n in range(3):
    for obj in [Big()]:
        w = weakref.ref(obj)
        break
    del obj
    alive.append(w() is None)
del w
""",
    ),
    Cell(
        name="augassign_reads_first",
        source=r"""
total = 0
def step(k):
    global total
    for j in range(2): total += 100
    return k
for k in range(3):
    total += step(k)
""",
    ),
    Cell(
        name="augassign_hoisted",
        source=r"""
total = 0
def step(k):
    global total
    for j in range(2): total += 100
    return k
for k in range(3):
    total += 1 + step(k)
""",
    ),
    Cell(
        name="augassign_target_once",
        source=r"""
def step(k):
    t = 0
    for j in range(2): t += j + k
    return t
keys = iter('abcdef')
d = dict.fromkeys('abcdef', 0)
for k in range(3):
    d[next(keys)] += step(k)
""",
    ),
    Cell(
        name="starargs_and_kwargs_order",
        source=r"""
log = []
def step(k):
    for j in range(2): log.append((k, j))
    return k
def note(x): log.append(('note', x)); return x
out = []
for k in range(2):
    out.append(max(*[note(1), note(2)], step(k), key=lambda v: -v))
    out.append({'a': note(3), 'b': step(k + 10), 'c': note(4)})
    out.append(f'{note(5)}-{step(k + 20)}-{note(6)}')
    out.append([note(7), step(k), note(8)][step(0)])
""",
    ),
    Cell(
        name="stale_temporary_not_pickled",
        source=r"""
def step(k):
    t = 0
    for j in range(2): t += j + k
    return t
out = []
for k in range(3):
    out.append(sum((v for v in [1, 2]), step(k)))
    for j in range(2): out.append(j)
""",
    ),
    Cell(
        name="dir_and_globals_seen",
        source=r"""
seen = []
for i in range(3):
    seen.append(sorted(n for n in globals()
                       if not n.startswith('_i') and n not in ('In', 'Out', 'exit', 'quit')))
""",
    ),
    Cell(
        name="locals_in_function",
        setup=(
            r"""
def f(n):
    out = []
    for i in range(n):
        out.append(sorted(locals()))
    return out
""",
        ),
        source=r"""
r = f(3)
""",
    ),
    Cell(
        name="cloudpickle_function_out",
        ignore=("files",),
        setup=(
            r"""
def work(n):
    t = 0
    for i in range(n): t += i
    return t
""",
        ),
        source=r"""
import cloudpickle, subprocess, sys
res = []
for i in range(2):
    open('f.pkl', 'wb').write(cloudpickle.dumps(work))
    code = 'import pickle; print(pickle.load(open("f.pkl", "rb"))(3))'
    p = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True)
    res.append((p.returncode, p.stdout))
""",
    ),
    Cell(
        name="augassign_attribute_and_list",
        source=r"""
class A: pass
a = A(); a.n = 0; a.xs = []; alias = a.xs; log = []
def step(k):
    for j in range(2): log.append((k, a.n))
    a.n += 5
    return k
for k in range(3):
    a.xs += [step(k)]
    a.n += step(k)
same = alias is a.xs
""",
    ),
)
