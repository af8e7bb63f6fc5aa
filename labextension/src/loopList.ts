/** The nested loops of a running operation: the line, the header, how far, a thin bar each. */
import { progressText } from './describe';
import { element, IView, KeyedList, setText } from './dom';
import { ProgressBar } from './progressBar';
import { ILoop } from './types';

class LoopView implements IView<ILoop> {
  readonly node = element('li', 'ckpt-magic-Loop');

  constructor() {
    this.node.append(this.header, this.count, this.bar.node);
  }

  update(loop: ILoop): void {
    setText(this.header, loop.header);
    this.header.title = `Line ${loop.line}: ${loop.header}`;
    setText(this.count, progressText(loop));
    this.bar.update(loop, loop.header, true);
  }

  private readonly header = element('code', 'ckpt-magic-Loop-header');
  private readonly count = element('span', 'ckpt-magic-Loop-count');
  private readonly bar = new ProgressBar();
}

/** The loops a run is inside of, outermost first; nothing while there is only one. */
export class LoopList {
  readonly node = element('ul', 'ckpt-magic-Loops');

  /** Show these loops. */
  update(loops: readonly ILoop[]): void {
    this.node.hidden = loops.length < 2;
    this.list.update(loops.length < 2 ? [] : loops);
  }

  private readonly list = new KeyedList<ILoop>(
    this.node,
    loop => `${loop.line}: ${loop.header}`,
    () => new LoopView()
  );
}
