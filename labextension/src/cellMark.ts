/**
 * The mark in the prompt area of checkpointed cells.
 *
 * A cell is looked at when it appears and when the beginning of its source changes, never all of them at a keystroke.
 * Cells outside a windowed notebook's view have no prompt yet: they get their mark when they are drawn.
 */
import { Cell } from '@jupyterlab/cells';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { DisposableDelegate, IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import { CellMark } from './cellMarkView';
import { NotebookModel } from './model';
import { Models } from './models';
import { Settings } from './settings';
import { IOperation } from './types';

/** The marks of one notebook. */
class NotebookMarks {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly model: NotebookModel,
    private readonly settings: Settings,
    private readonly show: () => void
  ) {
    model.changed.connect(this.showStates, this);
    settings.changed.connect(this.showStates, this);
    panel.disposed.connect(this.dispose, this);
    void panel.context.ready.then(() => this.follow());
  }

  dispose(): void {
    Signal.clearData(this);
    this.marks.forEach(mark => mark.dispose());
    this.marks.clear();
  }

  private follow(): void {
    if (!this.panel.isDisposed) {
      this.panel.content.model?.cells.changed.connect(this.matchSoon, this);
      this.match();
    }
  }

  /** Cells came or went: once for many of them, after the notebook has made their widgets. */
  private matchSoon(): void {
    if (!this.pending) {
      this.pending = true;
      queueMicrotask(() => {
        this.pending = false;
        this.match();
      });
    }
  }

  private match(): void {
    if (this.panel.isDisposed) {
      return;
    }
    const cells = new Set<Cell>(this.panel.content.widgets);
    for (const [cell, mark] of this.marks) {
      if (!cells.has(cell)) {
        mark.dispose();
        this.marks.delete(cell);
      }
    }
    cells.forEach(cell => this.marks.has(cell) || this.marks.set(cell, new CellMark(cell, this.show)));
    this.showStates();
  }

  private showStates(): void {
    const newest = new Map<string, IOperation>();
    for (const { operation } of this.model.own) {
      if (operation.cell_id !== null) {
        newest.set(operation.cell_id, operation);
      }
    }
    const shown = this.settings.current.showCellMarks;
    for (const [cell, mark] of this.marks) {
      if (!cell.isDisposed) {
        mark.update(newest.get(cell.model.id) ?? null, shown);
      }
    }
  }

  private pending = false;
  private readonly marks = new Map<Cell, CellMark>();
}

/** Mark the checkpointed cells of all notebooks, open now or later. */
export function addCellMarks(
  tracker: INotebookTracker,
  models: Models,
  settings: Settings,
  showPanel: () => void
): IDisposable {
  const all = new Map<NotebookPanel, NotebookMarks>();
  const add = (panel: NotebookPanel): void => {
    all.set(panel, new NotebookMarks(panel, models.forPanel(panel), settings, showPanel));
    panel.disposed.connect(() => void all.delete(panel));
  };
  const onAdded = (_: INotebookTracker, panel: NotebookPanel): void => add(panel);
  tracker.forEach(add);
  tracker.widgetAdded.connect(onAdded);
  return new DisposableDelegate(() => {
    tracker.widgetAdded.disconnect(onAdded);
    all.forEach(marks => marks.dispose());
  });
}
