# ruff: noqa: E501 (cells as dense as this say a case in one screen)
"""Iterators that stand somewhere."""

from __future__ import annotations

from tests.capture.two_processes import Case

CASES = [
    Case(
        claim="iterators over sequences go on over the same sequence",
        setup="""
from collections import deque
L = [1, 2, 3]; it = iter(L); next(it); rev = reversed(L); next(rev); Q = deque([1, 2, 3]); qi = iter(Q); next(qi)
s = iter('héy'); next(s); r = iter(range(9)); next(r); e = enumerate(L, 5); next(e); z = zip(it, 'abc'); m = map(lambda x: x + 1, L); f = filter(None, L); b = iter(b'ab'); next(b)
class Sq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
sq = iter(Sq()); next(sq); stack = [0, 2, 1]; pop = iter(lambda: stack.pop(), 0); next(pop)
""",
        check="""
L.append(4)
assert next(rev) == 2 and list(qi) == [2, 3] and list(s) == ['é', 'y'] and list(r) == list(range(1, 9)) and next(e) == (6, 2)
assert next(z) == (2, 'a') and next(it) == 3 and list(m) == [2, 3, 4, 5] and list(f) == [1, 2, 3, 4] and list(b) == [98]
assert list(sq) == [1, 2] and list(pop) == [2] and list(it) == [4]
""",
    ),
    Case(
        claim="iterators over dictionaries go on over the same dictionary",
        setup="""
from collections import OrderedDict
D = dict(a=1, b=2, c=3, d=4); k = iter(D); next(k); v = iter(D.values()); next(v); i = iter(D.items()); next(i); rk = reversed(D); next(rk)
O = OrderedDict(a=1, b=2, c=3); ok = iter(O); next(ok); oi = iter(O.items()); next(oi); ov = iter(O.values()); next(ov)
views = (D.keys(), D.values(), D.items(), O.keys()); done = iter({}); list(done); E = {1: 2}; size = iter(E)
""",
        check="""
D['d'] = 40
assert list(k) == ['b', 'c', 'd'] and list(v) == [2, 3, 40] and list(i)[-1] == ('d', 40) and next(rk) == 'c'
O['c'] = 30; assert list(oi) == [('b', 2), ('c', 30)] and list(ov) == [2, 30]
O.move_to_end('a')
try: list(ok); raise SystemError
except RuntimeError: pass
D['e'] = 5; assert 'e' in views[0] and 5 in views[1] and ('e', 5) in views[2] and list(done) == []
E[3] = 4
try: next(size); raise SystemError
except RuntimeError as e: assert 'changed size' in str(e)
""",
    ),
    Case(
        claim="a dictionary whose keys are replaced later in the loop raises instead of guessing",
        setup="D = dict(a=1, b=2, c=3, d=4); it = iter(D); next(it); twice = iter(D.items())",
        check="""
assert next(it) == 'b' and next(twice) == ('a', 1)
D['c'] = D.pop('c')
try: next(it); raise SystemError
except Exception as e: assert 'removed and added' in str(e) and type(e).__name__ == 'RestoreError'
""",
    ),
    Case(
        claim="an iterator whose dictionary changed its size is refused",
        setup="D = dict(a=1, b=2); it = iter(D); next(it); D['z'] = 3",
        check="assert set(skipped) == {'it'} and 'changed size' in skipped['it']",
    ),
    Case(
        claim="iterators over sets keep the order they began with",
        setup="S = {'alpha', 'beta', 'gamma', 'delta', 'eps'}; order = list(S); it = iter(S); next(it); other = iter(S)",
        check="""
assert list(it) == order[1:] and next(other) == order[0]
S.add('new')
try: next(other); raise SystemError
except RuntimeError as e: assert 'changed size' in str(e)
""",
    ),
    Case(
        claim="itertools go on where they can, and refuse where they cannot",
        setup="""
import itertools
c = itertools.count(5); next(c); cy = itertools.cycle('abc'); next(cy); ch = itertools.chain([1, 2], 'x'); next(ch); isl = itertools.islice(itertools.count(), 2, 9, 2); next(isl)
a, b = itertools.tee(iter(range(5))); next(a); pr = itertools.product('ab', [1, 2]); next(pr); acc = itertools.accumulate([1, 2, 3]); next(acc)
zl = itertools.zip_longest('ab', [1]); next(zl); rp = itertools.repeat(1, 3); next(rp); tw = itertools.takewhile(bool, [1, 0]); sm = itertools.starmap(pow, [(2, 3)])
g = itertools.groupby('aab'); pw = itertools.pairwise('abc')
""",
        check="""
assert next(c) == 6 and next(cy) == 'b' and list(ch) == [2, 'x'] and list(isl) == [4, 6, 8] and list(pr)[0] == ('a', 2) and list(acc) == [3, 6]
assert list(a) == [1, 2, 3, 4] and list(b) == [0, 1, 2, 3, 4] and list(zl) == [('b', None)] and list(rp) == [1, 1] and list(tw) == [1] and list(sm) == [8]
assert set(skipped) == {'g', 'pw'}, skipped
""",
    ),
    Case(
        claim="progress bars go on at their count",
        setup="""
import io
from tqdm import tqdm
from tqdm.auto import tqdm as auto
L = [1, 2, 3]; out = io.StringIO()
bar = tqdm(L, desc='work', file=out); it = iter(bar); next(L.__iter__())
manual = tqdm(total=6, file=out); manual.update(2); manual.set_postfix(loss=1)
off = tqdm(L, disable=True); done = tqdm(total=1, file=out); done.update(1); done.close()
del it
""",
        check="""
assert list(bar) == [1, 2, 3] and bar.desc == 'work' and manual.n == 2 and manual.total == 6 and manual.postfix == 'loss=1'
manual.update(1); assert manual.n == 3 and off.disable and list(off) == [1, 2, 3] and done.disable and manual.fp._wrapped is out or manual.fp is out
""",
    ),
]
