"""Cells about context managers around a loop."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="with_file_write",
        source=r"""
with open('out.csv', 'w') as f:
    f.write('h\n')
    for i in range(4):
        f.write(f'{i}\n')
        for j in range(2):
            f.write(f'  {j}\n')
closed = f.closed
""",
    ),
    Cell(
        name="with_two_files",
        source=r"""
with open('a.txt', 'w') as a, open('b.bin', 'wb') as b:
    for i in range(4):
        a.write(str(i)); b.write(bytes([i]))
""",
    ),
    Cell(
        name="with_user_class",
        source=r"""
class Timer:
    def __enter__(self): log.append('enter'); self.n = 0; return self
    def __exit__(self, *a): log.append(('exit', self.n)); return False
log = []
with Timer() as t:
    for i in range(3):
        t.n += 1
        log.append(t.n)
""",
    ),
    Cell(
        name="with_suppress",
        source=r"""
import contextlib
log = []
for i in range(3):
    with contextlib.suppress(ZeroDivisionError):
        for j in range(3):
            log.append((i, j))
            if j == 1: 1 / 0
    log.append('after')
""",
    ),
    Cell(
        name="with_contextmanager",
        source=r"""
from contextlib import contextmanager
log = []
@contextmanager
def section(name):
    log.append(('open', name))
    try:
        yield name.upper()
    finally:
        log.append(('close', name))
for i in range(2):
    with section(f's{i}') as s:
        for j in range(3):
            log.append((s, j))
""",
    ),
    Cell(
        name="with_state_managers",
        source=r"""
import decimal, warnings, numpy as np
vals = []
with decimal.localcontext() as ctx, np.errstate(divide='ignore'), warnings.catch_warnings():
    ctx.prec = 5
    warnings.simplefilter('error')
    for i in range(1, 4):
        vals.append(decimal.Decimal(1) / decimal.Decimal(7 * i))
        vals.append((float(np.float64(i) / np.float64(0)), np.geterr()['divide']))
vals.append(decimal.Decimal(1) / 7)
st = (decimal.getcontext().prec, np.geterr()['divide'], len(warnings.filters))
""",
    ),
    Cell(
        name="with_redirect_stdout",
        source=r"""
import io, contextlib
buf = io.StringIO()
with contextlib.redirect_stdout(buf):
    for i in range(3):
        print('hidden', i)
print('seen')
txt = buf.getvalue()
""",
    ),
    Cell(
        name="with_tempdir",
        source=r"""
import tempfile, os
names = []
with tempfile.TemporaryDirectory(dir='.') as td:
    for i in range(3):
        p = os.path.join(td, f'{i}.txt')
        open(p, 'w').write('x' * i)
        names.append(sorted(os.listdir(td)))
gone = not os.path.exists(td)
td = None; p = None
""",
    ),
    Cell(
        name="with_lock",
        source=r"""
import threading
lock = threading.Lock(); log = []
with lock:
    for i in range(3): log.append(i)
free = lock.acquire(blocking=False); lock.release()
""",
    ),
    Cell(
        name="with_gzip",
        ignore=("files",),
        source=r"""
import gzip
with gzip.open('o.gz', 'wt') as g:
    for i in range(4):
        g.write(f'{i}\n')
data = gzip.open('o.gz', 'rt').read()
""",
    ),
    Cell(
        name="with_zipfile",
        ignore=("files",),
        source=r"""
import zipfile
with zipfile.ZipFile('o.zip', 'w') as z:
    for i in range(4):
        z.writestr(f'{i}.txt', 'x')
names = zipfile.ZipFile('o.zip').namelist()
del z
""",
    ),
)
