/** Notices what can change a notebook's operations: its kernel, its file, its cells, the person coming back to the page. */
import { Cell } from '@jupyterlab/cells';
import { KernelError, Notebook, NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import { Kernel } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { isCheckpointed } from './cellState';
import { KernelSequence } from './kernelSequence';

/** Who wants to hear what happened. */
export interface IWatcher {
  /** Something changed that the server knows better. */
  onLook(): void;
  /** The kernel died or was restarted: its variables are gone. */
  onLost(): void;
  /** Cells were added or removed. */
  onCells(): void;
  /** A checkpointed cell was sent to the kernel. */
  onStarted(cell: Cell): void;
  /** A checkpointed cell ended; `raised`: by an error of the kernel. */
  onEnded(cell: Cell, success: boolean, raised: boolean): void;
}

type Execution = { notebook: Notebook; cell: Cell; success?: boolean; error?: KernelError | null };

/** Listens to one notebook until it is disposed. */
export class Watch implements IDisposable {
  constructor(
    private readonly panel: NotebookPanel,
    private readonly watcher: IWatcher
  ) {
    this.followKernel();
    const { context } = panel;
    context.pathChanged.connect(this.onLook, this);
    context.saveState.connect(this.onSave, this);
    NotebookActions.executionScheduled.connect(this.onScheduled, this);
    NotebookActions.executed.connect(this.onExecuted, this);
    window.addEventListener('focus', this.onReturn);
    document.addEventListener('visibilitychange', this.onReturn);
    void context.ready.then(() => this.followCells());
  }

  /** Whether a checkpointed cell was sent to the kernel and has not ended yet. */
  get isExpecting(): boolean {
    return this.sent.size > 0;
  }

  /** Whether this cell is one of them. */
  isSent(id: string): boolean {
    return [...this.sent].some(cell => !cell.isDisposed && cell.model.id === id);
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    this.disposed = true;
    window.removeEventListener('focus', this.onReturn);
    document.removeEventListener('visibilitychange', this.onReturn);
    Signal.disconnectReceiver(this);
  }

  private followKernel(): void {
    const { sessionContext } = this.panel;
    sessionContext.statusChanged.connect((_, status) => this.onStatus(status), this);
    sessionContext.connectionStatusChanged.connect(this.onLook, this);
    sessionContext.kernelChanged.connect((_, { oldValue, newValue }) => {
      if (oldValue && oldValue.id !== newValue?.id) {
        this.onLost();
      } else {
        this.onLook();
      }
    }, this);
  }

  private followCells(): void {
    if (!this.disposed) {
      this.panel.context.model.cells.changed.connect(() => this.watcher.onCells(), this);
      this.onLook();
    }
  }

  private onStatus(status: Kernel.Status): void {
    const news = this.sequence.next(status);
    if (news === 'lost') {
      this.onLost();
    } else if (news === 'look') {
      this.onLook();
    }
  }

  private onLost(): void {
    this.sent.clear();
    this.watcher.onLost();
  }

  private onLook(): void {
    this.watcher.onLook();
  }

  private onSave(_: DocumentRegistry.Context, state: DocumentRegistry.SaveState): void {
    if (state === 'completed') {
      this.onLook();
    }
  }

  private onScheduled(_: unknown, { notebook, cell }: Execution): void {
    if (this.isOurs(notebook) && isCheckpointed(cell.model.sharedModel.getSource())) {
      this.sent.add(cell);
      this.watcher.onStarted(cell);
    }
  }

  private onExecuted(_: unknown, { notebook, cell, success, error }: Execution): void {
    if (!this.isOurs(notebook)) {
      return;
    }
    this.sent.delete(cell);
    if (!cell.isDisposed && isCheckpointed(cell.model.sharedModel.getSource())) {
      this.watcher.onEnded(cell, success ?? true, Boolean(error?.errorName));
    }
    this.onLook();
  }

  /** Another view of the same notebook counts too. */
  private isOurs(notebook: Notebook): boolean {
    return notebook.model !== null && notebook.model === this.panel.content.model;
  }

  private readonly onReturn = (): void => {
    if (!document.hidden) {
      this.onLook();
    }
  };

  private readonly sequence = new KernelSequence();
  private readonly sent = new Set<Cell>();
  private disposed = false;
}
