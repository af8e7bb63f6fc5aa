import { describe, expect, it } from 'vitest';
import { commandOf } from '../controlClasses';

describe('the classes of a button that the kernel drew', () => {
  it('name what to do and with which operation', () => {
    expect(commandOf('jupyter-button ckpt-magic-do-run-above-and-resume ckpt-magic-of-my_cell.v2-1a2b3c x')).toEqual({
      name: 'run-above-and-resume',
      id: 'my_cell.v2-1a2b3c'
    });
  });

  it('mean nothing when one of them is missing', () => {
    expect(commandOf('ckpt-magic-do-stop')).toBeNull();
    expect(commandOf('ckpt-magic-of-a')).toBeNull();
    expect(commandOf('')).toBeNull();
  });
});
