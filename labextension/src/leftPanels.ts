/** Panels of runs that this page did not start, as after a reload: at the end no kernel message reaches their cell. */
import { CodeCellModel } from '@jupyterlab/cells';
import { IDisposable } from '@lumino/disposable';
import { whereIs } from './cells';
import { progressOf, progressText, stateText } from './describe';
import { NotebookModel } from './model';
import { cellOf, plainCells } from './notebookCells';
import { IOperation } from './types';

const WIDGET = 'application/vnd.jupyter.widget-view+json';
const PLAIN = 'text/plain';

/** Replaces such a panel by a line that stays, once the run is over. */
export class LeftPanels implements IDisposable {
  constructor(private readonly model: NotebookModel) {
    model.changed.connect(this.look, this);
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    this.disposed = true;
    this.model.changed.disconnect(this.look, this);
  }

  private look(): void {
    const operations = this.model.own.map(({ operation }) => operation);
    const over = operations.filter(({ id, status }) => this.running.has(id) && status !== 'running');
    this.running = new Set(operations.filter(({ status }) => status === 'running').map(({ id }) => id));
    if (!this.model.isExpecting) {
      over.forEach(operation => this.replace(operation));
    }
  }

  private replace(operation: IOperation): void {
    const { panel } = this.model;
    const place = whereIs(operation, plainCells(panel));
    const cell = place.found ? cellOf(panel, place.id) : null;
    if (!(cell?.model instanceof CodeCellModel) || cell.node.querySelector('.ckpt-magic-panel')) {
      return;
    }
    const { outputs } = cell.model;
    for (let index = 0; index < outputs.length; index++) {
      if (isPanelOf(operation, outputs.get(index).data)) {
        const data = { [PLAIN]: textOf(operation), 'text/html': lineOf(operation) };
        outputs.set(index, { output_type: 'display_data', data, metadata: {} });
      }
    }
  }

  private running = new Set<string>();
  private disposed = false;
}

/** Whether an output is the panel of a run. */
function isPanelOf(operation: IOperation, data: Readonly<Record<string, unknown>>): boolean {
  return WIDGET in data && data[PLAIN] === textOf(operation);
}

/** What a panel says as plain text, from its first picture to its last. */
function textOf({ name }: IOperation): string {
  return `ckpt_magic: ${name}`;
}

function lineOf(operation: IOperation): string {
  const line = document.createElement('div');
  line.className = 'ckpt-magic-summary';
  const name = document.createElement('b');
  name.textContent = operation.name;
  line.append(name, ` ${stateText(operation)} · ${progressText(progressOf(operation))}`);
  return line.outerHTML;
}
