# ruff: noqa: E501 (cells as dense as this say a case in one screen)
"""numpy and pandas."""

from __future__ import annotations

from tests.capture.two_processes import Case

CASES = [
    Case(
        claim="arrays own their memory and are writable as before",
        setup="""
import numpy as np
a = np.arange(10.); f = np.asfortranarray(np.arange(6).reshape(2, 3)); ro = np.zeros(3); ro.flags.writeable = False
big = np.arange(200000.).reshape(400, 500).copy(); z = np.zeros((0, 3)); s = np.array(5); o = np.array([[1], None], dtype=object)
st = np.array([(1, 'a')], dtype=[('x', 'i4'), ('y', 'U3')]); t = np.array(['2020-01-01'], dtype='M8[D]'); b = np.array([True])
bigf = np.asfortranarray(big); strided = np.arange(20)[::2].copy()
""",
        check="""
for x in (a, z, s, st, t, b, bigf, o): assert x.base is None and x.flags.writeable and x.flags.owndata
a.resize(20); assert f.flags.f_contiguous and f.tolist() == [[0, 1, 2], [3, 4, 5]] and not ro.flags.writeable
assert big[399, 499] == 199999 and bigf.flags.f_contiguous and (bigf == big).all() and z.shape == (0, 3) and s.shape == () and o[0] == [1]
assert st['y'][0] == 'a' and str(t[0]) == '2020-01-01'
""",
    ),
    Case(
        claim="views show the memory of the same array",
        setup="""
import numpy as np
base = np.arange(12.); v = base[2:8]; m = base.reshape(3, 4).T; r = base[::-1]; part = v[1:]
def mk():
    hidden = np.zeros(100000); return hidden[:4], hidden[2:6]
h1, h2 = mk()
buf = bytearray(6); fb = np.frombuffer(buf, dtype=np.uint8); frozen = np.frombuffer(b'abcd', dtype='u1')
rec = base.view(np.recarray); ma = np.ma.array(base, copy=False); mat = np.asmatrix(base.reshape(3, 4))
st = np.zeros(3, dtype=[('x', 'i4'), ('y', 'f8')]); x = st['x']
obj = np.array([1, 2, 3], dtype=object); ov = obj[1:]
bt = np.broadcast_to(np.array([7]), (3,)); d = base.diagonal() if 0 else base.reshape(3,4).diagonal()
""",
        check="""
base[3] = 99
assert v[1] == 99 and m[3, 0] == 99 and r[8] == 99 and part[0] == 99 and rec[3] == 99 and ma[3] == 99 and mat[0, 3] == 99
v[0] = 5; assert base[2] == 5
h1[2] = 1; assert h2[0] == 1
fb[1] = 7; assert buf[1] == 7 and frozen.tolist() == [97, 98, 99, 100] and not frozen.flags.writeable
x[1] = 4; assert st['x'][1] == 4
ov[0] = 'new'; assert obj[1] == 'new'
assert type(rec) is np.recarray and type(ma) is np.ma.MaskedArray and type(mat) is np.matrix and bt.tolist() == [7, 7, 7]
""",
    ),
    Case(
        claim="a small view alone does not bring its large base along",
        setup="import numpy as np\nv = np.zeros(1000000)[:4]",
        check="assert v.tolist() == [0, 0, 0, 0] and (v.base is None or v.base.nbytes < 1000)",
    ),
    Case(
        claim="masked arrays keep mask and fill value",
        setup="import numpy as np\nm = np.ma.array([1., 2., 3.], mask=[0, 1, 0], fill_value=-1)\nm2 = m",
        check="assert m.mask.tolist() == [False, True, False] and m.fill_value == -1 and m2 is m and m.sum() == 4\nm[0] = np.ma.masked",
    ),
    Case(
        claim="generators and bit generators that share state share it",
        setup="import numpy as np\nbg = np.random.PCG64(3); g1 = np.random.Generator(bg); g2 = np.random.Generator(bg)\nexpected = np.random.Generator(np.random.PCG64(3)).random(4).tolist()",
        check="assert [g1.random(), g2.random(), g1.random(), g2.random()] == expected and g1.bit_generator is bg",
    ),
    Case(
        claim="a memory map is refused",
        setup="import numpy as np\nmm = np.memmap('m.bin', dtype='u1', mode='w+', shape=(4,)); part = mm[1:]; plain = np.asarray(mm)",
        check="assert set(skipped) == {'mm', 'part', 'plain'}, skipped",
    ),
    Case(
        claim="frames come back with every kind of column",
        setup="""
import numpy as np, pandas as pd
df = pd.DataFrame({'i': [1, 2, 3], 'f': [1., np.nan, 3.], 's': ['a', 'b', None], 'b': [True, False, True], 'd': pd.date_range('2020', periods=3),
    'c': pd.Categorical(['x', 'y', 'x']), 'o': [[1], None, {}], 'n': pd.array([1, None, 3], dtype='Int64')}, index=pd.Index(['p', 'q', 'r'], name='k'))
tz = pd.Series(pd.date_range('2020', periods=2, tz='Europe/Berlin')); mi = df.set_index(['i', 'f']); copy = df.copy()
""",
        check="""
assert df.equals(copy) and df.index.name == 'k' and df.dtypes.astype(str).tolist() == copy.dtypes.astype(str).tolist() and df.loc['q', 'i'] == 2
assert str(tz.dtype) == 'datetime64[ns, Europe/Berlin]' or 'Europe/Berlin' in str(tz.dtype)
df.loc['q', 'i'] = 20; df['new'] = 1; df.loc['z'] = df.loc['p']; assert mi.index.nlevels == 2 and len(df) == 4
""",
    ),
    Case(
        claim="copy-on-write stays right",
        setup="""
import numpy as np, pandas as pd
df = pd.DataFrame({'a': [1, 2], 'b': [3, 4]}); s = df['a']; head = df.iloc[:1]; df2 = df.copy(deep=False); s2 = df['b']
t = pd.Series([1, 2, 3]); idx = pd.Index(t); ren = df.rename(columns=str.upper)
""",
        check="""
s.iloc[0] = 100; assert df['a'].tolist() == [1, 2] and s.tolist() == [100, 2]
df.iloc[1, 1] = 50; assert s2.tolist() == [3, 4] and df2['b'].tolist() == [3, 4] and head['a'].tolist() == [1] and ren['B'].tolist() == [3, 4]
t.iloc[0] = 9; assert idx.tolist() == [1, 2, 3]
""",
    ),
    Case(
        claim="a frame over an array goes on sharing it",
        setup="import numpy as np, pandas as pd\narr = np.zeros((4, 2)); df = pd.DataFrame(arr, copy=False); out = df.to_numpy()",
        check="arr[1] += 5\nassert df.to_numpy().sum() == 10 and out.sum() == 10 and df.iloc[1, 0] == 5",
    ),
    Case(
        claim="rows, groups and offsets of pandas come back",
        setup="""
import pandas as pd
df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']}); row = next(df.itertuples()); ser = df.loc[0]; g = df.groupby('b'); na = pd.NA; nat = pd.NaT; off = pd.offsets.Day(2)
""",
        check="assert row.a == 1 and type(row).__name__ == 'Pandas' and ser['b'] == 'x' and int(g['a'].sum()['y']) == 2 and na is pd.NA and nat is pd.NaT and off.n == 2",
    ),
]
