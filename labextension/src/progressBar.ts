/** A progress bar that a screen reader reads, thin enough to have one for each nested loop. */
import { IProgress, progressText, shareOf } from './describe';
import { element, setAttribute } from './dom';

/** One bar; a bar without a known end moves to and fro while it is busy. */
export class ProgressBar {
  readonly node = element('div', 'ckpt-magic-Bar');

  constructor() {
    this.node.setAttribute('role', 'progressbar');
    this.node.setAttribute('aria-valuemin', '0');
    this.node.setAttribute('aria-valuemax', '100');
    this.node.append(this.fill);
  }

  /** Show how far it is. */
  update(progress: IProgress, label: string, busy: boolean): void {
    const share = shareOf(progress);
    const percent = share === null ? null : Math.floor(share * 100);
    setAttribute(this.node, 'aria-label', label);
    setAttribute(this.node, 'aria-valuenow', percent === null ? null : String(percent));
    setAttribute(this.node, 'aria-valuetext', progressText(progress) || 'no progress known');
    this.node.classList.toggle('ckpt-magic-mod-endless', share === null && busy);
    this.node.classList.toggle('ckpt-magic-mod-unknown', share === null && !busy);
    this.fill.style.width = share === null ? '' : `${(share * 100).toFixed(2)}%`;
  }

  private readonly fill = element('div', 'ckpt-magic-Bar-fill');
}
