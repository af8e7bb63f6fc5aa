import { describe, expect, it } from 'vitest';
import {
  endText,
  messageOf,
  paceText,
  progressOf,
  progressText,
  savedText,
  shareOf,
  statusText,
  warningsOf
} from '../describe';
import { connection, live, NOW_S, operation, running } from './examples';

/** Lines as read: spaces that do not break are spaces. */
function read(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

describe('an operation in words', () => {
  it('has the progress of its run, else what the dead process had reached, else its checkpoint', () => {
    const reached = { processed: 70, total: 100, at: NOW_S };
    expect(progressOf(running()).processed).toBe(42);
    expect(progressOf(operation({ reached })).processed).toBe(70);
    expect(progressOf(operation()).processed).toBe(60);
  });

  it('has no share without a known end, and never more than all', () => {
    expect(shareOf({ processed: 3, total: null })).toBeNull();
    expect(shareOf({ processed: 3, total: 0 })).toBeNull();
    expect(shareOf({ processed: 12, total: 10 })).toBe(1);
  });

  it('says how far it is, as much of it as is known', () => {
    expect(read(progressText({ processed: 12300, total: 20000 }))).toBe('12 300 of 20 000 · 61 %');
    expect(read(progressText({ processed: 17, total: null }))).toBe('17 done');
    expect(progressText({ processed: null, total: 9 })).toBe('');
  });

  it('says how fast it goes, and no time left while it waits', () => {
    expect(read(paceText(live()))).toBe('2.0/s · 29 s left · 1 min so far');
    expect(read(paceText(live({ state: 'paused' })))).not.toContain('left');
  });

  it('says what saving costs', () => {
    expect(read(savedText(live(), NOW_S))).toBe('Checkpoint 8 s ago · 12 MB · stalled 3 ms · overhead 0.4 %');
    expect(savedText(live({ checkpoint_at: null }), NOW_S)).toBe('No checkpoint in this run yet');
  });

  it('says how it ended, and where its checkpoint is', () => {
    const text = read(endText(operation({ died: true }), NOW_S));
    expect(text).toBe('Its kernel died 5 s ago; checkpoint at 60, saved 8 s ago, 12 MB');
    expect(endText(operation({ checkpoint: null }), NOW_S)).toContain('no checkpoint was saved');
  });

  it('says that the person stopped it, once', () => {
    const stopped = operation({ message: 'stopped by the person' });
    expect(endText(stopped, NOW_S)).toMatch(/^Stopped by you/);
    expect(messageOf(stopped)).toBe('');
    expect(messageOf(operation({ status: 'failed', message: 'KeyError: 3' }))).toBe('KeyError: 3');
  });

  it('names the notebook to open when this one is its copy', () => {
    expect(warningsOf(operation({ relation: 'copy', notebook: 'b.ipynb' }))[0]).toContain('b.ipynb');
  });

  it('warns of a crash loop from the second death on', () => {
    expect(warningsOf(operation({ deaths: 1 }))).toEqual([]);
    expect(warningsOf(operation({ deaths: 2 }))[0]).toContain('2 times in a row');
  });

  it('names what is needed but was not saved', () => {
    expect(warningsOf(operation({ needed: [connection] }))).toEqual(['Needed, but not saved: connection.']);
  });

  it('fits the status bar', () => {
    expect(read(statusText(running()))).toBe('train 42 % · 29 s left');
    expect(read(statusText(running({ state: 'paused' })))).toBe('train 42 % · paused');
    expect(read(statusText(running({ total: null, eta_s: null })))).toBe('train 42');
  });
});
