"""Cells about state outside the namespace: random streams, folder, options, modules."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="rng_all",
        setup=(
            r"""
import random, numpy as np
random.seed(1); np.random.seed(2); gen = np.random.default_rng(3)
""",
        ),
        source=r"""
import random, numpy as np
out = []
for i in range(4):
    out.append((random.random(), float(np.random.rand()), float(gen.normal())))
    for j in range(2): out.append(random.choice('abc'))
random.shuffle(out)
""",
    ),
    Cell(
        name="rng_loader_shuffle",
        setup=(
            r"""
import random
random.seed(7)
class DL:
    def __init__(self, n): self.n = n
    def __iter__(self):
        order = list(range(self.n)); random.shuffle(order)
        for i in range(0, self.n, 2): yield order[i:i + 2]
dl = DL(6)
""",
        ),
        source=r"""
out = []
for epoch in range(2):
    for b in dl:
        out.append((epoch, b, round(random.random(), 6)))
""",
    ),
    Cell(
        name="rng_loader_library",
        source=r"""
import random
from fakelib import Loader
random.seed(3)
dl = Loader(6); out = []
for epoch in range(2):
    for b in dl:
        out.append((epoch, b, round(random.random(), 6)))
""",
    ),
    Cell(
        name="logging_file",
        source=r"""
import logging
logger = logging.getLogger('ckt'); logger.setLevel(logging.INFO)
h = logging.FileHandler('app.log')
h.setFormatter(logging.Formatter('%(message)s')); logger.addHandler(h)
for i in range(4):
    logger.info('row %d', i)
logger.removeHandler(h); h.close(); del h, logger
""",
    ),
    Cell(
        name="sqlite_memory",
        source=r"""
import sqlite3
con = sqlite3.connect(':memory:'); con.execute('create table t(i int)')
for i in range(4):
    con.execute('insert into t values (?)', (i,)); con.commit()
rows = con.execute('select count(*), sum(i) from t').fetchall()
""",
    ),
    Cell(
        name="sqlite_file",
        source=r"""
import sqlite3
con = sqlite3.connect('x.db'); con.execute('create table if not exists t(i int)')
for i in range(4):
    con.execute('insert into t values (?)', (i,)); con.commit()
rows = con.execute('select count(*), sum(i) from t').fetchall()
con.close(); del con
""",
    ),
    Cell(
        name="cwd_env_path",
        source=r"""
import os, sys
os.makedirs('sub', exist_ok=True)
os.chdir('sub')
log = []
for i in range(3):
    os.environ['CKT_X'] = str(i)
    log.append((os.path.basename(os.getcwd()), os.environ['CKT_X']))
    open(f'{i}.txt', 'w').write('x')
os.chdir('..')
""",
    ),
    Cell(
        name="decimal_warnings_np",
        source=r"""
import decimal, warnings, numpy as np
decimal.getcontext().prec = 4
warnings.simplefilter('ignore'); np.seterr(all='ignore')
out = []
for i in range(1, 4):
    out.append(str(decimal.Decimal(1) / 3 / i)); out.append(repr(np.float64(i) / 0))
""",
    ),
    Cell(
        name="matplotlib_fig",
        source=r"""
import matplotlib; matplotlib.use('Agg')
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
for i in range(3):
    ax.plot([0, 1], [i, i + 1])
    ax.set_title(f't{i}')
n = len(ax.lines); title = ax.get_title(); same = plt.gcf() is fig
plt.close(fig)
""",
    ),
    Cell(
        name="user_module_on_path",
        ignore=("files",),
        setup=(
            r"""
open("mymod.py", "w").write("COUNT = 0\nSEEN = []\ndef remember(x): SEEN.append(x)\n")
""",
        ),
        source=r"""
import sys
sys.path.insert(0, '.')
import mymod
for i in range(4):
    mymod.COUNT += 1
    mymod.remember(i)
n = (mymod.COUNT, list(mymod.SEEN))
del mymod
""",
    ),
    Cell(
        name="user_module_state",
        source=r"""
import fakelib
for i in range(4):
    fakelib.COUNT += 1
    fakelib.remember(i)
n = (fakelib.COUNT, list(fakelib.SEEN))
""",
    ),
    Cell(
        name="monkeypatched_library",
        setup=(
            r"""
import json
_orig = json.dumps
def _mine(o, **k): return "patched " + _orig(o, **k)
json.dumps = _mine
""",
        ),
        source=r"""
import json
log = []
for i in range(3):
    log.append(json.dumps({'i': i}))
""",
    ),
    Cell(
        name="interpreter_settings",
        setup=(
            r"""
import gc, csv, sys, signal
gc.disable(); csv.field_size_limit(1000); sys.setswitchinterval(0.02)
csv.register_dialect("semi", delimiter=";")
def handler(s, f): pass
signal.signal(signal.SIGUSR1, handler)
""",
        ),
        source=r"""
import gc, csv, sys, signal, locale
out = []
for i in range(3):
    out.append((gc.isenabled(), csv.field_size_limit(), sys.getswitchinterval()))
    out.append(signal.getsignal(signal.SIGUSR1) is handler)
    out.append('semi' in csv.list_dialects())
""",
    ),
    Cell(
        name="timezone",
        setup=(
            r"""
import os, time
os.environ["TZ"] = "Asia/Tokyo"; time.tzset()
""",
        ),
        source=r"""
import time
out = []
for i in range(3): out.append(time.strftime('%H:%M', time.localtime(0)) + time.tzname[0])
""",
    ),
    Cell(
        name="logging_to_stdout",
        setup=(
            r"""
import logging, sys
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s", force=True)
""",
        ),
        source=r"""
import logging, sys
for i in range(4):
    logging.info('row %d', i)
    print('printed', i)
""",
    ),
    Cell(
        name="logging_disable_and_filter",
        setup=(
            r"""
import logging
rows = []
class H(logging.Handler):
    def emit(self, r): rows.append(r.getMessage())
log = logging.getLogger("ckt2"); log.setLevel(logging.INFO); log.addHandler(H())
log.addFilter(lambda r: "2" not in r.getMessage()); log.propagate = False
logging.disable(logging.INFO)
""",
        ),
        source=r"""
import logging
for i in range(4):
    log.info('i %d', i); log.warning('w %d', i)
n = len(rows)
del log, H
""",
    ),
    Cell(
        name="warnings_once_registry",
        source=r"""
import warnings
seen = []
warnings.showwarning = lambda m, *a, **k: seen.append(str(m))
warnings.simplefilter('default')
for i in range(4):
    warnings.warn('only once per place')
""",
    ),
    Cell(
        name="contextvar_and_local",
        setup=(
            r"""
import contextvars
var = contextvars.ContextVar("var", default=None); var.set("start")
""",
        ),
        source=r"""
out = []
for i in range(3):
    out.append(var.get()); var.set(i)
""",
    ),
    Cell(
        name="time_budget",
        source=r"""
import time
t0 = time.perf_counter(); n = 0
for i in range(4):
    time.sleep(0.01); n += 1
dt = time.perf_counter() - t0
ok = 0 < dt < 60
del dt, t0
""",
    ),
)
