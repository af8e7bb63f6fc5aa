/** What is known of a notebook's operations, kept current; one model for each open notebook. */
import { Cell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { IActions } from './actions';
import { Api } from './api';
import { whereIs } from './cells';
import { isHere, isUnfinished } from './choices';
import { CheckpointError } from './errors';
import { ask } from './kernel';
import { readListing } from './listing';
import { KernelProcess } from './kernelProcess';
import { plainCells } from './notebookCells';
import { Refresher } from './refresher';
import { Actions } from './resume';
import { Settings } from './settings';
import { IActivity, IEntry, IListing, IOperation, IRefusal, ITrouble } from './types';
import { IWatcher, Watch } from './watch';

export type { IActions, IResumeOptions } from './actions';

/** How often a kernel that cannot tell yet is asked again, and after how many milliseconds. */
const MOST_TRIES = 20;
const ASK_AGAIN_MS = 1000;

/** The operations of one notebook, and what can be done with them. Disposed with its panel. */
export class NotebookModel implements IDisposable, IWatcher {
  readonly actions: IActions;

  constructor(
    readonly panel: NotebookPanel,
    readonly api: Api,
    readonly settings: Settings
  ) {
    this.actions = new Actions(this);
    this.refresher = new Refresher(
      () => this.look(),
      () => this.delay_ms()
    );
    this.watch = new Watch(panel, this);
    panel.disposed.connect(this.dispose, this);
    this.refresh(true);
  }

  /** What was last heard; null before the first answer. */
  get listing(): IListing | null {
    return this._listing;
  }

  /** Why the last look failed, or null. */
  get error(): string | null {
    return this._error;
  }

  /** Why the last resume was refused, or null. */
  get refusal(): IRefusal | null {
    return this._trouble?.refusal ?? null;
  }

  /** The refusal with the operation it is about. */
  get trouble(): ITrouble | null {
    return this._trouble;
  }

  /** What is being done right now, or null. */
  get activity(): IActivity | null {
    return this._activity ?? this.starting();
  }

  /** Since when the notebook's kernel runs, in its own clock; null while it is not known. */
  get kernelStarted_at(): number | null {
    return this.process.started_at;
  }

  /** Whether this page sent a checkpointed cell to the kernel that has not ended. */
  get isExpecting(): boolean {
    return this.watch.isExpecting;
  }

  /** This notebook's own operations, oldest first, also those begun under another name. */
  get own(): IEntry[] {
    const entries = (this._listing?.stores ?? []).flatMap(store =>
      store.operations.map(operation => ({ store, operation }))
    );
    return entries
      .filter(({ operation }) => isHere(operation))
      .sort((one, other) => one.operation.started_at - other.operation.started_at);
  }

  /** The time, in the server's seconds since the epoch. */
  get now_s(): number {
    return Date.now() / 1000 + this.ahead_s;
  }

  /** Emitted after each look, and whenever something else here changed. */
  get changed(): ISignal<NotebookModel, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this.refresher.isDisposed;
  }

  /** Look again: with the events of the next 60 ms, or at once. */
  refresh(soon = false): void {
    this.refresher.request(soon);
  }

  /** Say what is being done. */
  setActivity(activity: IActivity | null): void {
    this._activity = activity;
    this._changed.emit();
  }

  /** Say why something was not done; null forgets it. */
  setTrouble(trouble: ITrouble | null): void {
    this._trouble = trouble;
    this._changed.emit();
  }

  onLook(): void {
    this.refresh();
  }

  onLost(): void {
    this.process.forget();
    this.tries = 0;
    this.refresh();
  }

  onCells(): void {
    // The notebook makes the widgets of its cells after this.
    queueMicrotask(() => this.isDisposed || this._changed.emit());
  }

  onStarted(cell: Cell): void {
    this.sent_at.set(cell.model.id, this.now_s);
    this.setTrouble(null);
    this.refresh();
  }

  onEnded(cell: Cell, success: boolean, raised: boolean): void {
    const operation = success || !raised ? null : this.operationOf(cell);
    if (operation) {
      void this.learnRefusal(operation.id);
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.refresher.dispose();
      this.watch.dispose();
      Signal.clearData(this);
    }
  }

  private async look(): Promise<void> {
    const path = this.panel.context.path;
    try {
      const listing = await readListing(this.api, this.panel, !this.isExpecting, () => this.refresh(true));
      if (this.isDisposed || path !== this.panel.context.path) {
        return;
      }
      this._listing = listing;
      this._error = null;
      this.ahead_s = listing.now - Date.now() / 1000;
    } catch (error) {
      this._error = error instanceof CheckpointError ? error.message : String(error);
    }
    if (!this.isDisposed) {
      this._changed.emit();
      void this.learnProcess();
    }
  }

  /** Only a completed operation makes it matter since when the kernel runs; one that could not tell is asked again. */
  private async learnProcess(): Promise<void> {
    clearTimeout(this.asksAgain);
    const matters = this.own.some(({ operation }) => operation.status === 'completed');
    const kernel = this.panel.sessionContext.session?.kernel;
    if (!matters || this.process.started_at !== null) {
      return;
    }
    if ((await this.process.learn(kernel)) && !this.isDisposed) {
      this._changed.emit();
    } else if (this.tries++ < MOST_TRIES) {
      this.asksAgain = setTimeout(() => this.isDisposed || void this.learnProcess(), ASK_AGAIN_MS);
    }
  }

  /** The time to the next look while something runs; null: events tell. */
  private delay_ms(): number | null {
    if (document.hidden) {
      return null;
    }
    const interval_ms = this.settings.current.refreshInterval_s * 1000;
    if (this.watch.isExpecting || this.own.some(({ operation }) => operation.status === 'running')) {
      return this.panel.isVisible ? interval_ms : 5 * interval_ms;
    }
    const others = this._listing?.stores.flatMap(store => store.operations) ?? [];
    return this.panel.isVisible && others.some(({ status }) => status === 'running') ? 3 * interval_ms : null;
  }

  private async learnRefusal(id: string): Promise<void> {
    const kernel = this.panel.sessionContext.session?.kernel;
    try {
      const answer = kernel ? await ask(kernel, { do: 'refusal' }) : null;
      if (answer?.refusal && !this.isDisposed) {
        this.setTrouble({ id, refusal: answer.refusal });
      }
    } catch {
      // A kernel that cannot say why has shown its error in the cell.
    }
  }

  /** Between the moment its cell was sent and the first word of the kernel, an operation still looks interrupted. */
  private starting(): IActivity | null {
    if (!this.isExpecting) {
      return null;
    }
    const cells = plainCells(this.panel);
    const newest = new Map<string, IOperation>();
    for (const { operation } of this.own) {
      const place = whereIs(operation, cells);
      if (place.found && this.watch.isSent(place.id)) {
        newest.set(place.id, operation);
      }
    }
    const isStarting = ([cell_id, operation]: [string, IOperation]): boolean =>
      isUnfinished(operation) && lastSignOf(operation) < (this.sent_at.get(cell_id) ?? 0);
    const found = [...newest].filter(isStarting).pop();
    return found ? { id: found[1].id, text: 'Resuming…' } : null;
  }

  /** The newest operation of a cell. */
  private operationOf(cell: Cell): IOperation | null {
    const cells = plainCells(this.panel);
    const isOf = ({ operation }: IEntry): boolean => {
      const place = whereIs(operation, cells);
      return place.found && place.id === cell.model.id;
    };
    return this.own.filter(isOf).pop()?.operation ?? null;
  }

  private _listing: IListing | null = null;
  private _error: string | null = null;
  private _trouble: ITrouble | null = null;
  private _activity: IActivity | null = null;
  private ahead_s = 0;
  private tries = 0;
  private asksAgain: ReturnType<typeof setTimeout> | undefined;
  /** When a cell was last sent, by its id, in the server's time. */
  private readonly sent_at = new Map<string, number>();
  private readonly process = new KernelProcess();
  private readonly refresher: Refresher;
  private readonly watch: Watch;
  private readonly _changed = new Signal<this, void>(this);
}

/** When an operation last did something: later than its cell was sent, it ran and is over. */
function lastSignOf({ started_at, last_checkpoint_at, reached, ended_at }: IOperation): number {
  return Math.max(started_at, last_checkpoint_at ?? 0, reached?.at ?? 0, ended_at ?? 0);
}
