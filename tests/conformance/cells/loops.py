"""Cells about loops: `for` and `while`, their targets, `else`, `break` and `continue`."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="for_range",
        want=Want.EXACT,
        source=r"""
acc = []
for i in range(5):
    acc.append(i * i)
total = sum(acc)
total
""",
    ),
    Cell(
        name="nested_for",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(3):
    log.append(('outer', i))
    for j in range(3):
        log.append((i, j))
        for k in 'ab':
            log.append((i, j, k))
    log.append(('end', i))
done = True
""",
    ),
    Cell(
        name="target_reassigned",
        want=Want.EXACT,
        source=r"""
out = []
for x in [1, 2, 3]:
    x = x * 10
    for y in range(2):
        out.append((x, y))
    out.append(x)
""",
    ),
    Cell(
        name="tuple_target",
        want=Want.EXACT,
        source=r"""
out = []
for i, (a, *b) in enumerate([(1, 2, 3), (4, 5), (6,)]):
    for c in b:
        out.append((i, a, c))
""",
    ),
    Cell(
        name="attr_and_subscript_target",
        want=Want.EXACT,
        source=r"""
class N: pass
n = N(); d = {}
out = []
for n.x in range(3):
    for d['k'] in 'pq':
        out.append((n.x, d['k']))
""",
    ),
    Cell(
        name="del_target",
        want=Want.EXACT,
        source=r"""
out = []
for x in range(3):
    v = x
    del x
    for y in range(2):
        out.append((v, y, 'x' in globals()))
""",
    ),
    Cell(
        name="break_continue_else",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(6):
    if i == 1:
        continue
    for j in range(4):
        if j == 2 and i % 2:
            break
        if j == 1:
            continue
        log.append((i, j))
    else:
        log.append(('else', i))
        for k in range(2):
            log.append(('in else', k))
    if i == 4:
        break
else:
    log.append('never')
log.append('end')
""",
    ),
    Cell(
        name="for_else_runs",
        want=Want.EXACT,
        source=r"""
log = []
for i in range(2):
    for j in range(2):
        log.append(j)
else:
    for z in range(3):
        log.append(('z', z))
    log.append('else done')
""",
    ),
    Cell(
        name="while_basic",
        want=Want.EXACT,
        source=r"""
n = 27; steps = 0; seen = []
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
    seen.append(n)
    if steps > 12: break
""",
    ),
    Cell(
        name="while_nested_else",
        want=Want.EXACT,
        source=r"""
i = 0; log = []
while i < 3:
    j = 0
    while j < 2:
        log.append((i, j)); j += 1
    else:
        for q in range(2): log.append(('else', q))
    i += 1
else:
    log.append('outer else')
""",
    ),
    Cell(
        name="while_true_walrus",
        want=Want.EXACT,
        source=r"""
data = iter([5, 3, 8, 1, 0, 9])
got = []
while (v := next(data)):
    for r in range(2):
        got.append(v + r)
while True:
    got.append('t')
    if len(got) > 12: break
""",
    ),
)
