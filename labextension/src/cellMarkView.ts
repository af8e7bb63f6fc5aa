/** One cell's mark: present while the cell is checkpointed, telling the state of its operation. */
import { Cell, CodeCell } from '@jupyterlab/cells';

import { cellState, isCheckpointed, PREFIX_LENGTH } from './cellState';
import { button, setAttribute } from './dom';
import { checkpointsIcon } from './icons';
import { IOperation } from './types';

/** A change of a source: how much of its beginning stays as it was. */
interface ISourceChange {
  sourceChange?: { retain?: number }[];
}

/** Watches the beginning of a cell's source and keeps a small button in its prompt area. */
export class CellMark {
  constructor(
    private readonly cell: Cell,
    private readonly show: () => void
  ) {
    if (cell instanceof CodeCell) {
      cell.model.sharedModel.changed.connect(this.onChanged, this);
      void cell.ready.then(() => this.draw());
      this.read();
    }
  }

  dispose(): void {
    this.disposed = true;
    if (!this.cell.model?.isDisposed) {
      this.cell.model?.sharedModel?.changed.disconnect(this.onChanged, this);
    }
    this.node?.remove();
  }

  /** Show the newest operation of the cell; null when it has none. */
  update(operation: IOperation | null, shown: boolean): void {
    this.operation = operation;
    this.shown = shown;
    this.draw();
  }

  private onChanged(_: unknown, change: ISourceChange): void {
    const first = change.sourceChange?.[0];
    if (first && (first.retain ?? 0) <= PREFIX_LENGTH) {
      this.read();
      this.draw();
    }
  }

  private read(): void {
    this.checkpointed = isCheckpointed(this.cell.model.sharedModel.getSource());
  }

  private draw(): void {
    const area = this.cell.isDisposed ? null : this.cell.inputArea;
    if (this.disposed || !area || !this.checkpointed || !this.shown) {
      this.node?.remove();
      return;
    }
    this.node ??= this.create();
    if (this.node.parentElement !== area.node) {
      area.node.append(this.node);
    }
    const { kind, text } = cellState(this.operation);
    setAttribute(this.node, 'data-state', kind);
    setAttribute(this.node, 'title', `Checkpointed: ${text}`);
    setAttribute(this.node, 'aria-label', `Checkpointed cell, ${text}. Show the checkpoints`);
  }

  private create(): HTMLButtonElement {
    const node = button('', 'ckpt-magic-CellMark', this.show);
    checkpointsIcon.element({ container: node, height: '14px', width: '14px' });
    return node;
  }

  private node: HTMLButtonElement | null = null;
  private operation: IOperation | null = null;
  private checkpointed = false;
  private shown = true;
  private disposed = false;
}
