import { describe, expect, it } from 'vitest';
import { cellsAbove, ICell, whereIs } from '../cells';
import { operation } from './samples';

const SOURCE = operation().source ?? '';
const cell = (id: string, source: string, isCode = true): ICell => ({ id, source, isCode });

describe('where the cell of an operation is', () => {
  it('is found by its id, and told as edited when its text differs', () => {
    expect(whereIs(operation(), [cell('cell-1', SOURCE)])).toEqual({ found: true, id: 'cell-1', edited: false });
    const edited = [cell('cell-1', `${SOURCE}\n    more()`)];
    expect(whereIs(operation(), edited)).toEqual({ found: true, id: 'cell-1', edited: true });
  });

  it('is found by its text when it was cut and pasted', () => {
    expect(whereIs(operation(), [cell('x', 'a = 1'), cell('new', `${SOURCE}\n`)])).toMatchObject({ id: 'new' });
  });

  it('prefers the id to the text', () => {
    const cells = [cell('pasted', SOURCE), cell('cell-1', SOURCE)];
    expect(whereIs(operation(), cells)).toMatchObject({ id: 'cell-1' });
  });

  it('is not the rest of a cell that was split, or that became text', () => {
    expect(whereIs(operation(), [cell('cell-1', 'for i in range(3):')])).toEqual({ found: false, why: 'changed' });
    expect(whereIs(operation(), [cell('cell-1', SOURCE, false)])).toEqual({ found: false, why: 'changed' });
  });

  it('is nowhere when the cell was deleted', () => {
    expect(whereIs(operation(), [cell('other', '%%checkpointed\npass')])).toEqual({ found: false, why: 'deleted' });
  });
});

describe('the cells above', () => {
  it('are the code cells before it, without empty and checkpointed ones', () => {
    const cells = [
      cell('text', '# Title', false),
      cell('imports', 'import numpy'),
      cell('empty', '  \n'),
      cell('other', '%%checkpointed --name a\npass'),
      cell('data', 'x = 1'),
      cell('cell-1', SOURCE),
      cell('below', 'print(x)')
    ];
    expect(cellsAbove(cells, 'cell-1').map(({ id }) => id)).toEqual(['imports', 'data']);
    expect(cellsAbove(cells, 'gone')).toEqual([]);
  });
});
