/** Does what a person asks for: the one click that resumes, and the others. */
import { Notification } from '@jupyterlab/apputils';
import { Cell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import { IActions, IResumeOptions } from './actions';
import { Api } from './api';
import { cellsAbove, whereIs } from './cells';
import { CheckpointError, NotFoundError } from './errors';
import { ask, Intent } from './kernel';
import { readyKernel } from './kernelReady';
import { cellOf, putBack, plainCells, runCells, showCell } from './notebookCells';
import { Command, IActivity, IOperation, IRefusal, IStore, ITrouble } from './types';

const UNTOUCHED = 'Its checkpoints are as they were.';

/** What the actions need of a notebook's model. */
export interface IActor {
  readonly panel: NotebookPanel;
  readonly api: Api;
  setActivity(activity: IActivity | null): void;
  setTrouble(trouble: ITrouble | null): void;
  refresh(soon?: boolean): void;
}

/** The actions of one notebook. */
export class Actions implements IActions {
  constructor(private readonly actor: IActor) {}

  resume(operation: IOperation, store: IStore, options: IResumeOptions = {}): Promise<void> {
    return this.during(operation, 'Resuming…', async () => {
      await this.resumeIn(this.cell(operation), operation, store, options);
    });
  }

  restore(operation: IOperation, store: IStore): Promise<void> {
    return this.during(operation, 'Restoring…', async () => {
      await this.trustIfNeeded(store, false);
      const { text } = await this.ask({ do: 'restore', id: operation.id });
      Notification.success(text ?? `${operation.name}: restored`, { autoClose: 5000 });
    });
  }

  putBackAndResume(operation: IOperation, store: IStore): Promise<void> {
    return this.during(operation, 'Resuming…', async () => {
      if (operation.source === null) {
        throw new CheckpointError('The text of its cell is not known.', UNTOUCHED, 'Restore the variables.');
      }
      await this.trustIfNeeded(store, false);
      const cell = putBack(this.actor.panel, operation.source, operation.cell_id);
      await this.resumeIn(cell, operation, store, {});
    });
  }

  startOver(operation: IOperation, _: IStore, options: { runAbove?: boolean } = {}): Promise<void> {
    return this.during(operation, 'Starting over…', async () => {
      const cell = this.cell(operation);
      if (options.runAbove) {
        await this.runAbove(cell);
      }
      await this.ask({ do: 'fresh', id: operation.id });
      await this.run(cell);
    });
  }

  control(operation: IOperation, store: IStore, command: Command): Promise<void> {
    return this.afterwardsLook(() => this.actor.api.control(store.store, operation.id, command));
  }

  discard(operation: IOperation, store: IStore): Promise<void> {
    return this.during(operation, 'Discarding…', async () => {
      await this.byServerOr({ do: 'discard', id: operation.id }, () =>
        this.actor.api.discard(store.store, operation.id)
      );
    });
  }

  private async resumeIn(cell: Cell, operation: IOperation, store: IStore, options: IResumeOptions): Promise<void> {
    const { panel } = this.actor;
    await this.trustIfNeeded(store, options.trust ?? false);
    await showCell(panel, cell);
    if (options.runAbove) {
      await this.runAbove(cell);
    }
    const consent = options.consent ?? false;
    const { localPath } = panel.context;
    const heard = options.heard ?? [];
    await this.ask({ do: 'resume', id: operation.id, store: store.store, consent, heard, notebook: localPath });
    await this.run(cell);
  }

  /** Send a cell to the kernel. How it ends is noticed by who watches the notebook, whoever had it run. */
  private async run(cell: Cell): Promise<void> {
    await showCell(this.actor.panel, cell);
    void runCells(this.actor.panel, [cell]);
  }

  private async runAbove(cell: Cell): Promise<void> {
    const { panel } = this.actor;
    await readyKernel(panel.sessionContext);
    for (const { id } of cellsAbove(plainCells(panel), cell.model.id)) {
      const above = cellOf(panel, id);
      if (above && !(await runCells(panel, [above]))) {
        await showCell(panel, above);
        const fix = 'Correct it, then try again.';
        throw new CheckpointError('A cell above raised an error, so nothing was begun.', UNTOUCHED, fix);
      }
    }
  }

  private async trustIfNeeded(store: IStore, agreed: boolean): Promise<void> {
    if (store.trusted) {
      return;
    }
    if (!agreed) {
      const fix = 'Trust it in the side panel, if you know where it comes from.';
      throw new CheckpointError('This store was signed with another key.', 'Nothing was read from it.', fix);
    }
    await this.byServerOr({ do: 'trust' }, () => this.actor.api.trust(store.store));
  }

  private cell(operation: IOperation): Cell {
    const { panel } = this.actor;
    const place = whereIs(operation, plainCells(panel));
    const cell = place.found ? cellOf(panel, place.id) : null;
    if (!cell) {
      const fix = 'Put its cell back and resume, or restore the variables.';
      throw new CheckpointError('Its cell is no longer in this notebook.', UNTOUCHED, fix);
    }
    return cell;
  }

  private async byServerOr(intent: Intent, byServer: () => Promise<void>): Promise<void> {
    try {
      await byServer();
    } catch (error) {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
      await this.ask(intent);
    }
  }

  private async ask(intent: Intent): ReturnType<typeof ask> {
    const kernel = await readyKernel(this.actor.panel.sessionContext);
    if (kernel.status === 'busy' && this.doing) {
      this.actor.setActivity({ ...this.doing, text: 'Waiting for the kernel, which is busy…' });
    }
    return ask(kernel, intent);
  }

  /** Say what is being done, do it, say what went wrong with it. */
  private async during(operation: IOperation, text: string, act: () => Promise<void>): Promise<void> {
    this.actor.setTrouble(null);
    this.doing = { id: operation.id, text };
    this.actor.setActivity(this.doing);
    try {
      await this.afterwardsLook(act);
    } catch (error) {
      this.actor.setTrouble({ id: operation.id, refusal: refusalOf(error) });
      throw error;
    } finally {
      this.doing = null;
      this.actor.setActivity(null);
    }
  }

  private async afterwardsLook(act: () => Promise<void>): Promise<void> {
    try {
      await this.actor.panel.context.ready;
      await act();
    } finally {
      this.actor.refresh(true);
    }
  }

  private doing: IActivity | null = null;
}

function refusalOf(error: unknown): IRefusal {
  const { message, safe, fix, kind, names } =
    error instanceof CheckpointError
      ? error
      : new CheckpointError(error instanceof Error ? error.message : String(error));
  return { kind, what: message, safe, fix, names };
}
