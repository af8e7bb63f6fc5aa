import { describe, expect, it } from 'vitest';
import { KernelSequence } from '../kernelSequence';

const newsOf = (states: string[]): string[] => {
  const sequence = new KernelSequence();
  return states.map(state => `${state}:${sequence.next(state) ?? ''}`);
};

describe('a sequence of kernel states', () => {
  it('is lost at a kill, and looked at again when the new process is there', () => {
    expect(newsOf(['idle', 'busy', 'restarting', 'autorestarting', 'unknown', 'busy', 'idle'])).toEqual([
      'idle:look',
      'busy:',
      'restarting:lost',
      'autorestarting:lost',
      'unknown:',
      'busy:look',
      'idle:look'
    ]);
  });

  it('is lost at a restart by the person, while the old process still runs', () => {
    expect(newsOf(['idle', 'restarting', 'restarting', 'unknown', 'starting', 'idle'])).toEqual([
      'idle:look',
      'restarting:lost',
      'restarting:',
      'unknown:',
      'starting:',
      'idle:look'
    ]);
  });

  it('is no news while a kernel only works', () => {
    expect(newsOf(['idle', 'busy', 'idle', 'busy', 'idle']).slice(1)).toEqual(['busy:', 'idle:', 'busy:', 'idle:']);
  });
});
