# ruff: noqa: E501 (cells as dense as this say a case in one screen)
"""Files and what is written to them."""

from __future__ import annotations

from tests.capture.two_processes import Case

CASES = [
    Case(
        claim="a file that is written goes on at its place, without what came after",
        setup="""
import pathlib
w = open('w.txt', 'w'); w.write('one\\n'); a = open('a.txt', 'a'); a.write('1\\n'); x = open('x.bin', 'xb'); x.write(b'12'); raw = open('r.bin', 'wb', buffering=0); raw.write(b'abc')
crlf = open('crlf.txt', 'w', newline='\\r\\n'); crlf.write('l\\n'); u16 = open('u.txt', 'w', encoding='utf-16'); u16.write('é\\n')
closed = open('c.txt', 'w'); closed.close(); same = w; line = open('line.txt', 'w', buffering=1)
import atexit; atexit.register(lambda: [f.write('LOST' if 'b' not in f.mode else b'LOST') for f in (w, a, x, crlf)])
""",
        check="""
assert w.mode == 'w' and a.mode == 'a' and x.mode == 'xb' and same is w and closed.closed and closed.name == 'c.txt' and line.line_buffering
w.write('two\\n'); w.close(); a.write('2\\n'); a.close(); x.write(b'3'); x.close(); raw.write(b'd'); raw.close(); crlf.write('m\\n'); crlf.close(); u16.write('à\\n'); u16.close()
P = pathlib.Path
assert P('w.txt').read_text() == 'one\\ntwo\\n' and P('a.txt').read_text() == '1\\n2\\n' and P('x.bin').read_bytes() == b'123' and P('r.bin').read_bytes() == b'abcd'
assert P('crlf.txt').read_bytes() == b'l\\r\\nm\\r\\n' and P('u.txt').read_text(encoding='utf-16') == 'é\\nà\\n'
""",
    ),
    Case(
        claim="a file that is read goes on at its place with its line ends",
        setup="""
open('in.txt', 'w', newline='').write('h\\r\\nbé\\r\\nc\\n')
f = open('in.txt'); f.readline(); g = open('in.txt', newline=''); g.readline(); h = open('in.txt', 'rb'); h.read(2); e = open('in.txt'); e.read(); e2 = open('in.txt', newline=''); e2.read()
n = open('in.txt', newline='\\n'); fresh = open('in.txt', newline='')
d = open('in.txt'); next(d)
""",
        check="""
assert f.readline() == 'bé\\n' and g.readline() == 'bé\\r\\n' and h.read(2) == b'\\nb' and e.read() == '' and e2.read() == ''
e.seek(0); e2.seek(0); assert e.readline() == 'h\\n' and e2.readline() == 'h\\r\\n' and n.readline() == 'h\\r\\n' and fresh.readline() == 'h\\r\\n'
assert set(skipped) == {'d'} and 'tell' in skipped['d']
""",
    ),
    Case(
        claim="files for update, compressed and temporary files are refused",
        setup="""
import gzip, zipfile, tempfile, os
r = open('up.txt', 'w+'); g = gzip.open('z.gz', 'wt'); z = zipfile.ZipFile('z.zip', 'w'); t = tempfile.NamedTemporaryFile(); fd = os.fdopen(os.open('fd.txt', os.O_CREAT | os.O_WRONLY), 'w')
""",
        check="assert set(skipped) == {'r', 'g', 'z', 't', 'fd'}, skipped",
    ),
    Case(
        claim="csv readers and writers go on between two rows",
        setup="""
import csv
open('in.csv', 'w', newline='').write('a,b\\n1,"x\\ny"\\n2,z\\n3,w\\n')
f = open('in.csv', newline=''); r = csv.reader(iter(f.readline, '')); head = next(r); next(r)
d = csv.DictReader(['p,q', '1,2', '3,4']); first = next(d)
o = open('out.csv', 'w', newline=''); w = csv.writer(o, delimiter=';'); w.writerow([1, 2])
""",
        check="""
assert r.line_num == 3 and next(r) == ['2', 'z'] and r.line_num == 4 and next(d) == {'p': '3', 'q': '4'}
w.writerow([3, 4]); o.close(); assert open('out.csv', newline='').read() == '1;2\\r\\n3;4\\r\\n'
""",
    ),
]
