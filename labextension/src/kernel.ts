/** Questions to the kernel that leave no trace in it: silent, without a name in the namespace. */
import { Kernel } from '@jupyterlab/services';
import { CheckpointError } from './errors';
import { IListing, IRefusal, IRefusalText } from './types';

/** What the kernel can be asked. */
export type Intent =
  | {
      do: 'resume';
      id: string;
      store: string | null;
      consent: boolean;
      heard: readonly string[];
      notebook: string | null;
    }
  | { do: 'fresh' | 'restore' | 'discard'; id: string }
  | { do: 'trust'; id?: string }
  | { do: 'refusal' | 'list' };

/** What it answers. */
export interface IAnswer {
  ok: boolean;
  raw?: string;
  text?: string;
  refusal?: IRefusal | null;
  listing?: IListing;
  error?: IRefusalText & Partial<IRefusal>;
}

/** Ask the kernel; rejects with a `CheckpointError` when it refuses or cannot answer. */
export async function ask(kernel: Kernel.IKernelConnection, intent: Intent): Promise<IAnswer> {
  const answer = answerOf(await evaluate(kernel, expressionOf(intent)));
  if (!answer.ok) {
    throw errorOf(answer.error);
  }
  return answer;
}

/** The value of a Python expression in the kernel, in the form of a user expression's reply. */
export async function evaluate(kernel: Kernel.IKernelConnection, expression: string): Promise<unknown> {
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { value: expression }
  });
  // A kernel that dies or is restarted has its futures cancelled.
  const content = await future.done.then(
    reply => reply.content,
    () => null
  );
  if (content?.status !== 'ok') {
    throw new CheckpointError('The kernel went away before it could answer.', 'Nothing was changed.', 'Try again.');
  }
  return content.user_expressions?.value;
}

/** The Python expression that asks. */
export function expressionOf(intent: Intent): string {
  const literal = pythonLiteral(JSON.stringify(intent));
  return `__import__('ckpt_magic.magics.intents', fromlist=['answer']).answer(${literal})`;
}

/** The answer in a user expression's reply. */
export function answerOf(value: unknown): IAnswer {
  const { status, data, ename, evalue } = (value ?? {}) as Record<string, unknown>;
  if (status === 'error') {
    const fix = ename === 'ModuleNotFoundError' ? 'pip install ckpt_magic into the environment of this kernel.' : '';
    throw new CheckpointError(`The kernel could not answer: ${ename}: ${evalue}`, '', fix);
  }
  const text = (data as Record<string, unknown> | undefined)?.['text/plain'];
  if (typeof text !== 'string') {
    throw new CheckpointError('The kernel gave no answer.');
  }
  return JSON.parse(textOfRepr(text)) as IAnswer;
}

/** The text in the repr of a Python `str` of printable ASCII. */
export function textOfRepr(repr: string): string {
  return repr.slice(1, -1).replace(/\\([\\'"])/g, '$1');
}

function pythonLiteral(json: string): string {
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
  return `'${ascii.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

function errorOf(error: IAnswer['error']): CheckpointError {
  if (!error) {
    return new CheckpointError('The kernel refused, and did not say why.');
  }
  return new CheckpointError(error.what, error.safe, error.fix, error.kind, error.names);
}
