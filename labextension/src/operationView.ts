/** One operation in the side panel: kept as the same nodes for as long as it is listed. */
import { isHere } from './choices';
import { endText, messageOf, paceText, progressOf, progressText, savedText, stateText, warningsOf } from './describe';
import { Details } from './details';
import { button, element, IView, setAttribute, setShown, setText } from './dom';
import { LoopList } from './loopList';
import { OperationButtons } from './operationButtons';
import { IPanelHost } from './panelHost';
import { ProgressBar } from './progressBar';
import { IEntry, IOperation } from './types';

/** Name, state, progress, buttons and, on request, details. */
export class OperationView implements IView<IEntry> {
  readonly node = element('li', 'ckpt-magic-Operation');

  constructor(
    private readonly host: IPanelHost,
    private entry: IEntry
  ) {
    this.buttons = new OperationButtons(host, () => this.entry);
    this.details = new Details(host, () => this.entry);
    this.notebook = button('', 'ckpt-magic-Link', () => this.openNotebook());
    this.node.dataset.operation = entry.operation.id;
    const head = element('div', 'ckpt-magic-Operation-head');
    head.append(this.name, this.state);
    this.node.append(head, this.notebook, this.bar.node, this.progress, this.loops.node, this.pace, this.saved);
    this.activity.setAttribute('role', 'status');
    this.node.append(this.activity, this.message, this.warnings, this.buttons.node, this.details.node);
    this.buttons.node.append(this.details.toggle);
  }

  /** Show the operation as it is now. */
  update(entry: IEntry): void {
    this.entry = entry;
    const { operation } = entry;
    setAttribute(this.node, 'data-status', operation.status);
    setAttribute(this.node, 'data-state', stateText(operation));
    setText(this.name, operation.name);
    setText(this.state, stateText(operation));
    setAttribute(this.name, 'title', operation.id);
    this.showNotebook(operation);
    this.showProgress(operation);
    setText(this.activity, this.host.activityOf(operation));
    setText(this.message, messageOf(operation));
    setText(this.warnings, warningsOf(operation).join('\n'));
    this.buttons.update(entry);
    this.details.update(entry);
  }

  dispose(): void {
    this.buttons.dispose();
    this.details.dispose();
  }

  private showNotebook(operation: IOperation): void {
    const path = isHere(operation) ? null : (operation.notebook ?? this.entry.store.notebook);
    setText(this.notebook, path ? (path.split('/').pop() ?? path) : '');
    setAttribute(this.notebook, 'title', path ? `Open ${path}` : null);
  }

  private showProgress(operation: IOperation): void {
    const progress = progressOf(operation);
    const { live } = operation;
    const busy = live !== null && live.state !== 'paused';
    const now_s = this.host.now_s();
    setShown(this.bar.node, operation.status !== 'completed');
    this.bar.update(progress, `Progress of ${operation.name}`, busy);
    setText(this.progress, progressText(progress));
    this.loops.update(live?.loops ?? []);
    setText(this.pace, live ? paceText(live) : '');
    setText(
      this.saved,
      live ? savedText(live, now_s) : operation.status === 'running' ? '' : endText(operation, now_s)
    );
  }

  private openNotebook(): void {
    const path = this.entry.operation.notebook ?? this.entry.store.notebook;
    if (path) {
      this.host.open(path);
    }
  }

  private readonly name = element('span', 'ckpt-magic-Operation-name');
  private readonly state = element('span', 'ckpt-magic-Operation-state');
  private readonly notebook: HTMLButtonElement;
  private readonly bar = new ProgressBar();
  private readonly progress = element('div', 'ckpt-magic-Operation-progress');
  private readonly loops = new LoopList();
  private readonly pace = element('div', 'ckpt-magic-Operation-line');
  private readonly saved = element('div', 'ckpt-magic-Operation-line');
  private readonly activity = element('div', 'ckpt-magic-Operation-activity');
  private readonly message = element('div', 'ckpt-magic-Operation-message');
  private readonly warnings = element('div', 'ckpt-magic-Operation-warning');
  private readonly buttons: OperationButtons;
  private readonly details: Details;
}
