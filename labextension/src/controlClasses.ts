/** What the classes of a button that the kernel drew mean. Pure. */
import { Choice } from './offerTypes';

/** The commands that the page does itself. The others, such as *Inspect*, are the kernel's. */
export const CHOICES: Readonly<Record<string, Choice | undefined>> = {
  checkpoint: 'checkpoint',
  pause: 'pause',
  continue: 'continue',
  stop: 'stop',
  resume: 'resume',
  'run-above-and-resume': 'run-above',
  restore: 'restore',
  result: 'restore'
};

/** A command and the operation it is about; null when the classes do not name both. */
export function commandOf(className: string): { name: string; id: string } | null {
  const name = /(?:^|\s)ckpt-magic-do-([\w-]+)/.exec(className)?.[1];
  const id = /(?:^|\s)ckpt-magic-of-([\w.-]+)/.exec(className)?.[1];
  return name && id ? { name, id } : null;
}
