/** The status bar's item: what of the current notebook runs, how far it is, how long it will take. */
import { IStatusBar } from '@jupyterlab/statusbar';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { statusText } from './describe';
import { button, element, setAttribute, setText } from './dom';
import { checkpointsIcon } from './icons';
import { Models } from './models';
import { Settings } from './settings';
import { IOperation } from './types';

/** A button that names the newest running operation of the current notebook. */
class StatusItem extends Widget {
  constructor(
    private readonly models: Models,
    private readonly settings: Settings,
    show: () => void
  ) {
    super();
    this.addClass('ckpt-magic-StatusItem');
    const node = button('', 'ckpt-magic-StatusItem-button', show);
    checkpointsIcon.element({ container: this.icon, height: '14px', width: '14px' });
    node.append(this.icon, this.text);
    this.node.append(node);
    this.button = node;
    models.news.connect(this.refresh, this);
    settings.changed.connect(this.refresh, this);
    this.refresh();
  }

  /** Whether there is something to show. */
  get active(): boolean {
    return this.operation !== null && this.settings.current.showStatusItem;
  }

  /** Emitted when `active` may have changed. */
  get activeChanged(): ISignal<StatusItem, void> {
    return this.activeSignal;
  }

  dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  private refresh(): void {
    const running =
      this.models.current?.own.map(entry => entry.operation).filter(one => one.status === 'running') ?? [];
    this.operation = running.pop() ?? null;
    this.display(this.operation);
    if (this.wasActive !== this.active) {
      this.wasActive = this.active;
      this.activeSignal.emit();
    }
  }

  private display(operation: IOperation | null): void {
    const text = operation ? statusText(operation) : '';
    setText(this.text, text);
    setAttribute(this.button, 'title', `${text}. Show the checkpoints`);
  }

  private operation: IOperation | null = null;
  private wasActive = false;
  private readonly button: HTMLButtonElement;
  private readonly icon = element('span', 'ckpt-magic-StatusItem-icon');
  private readonly text = element('span');
  private readonly activeSignal = new Signal<this, void>(this);
}

/** Put the item into the status bar. */
export function addStatusItem(
  statusBar: IStatusBar,
  models: Models,
  settings: Settings,
  showPanel: () => void
): IDisposable {
  const item = new StatusItem(models, settings, showPanel);
  return statusBar.registerStatusItem('ckpt-magic-labextension:status', {
    item,
    align: 'left',
    rank: 20,
    isActive: () => item.active,
    activeStateChanged: item.activeChanged
  });
}
