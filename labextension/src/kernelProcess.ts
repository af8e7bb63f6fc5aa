/** Which process a notebook's kernel is: a result that another process made is not in this one. */
import { Kernel } from '@jupyterlab/services';

/** Learns the process id of a kernel once for each start, while it is idle, and leaves no trace in it. */
export class KernelProcess {
  /** The id, or null while it is not known. */
  get pid(): number | null {
    return this.known;
  }

  /** The kernel was started again, or is another one. */
  forget(): void {
    this.known = null;
    this.start += 1;
    this.asking = false;
  }

  /** Ask, where it makes sense now; whether something new was learned. */
  async learn(kernel: Kernel.IKernelConnection | null | undefined): Promise<boolean> {
    if (!kernel || kernel.status !== 'idle' || this.known !== null || this.asking) {
      return false;
    }
    this.asking = true;
    const start = this.start;
    const pid = await pidOf(kernel).catch(() => null);
    if (start !== this.start) {
      return false;
    }
    this.asking = false;
    this.known = pid;
    return pid !== null;
  }

  private known: number | null = null;
  private asking = false;
  private start = 0;
}

async function pidOf(kernel: Kernel.IKernelConnection): Promise<number | null> {
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { pid: "__import__('os').getpid()" }
  });
  const { content } = await future.done;
  const found = content.status === 'ok' ? (content.user_expressions?.pid as { data?: Record<string, unknown> }) : null;
  const pid = Number(found?.data?.['text/plain']);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}
