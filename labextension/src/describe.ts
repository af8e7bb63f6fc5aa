/** Operations in words: pure functions from plain data and the time to the lines of the side panel and the status bar. */
import { formatAgo, formatBytes, formatCount, formatDuration, formatRate, formatShare } from './format';
import { ILive, IOperation } from './types';

const NO_BREAK = '\u00a0';

/** Ends that the person brought about, as the kernel records them and as the person reads them. */
const BY_THE_PERSON: Readonly<Record<string, string>> = {
  'stopped by the person': 'Stopped by you',
  'interrupted by the person': 'Interrupted by you'
};

/** So many deaths at one place are no accident. */
const CRASH_LOOP = 2;

/** How far something is: what is done, of how many, where that is known. */
export interface IProgress {
  processed: number | null;
  total: number | null;
}

/** Where an operation is: live while it runs, what the dead process had reached, else its last checkpoint. */
export function progressOf(operation: IOperation): IProgress {
  return operation.live ?? operation.reached ?? operation;
}

/** The share done, 0..1; null where it cannot be said. */
export function shareOf({ processed, total }: IProgress): number | null {
  return processed === null || !total ? null : Math.min(1, processed / total);
}

/** "12 300 of 20 000 · 61 %", as much of it as is known. */
export function progressText(progress: IProgress): string {
  if (progress.processed === null) {
    return '';
  }
  const done = formatCount(progress.processed);
  const share = shareOf(progress);
  if (share === null) {
    return `${done} done`;
  }
  return `${done} of ${formatCount(progress.total ?? 0)} · ${formatShare(share)}`;
}

/** The word for the state of an operation: its status, or what it does while it runs. */
export function stateText(operation: IOperation): string {
  return operation.live?.state ?? operation.status;
}

/** "12.3/s · 10 min left · 3 min so far" */
export function paceText(live: ILive): string {
  return join([
    live.rate_per_s === null ? '' : formatRate(live.rate_per_s),
    live.eta_s === null || live.state === 'paused' ? '' : `${formatDuration(live.eta_s)} left`,
    `${formatDuration(live.elapsed_s)} so far`
  ]);
}

/** "Checkpoint 8 s ago · 12 MB · stalled 3 ms · overhead 0.4 %" */
export function savedText(live: ILive, now_s: number): string {
  if (live.checkpoint_at === null) {
    return 'No checkpoint in this run yet';
  }
  return join([
    `Checkpoint ${formatAgo(now_s - live.checkpoint_at)}`,
    live.checkpoint_size_bytes === null ? '' : formatBytes(live.checkpoint_size_bytes),
    live.stall_s === null ? '' : `stalled ${formatDuration(live.stall_s)}`,
    `overhead ${formatShare(live.overhead)}`
  ]);
}

/** " 8 s ago": when an operation ended, as far as that is known; else ''. */
export function endedText({ ended_at, reached, last_checkpoint_at }: IOperation, now_s: number): string {
  const at_s = ended_at ?? reached?.at ?? last_checkpoint_at;
  return at_s === null ? '' : ` ${formatAgo(now_s - at_s)}`;
}

/** How an operation that does not run came to its end, and where its checkpoint is. */
export function endText(operation: IOperation, now_s: number): string {
  const when = endedText(operation, now_s);
  if (operation.status === 'completed') {
    const kept = operation.checkpoint ? `; its result is kept, ${formatBytes(operation.checkpoint.size_bytes)}` : '';
    return `Completed${when}${kept}`;
  }
  return `${howItEnded(operation)}${when}; ${checkpointText(operation, now_s)}`;
}

function howItEnded({ died, status, message }: IOperation): string {
  if (died) {
    return 'Its kernel died';
  }
  return BY_THE_PERSON[message] ?? (status === 'failed' ? 'Failed' : 'Interrupted');
}

/** What is to be read about the operation besides its figures: why it failed, why a checkpoint was skipped. */
export function messageOf({ live, message }: IOperation): string {
  return live?.message || (message in BY_THE_PERSON ? '' : message);
}

function checkpointText(operation: IOperation, now_s: number): string {
  const checkpoint = operation.checkpoint;
  if (!checkpoint) {
    return 'no checkpoint was saved';
  }
  const place = `checkpoint at ${formatCount(checkpoint.processed)}`;
  const age = `saved ${formatAgo(now_s - checkpoint.created_at)}`;
  return `${place}, ${age}, ${formatBytes(checkpoint.size_bytes)}`;
}

/** That it dies at one place again and again, or '' while it may have been an accident. */
export function crashLoopText({ deaths }: IOperation): string {
  return deaths < CRASH_LOOP
    ? ''
    : `It died ${deaths} times in a row at the same place. See what it does there before you go on: often it is memory.`;
}

/** What the person should know before pressing a button; [] when there is nothing. */
export function warningsOf(operation: IOperation): string[] {
  const warnings: string[] = [];
  if (crashLoopText(operation)) {
    warnings.push(crashLoopText(operation));
  }
  if (operation.needed.length > 0 && operation.status !== 'running') {
    warnings.push(`Needed, but not saved: ${operation.needed.map(variable => variable.name).join(', ')}.`);
  }
  if (operation.relation === 'renamed') {
    warnings.push('Begun under another name of this notebook.');
  }
  if (operation.relation === 'copy') {
    const notebook = operation.notebook ?? 'another notebook';
    warnings.push(`Begun in ${notebook}, which has the same cells as this one: open it to resume.`);
  }
  return warnings;
}

/** Non-empty parts, with a dot between; lines break between parts, not inside of them. */
export function join(parts: readonly string[]): string {
  const kept = parts.filter(part => part !== '').map(part => part.replace(/ /g, NO_BREAK));
  return kept.join(' · ');
}

/** "export_movies 61 % · 10 min left", for one short line. */
export function statusText(operation: IOperation): string {
  const { live } = operation;
  const share = shareOf(progressOf(operation));
  const done = live?.processed === null || !live ? '' : formatCount(live.processed);
  const how = share === null ? done : formatShare(share);
  const paused = live?.state === 'paused' ? 'paused' : '';
  const left = live && live.eta_s !== null && !paused ? `${formatDuration(live.eta_s)} left` : '';
  return join([`${operation.name} ${how}`.trim(), paused || left]);
}
