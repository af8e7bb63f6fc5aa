"""Cells about files: other processes, encodings, folders, formats."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="np_memmap_increment",
        source=r"""
import numpy as np
mm = np.memmap('m.dat', dtype='i8', mode='w+', shape=(3,))
for i in range(4):
    mm[0] += 1
    mm[1] = mm[0] * 10
tot = int(mm[0]); mm.flush(); del mm
""",
    ),
    Cell(
        name="shell_append",
        source=r"""
for i in range(4):
    !echo row{i} >> log.txt
n = open('log.txt').read()
""",
    ),
    Cell(
        name="subprocess_append",
        source=r"""
import subprocess
for i in range(4):
    subprocess.run(f'echo row{i} >> log.txt', shell=True)
n = open('log.txt').read()
""",
    ),
    Cell(
        name="path_open_newline",
        setup=(
            r"""
open("in.csv", "w", newline="").write('1,"x\r\ny"\r\n2,"z\r\nw"\r\n3,"u\r\nv"\r\n')
""",
        ),
        source=r"""
import csv, pathlib
out = []
read, write = pathlib.Path('in.csv'), pathlib.Path('o.txt')
with read.open(newline='') as f, write.open('w', newline='\r\n') as o:
    for row in csv.reader(f):
        out.append(row); o.write('line\n')
""",
    ),
    Cell(
        name="text_encodings_bom",
        source=r"""
fs = [open(f'{e}.txt', 'w', encoding=e) for e in ('utf-16', 'utf-8-sig', 'utf-32')]
for i in range(4):
    for f in fs: f.write(f'é{i}\n')
for f in fs: f.close()
back = [open(f.name, encoding=f.encoding).read() for f in fs]
del fs, f
""",
    ),
    Cell(
        name="files_remove_rmtree_link",
        source=r"""
import os, shutil
log = []
for i in range(4):
    os.makedirs(f'w/{i}')
    open(f'w/{i}/a.txt', 'w').write(str(i))
    if i: log.append(open(f'w/{i-1}/a.txt').read()); shutil.rmtree(f'w/{i-1}')
    os.symlink(f'w/{i}', 'latest.tmp'); os.replace('latest.tmp', 'latest')
    shutil.copy(f'w/{i}/a.txt', f'c{i}.txt'); shutil.move(f'c{i}.txt', f'm{i}.txt')
names = sorted(os.listdir('w')); link = os.readlink('latest')
""",
    ),
    Cell(
        name="file_deleted_input",
        setup=(
            r"""
for i in range(4): open(f"in{i}.txt", "w").write(str(i))
""",
        ),
        source=r"""
import os
out = []
for i in range(4):
    out.append(open(f'in{i}.txt').read())
    os.remove(f'in{i}.txt')
    open('sum.txt', 'a').write(out[-1])
""",
    ),
    Cell(
        name="np_save_pickle_json_outputs",
        source=r"""
import numpy as np, json, pickle
hist = []
for i in range(4):
    hist.append(i)
    np.save('a.npy', np.arange(i + 1)); np.savez('b.npz', x=np.arange(i))
    json.dump(hist, open('h.json', 'w')); pickle.dump(hist, open('h.pkl', 'wb'))
    with open('h.json') as f: back = json.load(f)
del f
""",
    ),
    Cell(
        name="open_replaced_by_user",
        ignore=("files",),
        setup=(
            r"""
from gzip import open
""",
        ),
        source=r"""
for i in range(3):
    with open('x.gz', 'at') as f: f.write(f'{i}\n')
import gzip
data = gzip.GzipFile('x.gz').read()
del f
""",
    ),
    Cell(
        name="sqlite_rows_inserted",
        source=r"""
import sqlite3
con = sqlite3.connect('x.db'); con.execute('create table t(i int)')
for i in range(4):
    with con: con.execute('insert into t values (?)', (i,))
    for j in range(2): n = con.execute('select count(*) from t').fetchone()[0]
rows = con.execute('select count(*), sum(i) from t').fetchall(); con.close(); del con
""",
    ),
)
