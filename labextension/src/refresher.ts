/** When to look again: many events make one look, one look at a time, and a next one after a while. */
import { IDisposable } from '@lumino/disposable';

/** How long events are gathered before one look, in milliseconds. */
export const GATHER_MS = 60;

/** Calls `look` on request; never twice at once, and again after `delay_ms()` unless that is null. */
export class Refresher implements IDisposable {
  constructor(
    private readonly look: () => Promise<void>,
    private readonly delay_ms: () => number | null
  ) {}

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** Look: at once when `soon`, else with the events of the next moment. What is asked for during a look follows it. */
  request(soon = false): void {
    if (this.disposed) {
      return;
    }
    this.wanted = true;
    if (!this.looking) {
      this.schedule(soon ? 0 : GATHER_MS);
    }
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private schedule(delay_ms: number): void {
    const due_ms = Date.now() + delay_ms;
    if (this.timer === undefined || due_ms < this.due_ms) {
      clearTimeout(this.timer);
      this.due_ms = due_ms;
      this.timer = setTimeout(() => void this.run(), delay_ms);
    }
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.wanted = false;
    this.looking = true;
    try {
      await this.look();
    } catch {
      // What went wrong is the look's to tell; here only the next one matters.
    } finally {
      this.looking = false;
      this.follow();
    }
  }

  private follow(): void {
    const delay_ms = this.wanted ? GATHER_MS : this.delay_ms();
    if (!this.disposed && delay_ms !== null) {
      this.schedule(delay_ms);
    }
  }

  private timer: ReturnType<typeof setTimeout> | undefined;
  private due_ms = 0;
  private wanted = false;
  private looking = false;
  private disposed = false;
}
