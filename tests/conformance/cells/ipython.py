"""Cells about IPython around a cell, output, top-level `await`."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="ipython_syntax",
        want=Want.EXACT,
        ignore=("stdout",),
        source=r"""
outs = []
for i in range(3):
    r = !echo row{i}
    outs.append(list(r))
    %env CKT_I={i}
%precision 3
files = !ls /nonexistent 2>/dev/null | wc -l
n = len(outs)
""",
    ),
    Cell(
        name="time_magic_inside",
        want=Want.EXACT,
        ignore=("stdout",),
        source=r"""
%%time
acc = []
for i in range(4):
    acc.append(i)
s = sum(acc)
""",
    ),
    Cell(
        name="capture_magic_inside",
        want=Want.TOLD,
        ignore=("stdout",),
        source=r"""
%%capture cap
for i in range(4):
    print('line', i)
txt = 1
""",
    ),
    Cell(
        name="top_level_await",
        want=Want.EXACT,
        source=r"""
import asyncio
log = []
for i in range(3):
    await asyncio.sleep(0)
    for j in range(2):
        log.append((i, j))
async def aw(x):
    await asyncio.sleep(0)
    return x
v = await aw(5)
v
""",
    ),
    Cell(
        name="async_with_for",
        want=Want.EXACT,
        source=r"""
import asyncio
class ACM:
    async def __aenter__(self): log.append('in'); return 7
    async def __aexit__(self, *a): log.append('out')
class AIt:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
log = []
async with ACM() as v:
    async for x in AIt(3):
        for y in range(2):
            log.append((v, x, y))
    else:
        log.append('else')
""",
    ),
    Cell(
        name="async_generator",
        want=Want.REFUSED,
        source=r"""
async def agen():
    for i in range(4):
        yield i
log = []
async for x in agen():
    log.append(x)
""",
    ),
    Cell(
        name="ipython_display_state",
        setup=(
            r"""
%precision 2
""",
        ),
        source=r"""
vals = []
for i in range(3):
    vals.append(i / 3)
vals[-1]
""",
    ),
    Cell(
        name="annotations_dict",
        setup=(
            r"""
a: str = "q"
b: float = 1.0
""",
        ),
        source=r"""
for i in range(3):
    x: int = i
    keys = sorted(__annotations__)
""",
    ),
    Cell(
        name="asyncio_tasks",
        source=r"""
import asyncio
async def work(i):
    await asyncio.sleep(0)
    return i * 2
out = []
for i in range(3):
    ts = [asyncio.create_task(work(k)) for k in range(3)]
    out.append(await asyncio.gather(*ts))
    for q in range(2): out.append(q)
del ts
""",
    ),
    Cell(
        name="asyncio_gather_plain",
        source=r"""
import asyncio
async def work(i):
    t = 0
    for k in range(3):
        await asyncio.sleep(0); t += k * i
    return t
out = []
for i in range(3):
    out.append(await asyncio.gather(*[work(k) for k in range(3)]))
""",
    ),
    Cell(
        name="stdout_replay",
        source=r"""
for i in range(3):
    print('i', i, end=' ')
    for j in range(2): print('j', j)
print('done')
""",
    ),
    Cell(
        name="print_end_and_carriage",
        source=r"""
import sys
for i in range(3):
    print(f'\r{i}', end='', flush=True)
    sys.stdout.write('*')
    for j in range(2): print(j, sep='', end=' ')
print()
""",
    ),
    Cell(
        name="display_calls",
        source=r"""
from IPython.display import display
for i in range(3):
    display({'i': i})
    for j in range(2): print(j)
""",
    ),
    Cell(
        name="tqdm_nested_write",
        ignore=("stdout",),
        source=r"""
from tqdm import tqdm
import sys
out = []
look = dict(ncols=40, bar_format='{n_fmt}/{total_fmt}', mininterval=0)
with tqdm(total=4, file=sys.stdout, **look) as outer:
    for i in range(2):
        for j in tqdm(range(2), leave=False, disable=True):
            out.append((i, j)); outer.update()
n = outer.n
del outer
""",
    ),
)
