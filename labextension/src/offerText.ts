/** The sentences of a banner, from plain data alone. */
import { Whereabouts } from './cells';
import { isOfItsOwnCell } from './choices';
import { crashLoopText, endedText, paceText, progressText, stateText } from './describe';
import { formatAgo, formatBytes, formatCount, formatList } from './format';
import { IOperation, IRefusal, ISkipped, IStore } from './types';

const UNTRUSTED =
  'This store was signed with another key, not by you on this machine. Resuming runs code that is stored in it: ' +
  'trust it only if you know where it comes from.';

/** How many lines of what cannot be the same a banner has. */
const MOST_TOLD = 5;

/** What the sentences are about. */
export interface ISubject {
  operation: IOperation;
  store: IStore;
  place: Whereabouts;
  refusal: IRefusal | null;
  now_s: number;
}

/** What happened, in one sentence. */
export function headlineOf(operation: IOperation, refusal: IRefusal | null, now_s: number): string {
  const name = `“${operation.name}”`;
  if (refusal) {
    return `${name}: ${firstLine(refusal.what)}`;
  }
  const ago = endedText(operation, now_s);
  switch (operation.status) {
    case 'running':
      return `${name} is ${stateText(operation)}`;
    case 'completed':
      return `${name} was completed${ago}; this kernel does not have its result.`;
    case 'failed':
      return `${name} failed${ago}${operation.message ? `: ${firstLine(operation.message)}` : '.'}`;
    default:
      return `${name} ${howItEnded(operation)}${ago}.`;
  }
}

/** How far it got, what will be done, what is missing, what to beware of. */
export function linesOf(subject: ISubject): string[] {
  const { operation, store, place, refusal } = subject;
  if (operation.status === 'running') {
    return runningLines(operation);
  }
  if (operation.status === 'completed') {
    return [];
  }
  const lines = [
    ...(refusal ? [refusal.safe, refusal.fix].map(firstLine) : []),
    crashLoopText(operation),
    progressLine(subject),
    ...(refusal ? [] : [neededText(operation.needed), ...toldOf(operation)]),
    placeText(operation, place),
    store.trusted ? '' : UNTRUSTED
  ];
  return lines.filter(line => line !== '');
}

function howItEnded({ died, message }: IOperation): string {
  if (died) {
    return 'was interrupted: its kernel died';
  }
  return message.startsWith('stopped') ? 'was stopped by you' : 'was interrupted by you';
}

function runningLines(operation: IOperation): string[] {
  const { live } = operation;
  return live ? [[progressText(live), paceText(live)].filter(text => text !== '').join(' · ')] : [];
}

function progressLine({ operation, now_s }: ISubject): string {
  const { checkpoint } = operation;
  if (!checkpoint) {
    return 'It ended before its first checkpoint: it can only start over.';
  }
  const total = checkpoint.total === null ? '' : ` of ${formatCount(checkpoint.total)}`;
  const age = formatAgo(now_s - checkpoint.created_at);
  const place = `Checkpoint at ${formatCount(checkpoint.processed)}${total}, saved ${age}, ${formatBytes(checkpoint.size_bytes)}`;
  return `${place}; ${againText(operation, checkpoint.processed)}.`;
}

function againText({ reached, died }: IOperation, saved: number): string {
  const done = reached?.processed ?? null;
  if (done !== null && done > saved) {
    return `it had reached ${formatCount(done)}, so ${formatCount(done - saved)} will be done again`;
  }
  return died ? 'what came after it will be done again' : 'it goes on from there';
}

/** What is told beside the buttons; the rest is told by who is asked to go on. */
export function toldOf({ told }: IOperation): readonly string[] {
  return told.slice(0, MOST_TOLD);
}

function neededText(needed: readonly ISkipped[]): string {
  if (needed.length === 0) {
    return '';
  }
  const own = needed.filter(isOfItsOwnCell);
  const others = needed.filter(variable => !isOfItsOwnCell(variable));
  const above = `The cells above have to make ${others.length > 1 ? 'them' : 'it'} first.`;
  const anew = `Its own cell made ${own.length > 1 ? 'them' : 'it'}, which is not done again: do it in another cell first.`;
  return [unsavedText(others, above), unsavedText(own, anew)].filter(text => text !== '').join(' ');
}

function unsavedText(needed: readonly ISkipped[], wayOn: string): string {
  const names = formatList(needed.map(({ name, type_name }) => (type_name ? `${name} (${type_name})` : name)));
  return needed.length === 0 ? '' : `Needed, but could not be saved: ${names}. ${wayOn}`;
}

function placeText({ relation, notebook }: IOperation, place: Whereabouts): string {
  const renamed = relation === 'renamed' && notebook ? `It was begun when this notebook was “${notebook}”. ` : '';
  if (place.found) {
    return renamed.trim();
  }
  const why =
    place.why === 'changed'
      ? 'Its cell is here, but no longer begins with %%checkpointed.'
      : 'Its cell is no longer in this notebook.';
  return `${renamed}${why} It can be put back as it was.`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}
