/** What the side panel shows while there is nothing: how to begin. */
import { element } from './dom';

/** Six lines that are enough to see a resume. */
export const EXAMPLE = `%load_ext ckpt_magic

%%checkpointed
rows = []
for movie in movies:
    rows.append(process(movie))`;

/** A node that says what checkpoints are for, and how to have one. */
export function emptyState(): HTMLElement {
  const node = element('div', 'ckpt-magic-Empty');
  node.append(
    element('p', 'ckpt-magic-Empty-title', 'No checkpoints yet'),
    element(
      'p',
      '',
      'Put %%checkpointed over a cell with a long loop. When its kernel dies, one click goes on where it was.'
    ),
    element('pre', 'ckpt-magic-Empty-example', EXAMPLE),
    element('p', '', 'The first line goes into a cell of its own.')
  );
  return node;
}
