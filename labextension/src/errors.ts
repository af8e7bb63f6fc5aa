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

/** The server has no such requests: its extension is not installed or not enabled. */
export class MissingExtensionError extends CheckpointError {
  constructor() {
    super('The server extension of ckpt_magic is not enabled here.', '', 'jupyter server extension enable ckpt_magic');
    this.name = 'MissingExtensionError';
  }
}

/** The error that a response says. A page instead of JSON means that nobody knows this request. */
export function errorOf(status: number, text: string): CheckpointError {
  let body: Record<string, unknown> | null = null;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  if (typeof body?.message === 'string') {
    return new CheckpointError(body.message, textOf(body.safe), textOf(body.fix));
  }
  return status === 404 ? new MissingExtensionError() : new CheckpointError(`The server answered ${status}.`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
