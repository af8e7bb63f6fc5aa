/** What the mark on a cell says, decided from plain data alone. */
import { formatShare } from './format';
import { IOperation } from './types';

/** The line a checkpointed cell begins with. */
const MAGIC = /^\s*%%checkpointed(?![\w])/;

/** How long the beginning of a source is that decides whether it is checkpointed. */
export const PREFIX_LENGTH = 80;

/** A state of a mark, and the words for it. */
export interface ICellState {
  kind: 'ready' | 'running' | 'paused' | 'interrupted' | 'failed' | 'completed';
  text: string;
}

/** Whether a cell with this source is checkpointed. */
export function isCheckpointed(source: string): boolean {
  return MAGIC.test(source.slice(0, PREFIX_LENGTH));
}

/** The state of a cell, by the newest operation it has; null when there is none. */
export function cellState(operation: IOperation | null): ICellState {
  switch (operation?.status) {
    case 'running':
      return running(operation);
    case 'interrupted':
    case 'failed':
      return { kind: operation.status, text: `${operation.status}${at(operation.processed, operation.total)}` };
    case 'completed':
      return { kind: 'completed', text: 'completed; its result can be restored' };
    default:
      return { kind: 'ready', text: 'ready: it can be resumed when its kernel dies' };
  }
}

function running(operation: IOperation): ICellState {
  const live = operation.live;
  const share = live && live.processed !== null ? progress(live.processed, live.total) : '';
  return live?.state === 'paused'
    ? { kind: 'paused', text: `paused ${share ? `at ${share}` : ''}`.trim() }
    : { kind: 'running', text: `running ${share}`.trim() };
}

function at(processed: number, total: number | null): string {
  return ` at ${progress(processed, total)}`;
}

function progress(processed: number, total: number | null): string {
  return total ? formatShare(processed / total) : `item ${processed}`;
}
