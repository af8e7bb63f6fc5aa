"""Cells about files read and written."""

from tests.conformance.cell import Cell

CELLS = (
    Cell(
        name="file_read_lines",
        setup=(
            r"""
open("in.txt", "w", newline="").write("h\r\na\nbé\r\nc\nd\n")
""",
        ),
        source=r"""
out = []
f = open('in.txt')
head = f.readline()
for line in f:
    out.append(line)
    for q in range(2): pass
f.close()
""",
    ),
    Cell(
        name="file_enumerate",
        setup=(
            r"""
open("in.txt", "w", encoding="utf-8").write("é\n" * 4)
""",
        ),
        source=r"""
out = []
with open('in.txt', encoding='utf-8') as f:
    for n, line in enumerate(f, 1):
        out.append((n, line.strip()))
""",
    ),
    Cell(
        name="csv_reader",
        setup=(
            r"""
open("in.csv", "w", newline="").write("a,b\n1,\"x\ny\"\n2,z\n3,w\n")
""",
        ),
        source=r"""
import csv
out = []
with open('in.csv', newline='') as f:
    for row in csv.reader(f):
        out.append(row)
""",
    ),
    Cell(
        name="csv_reader_var",
        setup=(
            r"""
open("in.csv", "w", newline="").write("a,b\n1,\"x\ny\"\n2,z\n3,w\n")
""",
        ),
        source=r"""
import csv
out = []
f = open('in.csv', newline='')
r = csv.reader(f)
header = next(r)
for row in r:
    out.append((r.line_num, row))
    for q in range(2): pass
f.close()
""",
    ),
    Cell(
        name="csv_dictreader",
        setup=(
            r"""
open("in.csv", "w", newline="").write("a,b\n1,x\n2,z\n3,w\n")
""",
        ),
        source=r"""
import csv
out = []
f = open('in.csv', newline='')
for row in csv.DictReader(f):
    out.append(row)
f.close()
""",
    ),
    Cell(
        name="csv_writer_loop",
        source=r"""
import csv
f = open('out.csv', 'w', newline='')
w = csv.writer(f)
w.writerow(['i', 'j'])
for i in range(3):
    for j in range(2):
        w.writerow([i, j])
f.close()
lines = open('out.csv').read().splitlines()
""",
    ),
    Cell(
        name="csv_dictwriter",
        source=r"""
import csv
with open('out.csv', 'w', newline='') as f:
    w = csv.DictWriter(f, fieldnames=['i', 'sq']); w.writeheader()
    for i in range(4):
        w.writerow(dict(i=i, sq=i * i))
""",
    ),
    Cell(
        name="file_open_in_body_append",
        source=r"""
for i in range(4):
    with open('log.txt', 'a') as f:
        f.write(f'{i}\n')
    for j in range(2):
        print(i, j, file=open('log2.txt', 'a'))
n = sum(1 for _ in open('log.txt'))
""",
    ),
    Cell(
        name="file_read_modify_write",
        source=r"""
import json, os
for i in range(4):
    st = json.load(open('state.json')) if os.path.exists('state.json') else {'n': 0}
    st['n'] += 1
    with open('state.json', 'w') as f: json.dump(st, f)
final = json.load(open('state.json'))
""",
    ),
    Cell(
        name="file_atomic_rename",
        source=r"""
import os
for i in range(4):
    old = open('v.txt').read() if os.path.exists('v.txt') else ''
    with open('v.tmp', 'w') as f: f.write(old + str(i))
    os.replace('v.tmp', 'v.txt')
final = open('v.txt').read()
""",
    ),
    Cell(
        name="file_mkdir_x_mode",
        source=r"""
import os
for i in range(4):
    os.mkdir(f'd{i}')
    with open(f'd{i}/x.txt', 'x') as f: f.write(str(i))
names = sorted(os.listdir('.'))
names = [n for n in names if n.startswith('d')]
""",
    ),
    Cell(
        name="file_rplus",
        source=r"""
f = open('r.bin', 'w+b'); f.write(bytes(10))
for i in range(4):
    f.seek(i); f.write(bytes([i + 65])); f.seek(0); head = f.read(4)
f.seek(0); data = f.read(); f.close()
""",
    ),
    Cell(
        name="file_inplace_increment",
        source=r"""
f = open('ctr.bin', 'w+b'); f.write(b'0')
for i in range(4):
    f.seek(0); n = int(f.read()); f.seek(0); f.write(str(n + 1).encode()); f.flush()
f.seek(0); data = f.read(); f.close()
""",
    ),
)
