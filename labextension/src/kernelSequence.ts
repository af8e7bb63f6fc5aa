/** What a sequence of kernel states means. Pure. */

const LOST = ['restarting', 'autorestarting', 'terminating', 'dead'];
const UNSETTLED = ['unknown', 'starting', ...LOST];

/** `lost`: its variables are gone, or about to be. `look`: it is there, so what the store says holds now. */
export type News = 'lost' | 'look' | null;

/**
 * Reads one state after the other. Being busy and idle by turns is no news: silent questions make a kernel do that too.
 */
export class KernelSequence {
  /** What this state means after those before it. */
  next(status: string): News {
    const wasSettled = this.settled;
    const isNew = status !== this.last;
    this.last = status;
    this.settled = !UNSETTLED.includes(status);
    if (LOST.includes(status)) {
      this.rested = false;
      return isNew ? 'lost' : null;
    }
    const isFirstRest = status === 'idle' && !this.rested;
    this.rested = this.settled && (this.rested || status === 'idle');
    return this.settled !== wasSettled || isFirstRest ? 'look' : null;
  }

  private last = '';
  private settled = false;
  /** Whether it was idle since it settled: from then on it can be asked, too. */
  private rested = false;
}
