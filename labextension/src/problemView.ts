/** A store that cannot be read, as a card: what is wrong, what is still safe, what to do. */
import { element, setAttribute, setText } from './dom';
import { IProblem, IStore } from './types';

const TITLES: Readonly<Record<IProblem['kind'], string>> = {
  damaged: 'This store is damaged',
  foreign: 'This file is not a store of checkpoints',
  newer: 'This store is from a newer version',
  unreadable: 'This store cannot be read'
};

/** The card; hidden while there is no problem. */
export class ProblemView {
  readonly node = element('div', 'ckpt-magic-Problem');

  constructor() {
    this.node.hidden = true;
    this.node.setAttribute('role', 'note');
    this.node.append(this.title, this.text, this.safe, this.fix);
  }

  /** Show the problem of a store, if it has one. */
  update({ problem }: IStore): void {
    this.node.hidden = problem === null;
    if (problem) {
      setAttribute(this.node, 'data-kind', problem.kind);
      setText(this.title, TITLES[problem.kind]);
      setText(this.text, problem.text);
      setText(this.safe, problem.safe);
      setText(this.fix, problem.fix);
    }
  }

  private readonly title = element('strong', 'ckpt-magic-Problem-title');
  private readonly text = element('p');
  private readonly safe = element('p');
  private readonly fix = element('p', 'ckpt-magic-Problem-fix');
}
