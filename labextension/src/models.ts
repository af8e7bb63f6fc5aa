/** The models of all open notebooks, and word of the one in front. */
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ISignal, Signal } from '@lumino/signaling';
import { Api } from './api';
import { NotebookModel } from './model';
import { Settings } from './settings';

/** The models of all open notebooks. */
export class Models {
  constructor(
    private readonly tracker: INotebookTracker,
    private readonly api: Api,
    private readonly settings: Settings
  ) {
    tracker.currentChanged.connect(() => {
      this.follow();
      this.current?.refresh();
    });
    this.follow();
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

  /** Emitted when another notebook, or none, is in front, and when something about the one in front changed. */
  get news(): ISignal<Models, void> {
    return this._news;
  }

  private follow(): void {
    this.followed?.changed.disconnect(this.tell, this);
    this.followed = this.current;
    this.followed?.changed.connect(this.tell, this);
    this.tell();
  }

  private tell(): void {
    this._news.emit();
  }

  private readonly models = new WeakMap<NotebookPanel, NotebookModel>();
  private followed: NotebookModel | null = null;
  private readonly _news = new Signal<this, void>(this);
}
