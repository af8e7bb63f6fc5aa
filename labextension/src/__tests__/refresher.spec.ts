import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GATHER_MS, Refresher } from '../refresher';

/** A refresher whose looks last until they are answered. */
function observed(delay_ms: number | null = null) {
  const answers: (() => void)[] = [];
  const look = vi.fn(() => new Promise<void>(resolve => answers.push(resolve)));
  const refresher = new Refresher(look, () => delay_ms);
  const answer = async (): Promise<void> => {
    answers.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { refresher, look, answer };
}

describe('a refresher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('makes one look of many events', async () => {
    const { refresher, look } = observed();
    refresher.request();
    refresher.request();
    expect(look).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('looks at once where it is soon, and forgets the later look', async () => {
    const { refresher, look, answer } = observed();
    refresher.request();
    refresher.request(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(look).toHaveBeenCalledTimes(1);
    await answer();
    await vi.advanceTimersByTimeAsync(10 * GATHER_MS);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('never looks twice at the same time, and again after a look that was overtaken by events', async () => {
    const { refresher, look, answer } = observed();
    refresher.request(true);
    await vi.advanceTimersByTimeAsync(0);
    refresher.request(true);
    refresher.request();
    await vi.advanceTimersByTimeAsync(10 * GATHER_MS);
    expect(look).toHaveBeenCalledTimes(1);
    await answer();
    await vi.advanceTimersByTimeAsync(GATHER_MS);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('goes on by itself while there is a delay', async () => {
    const { refresher, look, answer } = observed(1000);
    refresher.request(true);
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    await vi.advanceTimersByTimeAsync(1000);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('goes on after a look that failed', async () => {
    const look = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValue(undefined);
    const refresher = new Refresher(look, () => 1000);
    refresher.request(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(look).toHaveBeenCalledTimes(2);
    refresher.dispose();
  });

  it('stops when it is disposed, also in the middle of a look', async () => {
    const { refresher, look, answer } = observed(1000);
    refresher.request(true);
    await vi.advanceTimersByTimeAsync(0);
    refresher.dispose();
    await answer();
    refresher.request();
    await vi.advanceTimersByTimeAsync(5000);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
