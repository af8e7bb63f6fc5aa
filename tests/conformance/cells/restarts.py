"""Cells about a really new process with another hash seed, and Run All before the resume."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="fresh_set_of_str_twice",
        fresh=True,
        storm=False,
        source=r"""
cols = {'name', 'age', 'city', 'zip', 'phone', 'mail'}
table = []
for r in range(4):
    rec = {c: (c, r) for c in sorted(cols)}
    table.append([rec[c][0] for c in cols])
aligned = len({tuple(t) for t in table})
del table
""",
    ),
    Cell(
        name="fresh_set_iterated",
        fresh=True,
        storm=False,
        source=r"""
S = {'alpha', 'beta', 'gamma', 'delta', 'eps'}
first = list(S); second = []
for x in S: second.append(x)
ok = first == second
del first, second, x
""",
    ),
    Cell(
        name="fresh_id_keys",
        want=Want.UNDETECTABLE,
        fresh=True,
        storm=False,
        source=r"""
objs = [object() for _ in range(4)]
by_id = {id(o): k for k, o in enumerate(objs)}
hits = []
for o in objs: hits.append(by_id.get(id(o)))
del by_id, objs, o
""",
    ),
    Cell(
        name="fresh_hash_bucket",
        want=Want.UNDETECTABLE,
        fresh=True,
        storm=False,
        source=r"""
buckets = {}
for w in ['aa', 'bb', 'aa', 'cc', 'bb', 'aa']:
    buckets.setdefault(hash(w) % 1000003, []).append(w)
sizes = sorted(len(v) for v in buckets.values())
del buckets
""",
    ),
    Cell(
        name="fresh_function_and_generator",
        fresh=True,
        storm=False,
        setup=(
            r"""
def gen(n):
    for i in range(n): yield i
def work(n):
    t = 0
    for i in range(n): t += i
    return t
""",
        ),
        source=r"""
out = []
for x in enumerate(gen(3)):
    out.append((x, work(2)))
""",
    ),
    Cell(
        name="rerun_deleted_name_stays_deleted",
        rerun_setup=True,
        setup=(
            r"""
scratch = 1
""",
        ),
        source=r"""
del scratch
out = []
for i in range(3): out.append('scratch' in globals())
""",
    ),
    Cell(
        name="rerun_classes_and_functions",
        rerun_setup=True,
        setup=(
            r"""
class C:
    def __init__(self, i): self.i = i
items = []
def work(n):
    t = 0
    for i in range(n): t += i
    return t
""",
        ),
        source=r"""
out = []
for i in range(3):
    items.append(C(i))
    out.append((isinstance(items[0], C), work(2), type(items[-1]) is type(items[0])))
""",
    ),
    Cell(
        name="rerun_setup_truncates_output",
        rerun_setup=True,
        setup=(
            r"""
f = open("o.txt", "w"); f.write("head\n")
""",
        ),
        source=r"""
for i in range(4):
    f.write(f'{i}\n')
f.close()
text = open('o.txt').read()
""",
    ),
    Cell(
        name="rerun_setup_rebuilds_inputs",
        rerun_setup=True,
        setup=(
            r"""
data = [1, 2, 3]; alias = data
""",
        ),
        source=r"""
out = []
for x in data:
    out.append(x); data.append(0) if len(data) < 6 else None
same = data is alias
""",
    ),
)
