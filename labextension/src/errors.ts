/** Errors in the words of whoever refused: what happened, what is still safe, the way on. */
import { IRefusal } from './types';

/** A refusal: what happened (`message`), what is still safe, the way on. */
export class CheckpointError extends Error {
  constructor(
    what: string,
    readonly safe = '',
    readonly fix = '',
    readonly kind: IRefusal['kind'] = 'other',
    readonly names: string[] = []
  ) {
    super(what);
    this.name = 'CheckpointError';
  }
}

/** The server does not know it: its extension is not enabled, or it does not see the disk that the kernel writes to. */
export class NotFoundError extends CheckpointError {
  constructor(what: string, safe = '', fix = '') {
    super(what, safe, fix);
    this.name = 'NotFoundError';
  }
}

/** The error that a response says. A page instead of JSON means that nobody there knows this request. */
export function errorOf(status: number, text: string): CheckpointError {
  const { message, safe, fix } = bodyOf(text);
  if (status === 404) {
    return message
      ? new NotFoundError(message, safe, fix)
      : new NotFoundError('This server does not know checkpoints.', '', 'jupyter server extension enable ckpt_magic');
  }
  return new CheckpointError(message || `The server answered ${status}.`, safe, fix);
}

/** The text of an error, a line for each part it has, from the server, the kernel or the page. */
export function errorText(error: unknown): string {
  if (error && typeof error === 'object') {
    const { message, what, safe, fix } = error as Record<string, unknown>;
    const parts = [what ?? message, safe, fix].filter(part => typeof part === 'string' && part !== '');
    if (parts.length > 0) {
      return parts.join('\n');
    }
  }
  return String(error);
}

function bodyOf(text: string): { message: string; safe: string; fix: string } {
  let body: Record<string, unknown> = {};
  try {
    body = Object(JSON.parse(text));
  } catch {
    // A page, not data.
  }
  const { message, safe, fix } = body;
  return { message: textOf(message), safe: textOf(safe), fix: textOf(fix) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
