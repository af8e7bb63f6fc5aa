import { describe, expect, it } from 'vitest';
import { cellState, isCheckpointed } from '../cellState';
import { operation, running } from './examples';

describe('a cell', () => {
  it('is checkpointed when it begins with the magic, options or not', () => {
    expect(isCheckpointed('%%checkpointed\nfor i in x: i')).toBe(true);
    expect(isCheckpointed('\n%%checkpointed --every 3')).toBe(true);
  });

  it('is not checkpointed by a longer name, a later line or a comment', () => {
    expect(isCheckpointed('%%checkpointed_too\n')).toBe(false);
    expect(isCheckpointed('x = 1\n%%checkpointed')).toBe(false);
    expect(isCheckpointed('# %%checkpointed')).toBe(false);
    expect(isCheckpointed('')).toBe(false);
  });

  it('tells the state of its operation', () => {
    expect(cellState(null).kind).toBe('ready');
    expect(cellState(running())).toEqual({ kind: 'running', text: 'running 42 %' });
    expect(cellState(running({ state: 'paused' }))).toEqual({ kind: 'paused', text: 'paused at 42 %' });
    expect(cellState(operation())).toEqual({ kind: 'interrupted', text: 'interrupted at 60 %' });
    expect(cellState(operation({ status: 'failed', total: null })).text).toBe('failed at item 60');
    expect(cellState(operation({ status: 'completed' })).kind).toBe('completed');
  });
});
