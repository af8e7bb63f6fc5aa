import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../choices';
import { connection, operation, running, store } from './examples';
import { IOperation, IStore } from '../types';

const HERE = { hasCell: () => true };
const GONE = { hasCell: () => false };

function labels(one: IOperation, of: IStore = store(), around = HERE): string[] {
  return buttonsOf(one, of, around).map(button => button.label);
}

describe('the buttons of an operation', () => {
  it('control what runs', () => {
    expect(labels(running())).toEqual(['Checkpoint now', 'Pause', 'Stop after this iteration']);
  });

  it('continue what is paused', () => {
    expect(labels(running({ state: 'paused' }))).toContain('Continue');
    expect(labels(running({ state: 'paused' }))).not.toContain('Pause');
  });

  it('are not shown where nothing would hear them', () => {
    expect(labels(running({ controllable: false }))).toEqual([]);
    expect(labels(operation({ status: 'running' }))).toEqual([]);
  });

  it('resume, restore and discard what was interrupted', () => {
    expect(labels(operation())).toEqual(['Resume', 'Restore variables', 'Discard']);
  });

  it('resume what failed', () => {
    expect(labels(operation({ status: 'failed' }))).toContain('Resume');
  });

  it('say that a store with another key is trusted by resuming, and restore nothing from it', () => {
    expect(labels(operation(), store({ trusted: false }))).toEqual(['Trust this store and resume', 'Discard']);
  });

  it('offer the cells above first when something needed could not be saved', () => {
    const buttons = buttonsOf(operation({ needed: [connection] }), store(), HERE);
    expect(buttons[0]).toMatchObject({ label: 'Run the cells above, then resume', primary: true });
    expect(buttons[1]).toMatchObject({ label: 'Resume', primary: false });
  });

  it('put a deleted cell back', () => {
    expect(labels(operation(), store(), GONE)[0]).toBe('Put its cell back and resume');
  });

  it('resume nothing without a checkpoint', () => {
    expect(labels(operation({ checkpoint: null }))).toEqual(['Discard']);
  });

  it("resume neither another notebook's cell nor a script's loop", () => {
    for (const relation of ['copy', 'elsewhere'] as const) {
      expect(labels(operation({ relation }))).toEqual(['Restore variables', 'Discard']);
    }
    expect(labels(operation({ kind: 'loop' }))).toEqual(['Discard']);
  });

  it('restore the result of what is completed', () => {
    expect(labels(operation({ status: 'completed' }))).toEqual(['Restore the result', 'Discard']);
  });

  it('discard nothing from a store that cannot be written', () => {
    expect(labels(operation(), store({ writable: false }))).not.toContain('Discard');
  });
});
