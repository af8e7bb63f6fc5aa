/** A button that asks once: the first press changes its label for a few seconds, the second one acts. */
import { button } from './dom';

/** How long the question stands, in milliseconds. */
export const QUESTION_MS = 5000;

/** A destructive action on a button that turns into its own question. */
export class ConfirmButton {
  readonly node: HTMLButtonElement;

  constructor(
    private readonly label: string,
    className: string,
    private readonly act: () => void,
    private readonly asks: () => boolean = () => true
  ) {
    this.node = button(label, className, () => this.press());
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.timer !== undefined) {
        event.stopPropagation();
        this.settle();
      }
    });
  }

  /** Forget the question, and its timer. */
  dispose(): void {
    this.settle();
  }

  private press(): void {
    if (this.timer === undefined && this.asks()) {
      this.ask();
    } else {
      this.settle();
      this.act();
    }
  }

  private ask(): void {
    this.node.textContent = `${this.label}, really?`;
    this.node.classList.add('ckpt-magic-mod-asking');
    this.timer = setTimeout(() => this.settle(), QUESTION_MS);
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.node.textContent = this.label;
    this.node.classList.remove('ckpt-magic-mod-asking');
  }

  private timer: ReturnType<typeof setTimeout> | undefined;
}
