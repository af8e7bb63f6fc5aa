"""Cells about threads, forked children, and whole programs."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="realistic_training",
        setup=(
            r"""
import numpy as np
np.random.seed(0)
X = np.random.randn(12, 3); y = X @ np.array([1., -2, 3])
""",
        ),
        source=r"""
import numpy as np
w = np.zeros(3); history = []
best = {'loss': float('inf'), 'w': None}
for epoch in range(3):
    perm = np.random.permutation(len(X))
    for start in range(0, len(X), 4):
        idx = perm[start:start + 4]
        g = X[idx].T @ (X[idx] @ w - y[idx]) / len(idx)
        w -= 0.1 * g
    loss = float(((X @ w - y) ** 2).mean())
    history.append(loss)
    if loss < best['loss']:
        best = {'loss': loss, 'w': w.copy()}
    print(f'epoch {epoch}: {loss:.6f}')
history[-1]
""",
    ),
    Cell(
        name="realistic_scrape",
        setup=(
            r"""
urls = ['u1', 'bad', 'u22', 'flaky']
def fetch(u, a):
    if u == 'bad' or (u == 'flaky' and a < 2): raise IOError(f'no {u}')
    return len(u)
""",
        ),
        source=r"""
import csv, time
rows, errors = [], []
with open('scrape.csv', 'w', newline='') as fh:
    writer = csv.DictWriter(fh, fieldnames=['url', 'n']); writer.writeheader()
    for url in urls:
        for attempt in range(3):
            try:
                n = fetch(url, attempt)
                break
            except IOError as exc:
                errors.append((url, attempt, str(exc)))
        else:
            continue
        writer.writerow({'url': url, 'n': n}); rows.append(n)
len(rows), len(errors)
""",
    ),
    Cell(
        name="os_fork_child_loops",
        storm=False,
        source=r"""
import os
out = []
for i in range(3):
    pid = os.fork()
    if pid == 0:
        for j in range(3): out.append('child')
        os._exit(0)
    os.waitpid(pid, 0)
    out.append(i)
del pid
""",
    ),
    Cell(
        name="fork_pool_runs_instrumented",
        setup=(
            r"""
def work(n):
    t = 0
    for i in range(n + 2): t += i
    return t
""",
        ),
        source=r"""
import multiprocessing as mp
out = []
for i in range(2):
    pool = mp.get_context('fork').Pool(2)
    out.append(pool.map(work, [i, i + 1]))
    pool.close(); pool.join(); del pool
""",
    ),
    Cell(
        name="thread_runs_instrumented",
        setup=(
            r"""
def work(n):
    for i in range(3): out.append((n, i))
""",
        ),
        source=r"""
import threading
out = []
for i in range(3):
    t = threading.Thread(target=work, args=(i,)); t.start(); t.join(); del t
""",
    ),
)
