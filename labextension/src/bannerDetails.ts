/** What *Details* opens in a banner: the whole refusal, with its difference, and all that is known of the operation. */
import { sectionsWhenRead } from './detailSections';
import { element, setShown } from './dom';
import { NotebookModel } from './model';
import { IOffer } from './offerTypes';

/** A region below the banner's buttons, read anew each time it opens. */
export class BannerDetails {
  readonly node = element('div', 'ckpt-magic-Banner-details');

  constructor(private readonly model: NotebookModel) {
    this.node.hidden = true;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Details');
    this.node.append(this.refusal, this.known);
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  /** Follow the offer; another one closes the details of the last. */
  update(offer: IOffer): void {
    if (offer.key !== this.offer?.key || offer.details !== this.offer.details) {
      this.node.hidden = true;
    }
    this.offer = offer;
  }

  /** Open or close. */
  toggle(): void {
    this.node.hidden = !this.node.hidden;
    if (!this.node.hidden && this.offer) {
      this.refusal.textContent = this.offer.details;
      setShown(this.refusal, this.offer.details !== '');
      void this.load(this.offer);
    }
  }

  private async load({ entry, key }: IOffer): Promise<void> {
    this.known.replaceChildren();
    if (!entry) {
      return;
    }
    const { api, now_s } = this.model;
    const sections = await sectionsWhenRead(api.operation(entry.store.store, entry.operation.id), now_s);
    if (key === this.offer?.key) {
      this.known.replaceChildren(...sections);
    }
  }

  private offer: IOffer | null = null;
  private readonly refusal = element('pre', 'ckpt-magic-Banner-refusal');
  private readonly known = element('div');
}
