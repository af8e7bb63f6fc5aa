"""Every construct, left at each of its points and come back to, ends as if it had not been."""

from __future__ import annotations

import pytest

from tests.resume.cells import assert_same_from_every_point

CELLS = {
    "nested for": """
log = []
for i in range(3):
    log.append(('outer', i))
    for j in range(2):
        log.append((i, j))
        for k in 'ab':
            log.append((i, j, k))
    log.append(('end', i))
done = True
""",
    "target reassigned": """
out = []
for x in [1, 2, 3]:
    x = x * 10
    for y in range(2):
        out.append((x, y))
    out.append(x)
""",
    "starred target": """
out = []
for i, (a, *b) in enumerate([(1, 2, 3), (4, 5), (6,)]):
    for c in b:
        out.append((i, a, c))
""",
    "subscript and nested starred target": """
out = []
d = {'k': [0, 0]}
for i, (d['k'][0], *rest) in enumerate([(1, 2, 3), (4,), (5, 6)]):
    for rest[len(rest):], q in [([i], 1)]:
        out.append((i, list(rest), dict(d), q))
""",
    "deleted target": """
out = []
for x in range(3):
    v = x
    del x
    for y in range(2):
        out.append((v, y, 'x' in globals()))
""",
    "break, continue and else": """
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
    "else of a for": """
log = []
for i in range(2):
    for j in range(2):
        log.append(j)
else:
    for z in range(3):
        log.append(('z', z))
    log.append('else done')
""",
    "while": """
n = 27; steps = 0; seen_ = []
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
    seen_.append(n)
    if steps > 12: break
""",
    "nested while with else": """
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
    for q in range(2): log.append(q)
""",
    "walrus in a while": """
data = iter([5, 3, 8, 1, 0, 9])
got = []
while (v := next(data)):
    for r in range(2):
        got.append(v + r)
while True:
    got.append('t')
    if len(got) > 12: break
""",
    "if, elif, else": """
log = []
for i in range(5):
    if i == 0:
        log.append('zero')
    elif i % 2:
        for j in range(2):
            log.append(('odd', i, j))
    elif i == 2:
        log.append('two')
    else:
        for j in range(3):
            log.append(('even', i, j))
    log.append('next')
""",
    "condition that changes": """
flag = True
log = []
if flag:
    for i in range(3):
        flag = False
        log.append(i)
    log.append('body end')
else:
    log.append('WRONG')
""",
    "try, except, else, finally": """
log = []
for i in range(4):
    try:
        for j in range(2):
            log.append((i, j))
            if i == 2: raise ValueError(i)
    except ValueError as e:
        log.append(('caught', str(e)))
    else:
        for z in range(2): log.append(('else', z))
    finally:
        log.append('finally')
""",
    "loop in a handler": """
log = []
for i in range(3):
    try:
        log.append(('try', i))
        raise OSError('boom', i)
    except KeyError:
        log.append('WRONG')
    except OSError as e:
        for j in range(3):
            log.append((e.args, j))
    log.append('e' in globals())
""",
    "handler rebinds its name": """
log = []
try:
    1 / 0
except ZeroDivisionError as e:
    e = 'mine'
    for j in range(3): log.append((j, str(e)))
""",
    "handler deletes its name": """
log = []
try:
    1 / 0
except ZeroDivisionError as e:
    del e
    for j in range(3): log.append((j, 'e' in globals()))
""",
    "bare raise in a handler": """
log = []
try:
    try:
        1 / 0
    except ZeroDivisionError:
        for j in range(3): log.append(j)
        raise
except ZeroDivisionError as e:
    msg = str(e)
    for j in range(2): log.append(msg)
""",
    "handlers in handlers": """
import sys
log = []
try:
    {}['a']
except KeyError as e:
    for i in range(2):
        try:
            raise ValueError(i)
        except (TypeError, ValueError) as f:
            for j in range(2):
                log.append((e.args, f.args, sys.exc_info()[1] is f, f.__context__ is e))
        log.append(sys.exc_info()[1] is e)
""",
    "except star": """
log = []
for i in range(3):
    try:
        for j in range(2):
            log.append((i, j))
        if i == 1: raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError as eg:
        log.append(len(eg.exceptions))
    except* KeyError as eg:
        log.append('key')
""",
    "match": """
log = []
for cmd in [('go', 2), {'stop': 1}, 7, 'x']:
    match cmd:
        case ('go', n) if n > 1:
            for i in range(n): log.append(('go', i, n))
        case {'stop': v}:
            log.append(('stop', v))
        case int(k):
            for i in range(3): log.append(('int', k, i))
        case _:
            log.append('other')
""",
    "error that ends the cell": """
log = []
for i in range(5):
    log.append(i)
    for j in range(2):
        log.append(j)
        if i == 3: raise RuntimeError('bad row %d' % i)
""",
    "statements between loops": """
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
    "managers": """
import contextlib
log = []
for i in range(3):
    with contextlib.nullcontext(i) as a, contextlib.suppress(ValueError):
        for j in range(3):
            log.append((a, j))
            if i == 1 and j == 1: raise ValueError
        log.append('through')
    log.append('left')
""",
    "break inside a manager and a finally": """
import contextlib
log = []
for i in range(4):
    with contextlib.suppress(ValueError):
        try:
            for j in range(3):
                if j == 1 and i == 1: break
                if i == 2: raise ValueError
                log.append((i, j))
            else:
                log.append('else')
                continue
            log.append('not else')
        finally:
            log.append('finally')
""",
    "class body loop": """
out = []
for i in range(3):
    class K:
        rows = []
        for j in range(3): rows.append(i * j)
        del j
    out.append(K.rows)
    del K
    for q in range(2): pass
""",
    "future import": """
from __future__ import annotations
log = []
for i in range(2): log.append(i)
x: undefined_name = 3
del __annotations__, annotations
""",
}


@pytest.mark.parametrize("name", CELLS)
def test_resuming_from_every_point_ends_the_same(name: str) -> None:
    """A cell ends in the same namespace and error from each of its points."""
    assert assert_same_from_every_point(CELLS[name]) > 0
