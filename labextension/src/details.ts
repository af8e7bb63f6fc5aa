/** All that is known of an operation, opened on request: checkpoints, variables, what is not saved, what will be told. */
import { sectionsWhenRead } from './detailSections';
import { button, element, setAttribute } from './dom';
import { IPanelHost } from './panelHost';
import { IEntry } from './types';

let count = 0;

/** A part that opens and closes; it is read anew when a checkpoint is added while it is open. */
export class Details {
  readonly node = element('div', 'ckpt-magic-Details');
  readonly toggle: HTMLButtonElement;

  constructor(
    private readonly host: IPanelHost,
    private readonly entry: () => IEntry
  ) {
    this.node.id = `ckpt-magic-details-${++count}`;
    this.node.hidden = true;
    this.node.setAttribute('role', 'region');
    this.node.addEventListener('keydown', event => this.onKey(event));
    this.toggle = button('Details', 'ckpt-magic-Button ckpt-magic-mod-quiet', () => this.open(this.node.hidden));
    this.toggle.setAttribute('aria-controls', this.node.id);
    this.toggle.setAttribute('aria-expanded', 'false');
    this.toggle.addEventListener('keydown', event => this.onKey(event));
  }

  /** Follow the operation: read the details again when they are open and there is something new. */
  update({ operation }: IEntry): void {
    setAttribute(this.node, 'aria-label', `Details of ${operation.name}`);
    const version = `${operation.status} ${operation.checkpoint?.id}`;
    if (!this.node.hidden && version !== this.version) {
      this.version = version;
      void this.load();
    }
  }

  dispose(): void {
    this.disposed = true;
  }

  private open(opened: boolean): void {
    this.node.hidden = !opened;
    this.toggle.setAttribute('aria-expanded', String(opened));
    this.version = '';
    this.update(this.entry());
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.node.hidden) {
      event.stopPropagation();
      this.open(false);
      this.toggle.focus();
    }
  }

  private async load(): Promise<void> {
    const entry = this.entry();
    const sections = await sectionsWhenRead(this.host.details(entry), this.host.now_s());
    if (!this.disposed) {
      this.node.replaceChildren(...sections);
    }
  }

  private version = '';
  private disposed = false;
}
