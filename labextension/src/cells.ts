/** Which cell of a notebook an operation belongs to. Pure, over plain cells. */
import { isCheckpointed } from './cellState';
import { IOperation } from './types';

/** A cell, as much of it as matters here. */
export interface ICell {
  id: string;
  isCode: boolean;
  source: string;
}

/**
 * Where an operation's cell is: found, by its id or as a copy with the same text; `changed`: the cell of that id is no
 * checkpointed one any more, as after a split; `deleted`: no such cell.
 */
export type Whereabouts = { found: true; id: string; edited: boolean } | { found: false; why: 'changed' | 'deleted' };

/** Look for the cell of an operation. */
export function whereIs({ cell_id, source }: IOperation, cells: readonly ICell[]): Whereabouts {
  const checkpointed = cells.filter(cell => cell.isCode && isCheckpointed(cell.source));
  const sameId = checkpointed.find(cell => cell.id === cell_id);
  const sameText = source === null ? undefined : checkpointed.find(cell => isSame(cell.source, source));
  const cell = sameId ?? sameText;
  if (cell) {
    return { found: true, id: cell.id, edited: source !== null && !isSame(cell.source, source) };
  }
  return { found: false, why: cells.some(other => other.id === cell_id) ? 'changed' : 'deleted' };
}

/** The cells to run before a cell: the code cells above it, but for empty and checkpointed ones. */
export function cellsAbove(cells: readonly ICell[], id: string): ICell[] {
  const index = cells.findIndex(cell => cell.id === id);
  return cells
    .slice(0, Math.max(0, index))
    .filter(cell => cell.isCode && cell.source.trim() !== '' && !isCheckpointed(cell.source));
}

function isSame(source: string, other: string): boolean {
  return source.trim() === other.trim();
}
