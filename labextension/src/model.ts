/** What is known of a notebook's operations, kept current; one model for each open notebook. */
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { IActions } from './actions';
import { Api, CheckpointError } from './api';
import { readListing } from './listing';
import { Refresher } from './refresher';
import { Actions } from './resume';
import { Settings } from './settings';
import { IEntry, IListing, IOperation, IRefusal } from './types';
import { Watch } from './watch';

export { IActions, IResumeOptions } from './actions';

/** What is being done for the person right now, and to which operation. */
export interface IActivity {
  id: string;
  text: string;
}

/** Why something was not done, and to which operation. */
export interface ITrouble {
  id: string;
  refusal: IRefusal;
}

/** The operations of one notebook, and what can be done with them. Disposed with its panel. */
export class NotebookModel implements IDisposable {
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
    this.watch = new Watch(panel, event => this.onEvent(event));
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
    return this._activity;
  }

  /** When this page saw the notebook's kernel die or restart, in the server's time; null: not yet. */
  get kernelLost_at(): number | null {
    return this._kernelLost_at;
  }

  /** This notebook's own operations, oldest first, also those begun under another name. */
  get own(): IEntry[] {
    const entries = (this._listing?.stores ?? []).flatMap(store =>
      store.operations.map(operation => ({ store, operation }))
    );
    return entries
      .filter(({ operation }) => operation.relation === 'here' || operation.relation === 'renamed')
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
      const listing = await readListing(this.api, this.panel);
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
    }
  }

  private delay_ms(): number | null {
    const isRunning = (operation: IOperation): boolean => operation.status === 'running';
    if (document.hidden || !this.panel.isVisible) {
      return null;
    }
    const interval_ms = this.settings.current.refreshInterval_s * 1000;
    if (this.own.some(({ operation }) => isRunning(operation))) {
      return interval_ms;
    }
    const others = this._listing?.stores.some(store => store.operations.some(isRunning));
    return others ? 3 * interval_ms : null;
  }

  private onEvent(event: 'look' | 'lost'): void {
    if (event === 'lost') {
      this._kernelLost_at = this.now_s;
    }
    this.refresh();
  }

  private _listing: IListing | null = null;
  private _error: string | null = null;
  private _trouble: ITrouble | null = null;
  private _activity: IActivity | null = null;
  private _kernelLost_at: number | null = null;
  private ahead_s = 0;
  private readonly refresher: Refresher;
  private readonly watch: Watch;
  private readonly _changed = new Signal<this, void>(this);
}

/** The models of all open notebooks. */
export class Models {
  constructor(
    private readonly tracker: INotebookTracker,
    private readonly api: Api,
    private readonly settings: Settings
  ) {
    tracker.currentChanged.connect(() => this._currentChanged.emit());
  }

  /** The model of a notebook; made when it is first asked for. */
  forPanel(panel: NotebookPanel): NotebookModel {
    let model = this.models.get(panel);
    if (!model) {
      model = new NotebookModel(panel, this.api, this.settings);
      this.models.set(panel, model);
    }
    return model;
  }

  /** The model of the notebook in front, or null. */
  get current(): NotebookModel | null {
    const panel = this.tracker.currentWidget;
    return panel && !panel.isDisposed ? this.forPanel(panel) : null;
  }

  /** Emitted when another notebook, or none, is in front. */
  get currentChanged(): ISignal<Models, void> {
    return this._currentChanged;
  }

  private readonly models = new WeakMap<NotebookPanel, NotebookModel>();
  private readonly _currentChanged = new Signal<this, void>(this);
}
