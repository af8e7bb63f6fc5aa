"""Cells about pandas."""

from tests.conformance.cell import Cell, Want

CELLS = (
    Cell(
        name="pd_iterrows",
        setup=(
            r"""
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3], "b": list("xyz")})
df["c"] = 0
""",
        ),
        source=r"""
out = []
for i, row in df.iterrows():
    out.append((i, row['a'], row['b']))
    df.at[i, 'c'] = row['a'] * 2
    for q in range(2): pass
""",
    ),
    Cell(
        name="pd_itertuples",
        setup=(
            r"""
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3], "b": list("xyz")})
""",
        ),
        source=r"""
out = []
for row in df.itertuples():
    out.append((row.Index, row.a, row.b))
    for q in range(2): pass
""",
    ),
    Cell(
        name="pd_itertuples_mutating",
        setup=(
            r"""
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3], "b": list("xyz")})
""",
        ),
        source=r"""
out = []
for row in df.itertuples(index=False, name=None):
    out.append(row)
    df['a'] = df['a'] + 100
    for q in range(2): pass
""",
    ),
    Cell(
        name="pd_groupby",
        setup=(
            r"""
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3, 4], "b": list("xyxy")})
""",
        ),
        source=r"""
res = {}
for name, g in df.groupby('b'):
    res[name] = int(g['a'].sum())
    for q in range(2): pass
""",
    ),
    Cell(
        name="pd_items_concat",
        setup=(
            r"""
import pandas as pd
df = pd.DataFrame({"a": [1, 2], "b": [3, 4], "c": [5, 6]})
""",
        ),
        source=r"""
parts = []
for col, s in df.items():
    parts.append(s.rename(col + '2'))
out = pd.concat(parts, axis=1)
""",
    ),
    Cell(
        name="pd_read_csv_chunks",
        setup=(
            r"""
import pandas as pd
pd.DataFrame({"a": range(8)}).to_csv("big.csv", index=False)
""",
        ),
        source=r"""
tot = 0; n = 0
for ch in pd.read_csv('big.csv', chunksize=2):
    tot += int(ch['a'].sum()); n += 1
""",
    ),
    Cell(
        name="pd_to_csv_append",
        setup=(
            r"""
import pandas as pd
""",
        ),
        source=r"""
for i in range(4):
    row = pd.DataFrame({'i': [i], 'sq': [i * i]})
    row.to_csv('log.csv', mode='a', header=(i == 0), index=False)
n = len(pd.read_csv('log.csv'))
""",
    ),
    Cell(
        name="pd_df_grow",
        setup=(
            r"""
import pandas as pd, numpy as np
rng = np.random.default_rng(0)
""",
        ),
        source=r"""
df = pd.DataFrame(columns=['i', 'v'])
for i in range(4):
    df.loc[len(df)] = [i, rng.random()]
    s = df['v']
m = float(df['v'].mean())
""",
    ),
    Cell(
        name="pd_shares_array",
        source=r"""
import numpy as np, pandas as pd
arr = np.zeros((4, 2)); df = pd.DataFrame(arr, copy=False)
out = []
for i in range(4):
    arr[i] += i
    out.append(float(df.to_numpy().sum()))
""",
    ),
    Cell(
        name="pd_copy_on_write",
        want=Want.EXACT,
        source=r"""
import pandas as pd
df = pd.DataFrame({'a': [1., 2., 3., 4.]}); s = df['a']; view = df[['a']]
out = []
for i in range(4):
    df.loc[i, 'a'] = -1.0
    s.iloc[i] += 10
    out.append((df['a'].tolist(), s.tolist(), view['a'].tolist()))
""",
    ),
)
