/** Since when a notebook's kernel runs: what was completed before that is not in it. */
import { Kernel } from '@jupyterlab/services';
import { evaluate } from './kernel';

/** Learns when a kernel's process began, once for each start, while it is idle, and leaves no trace in it. */
export class KernelProcess {
  /** In seconds since the epoch, or null while it is not known. */
  get started_at(): number | null {
    return this.known;
  }

  /** The kernel was started again, or is another one. */
  forget(): void {
    this.known = null;
    this.starts += 1;
    this.asking = false;
  }

  /** Ask, where it makes sense now; whether something new was learned. */
  async learn(kernel: Kernel.IKernelConnection | null | undefined): Promise<boolean> {
    if (!kernel || kernel.status !== 'idle' || this.known !== null || this.asking) {
      return false;
    }
    this.asking = true;
    const starts = this.starts;
    const started_at = await startOf(kernel).catch(() => null);
    if (starts !== this.starts) {
      return false;
    }
    this.asking = false;
    this.known = started_at;
    return started_at !== null;
  }

  private known: number | null = null;
  private asking = false;
  private starts = 0;
}

async function startOf(kernel: Kernel.IKernelConnection): Promise<number | null> {
  const found = await evaluate(kernel, "__import__('psutil').Process().create_time()");
  const started_at = Number((found as { data?: Record<string, unknown> } | null | undefined)?.data?.['text/plain']);
  return Number.isFinite(started_at) && started_at > 0 ? started_at : null;
}
