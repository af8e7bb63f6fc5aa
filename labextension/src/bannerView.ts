/** The banner's text and buttons as nodes that stay, and keep the focus, while they are offered. */
import { ConfirmButton } from './confirmButton';
import { button, element, IView, KeyedList, setAttribute, setText } from './dom';
import { Choice, IOffer, IOfferButton } from './offerTypes';

const BUTTON = 'jp-mod-styled ckpt-magic-Banner-button';

/** Draws an offer; tells which button was pressed. */
export class BannerView {
  readonly node = element('div', 'ckpt-magic-Banner-main');

  constructor(
    private readonly choose: (choice: Choice, offer: IOffer) => void,
    private readonly asksBeforeDiscarding: () => boolean = () => true
  ) {
    const text = element('div', 'ckpt-magic-Banner-text');
    text.append(this.headline, this.lineList);
    this.row.setAttribute('role', 'group');
    this.row.setAttribute('aria-label', 'What can be done');
    this.node.append(text, this.activity, this.row);
    this.lines = new KeyedList<[number, string]>(
      this.lineList,
      ([index]) => String(index),
      () => new LineView()
    );
    this.buttons = new KeyedList<IOfferButton>(
      this.row,
      ({ choice, label }) => (choice === 'continue' ? 'pause' : `${choice} ${label}`),
      each => this.create(each)
    );
  }

  /** Show an offer; `isOpen`: its details are shown below. */
  update(offer: IOffer, isOpen: boolean): void {
    this.offer = offer;
    this.isOpen = isOpen;
    setText(this.headline, offer.headline);
    this.lines.update(offer.lines.map((line, index) => [index, line]));
    this.lineList.hidden = offer.lines.length === 0;
    setText(this.activity, offer.activity);
    this.buttons.update(offer.buttons);
  }

  dispose(): void {
    this.buttons.clear();
  }

  private create({ choice, label }: IOfferButton): IView<IOfferButton> {
    if (choice === 'discard') {
      const confirm = new ConfirmButton(label, BUTTON, () => this.press(choice), this.asksBeforeDiscarding);
      return { node: confirm.node, update: each => this.dress(confirm.node, each), dispose: () => confirm.dispose() };
    }
    let current: Choice = choice;
    const node = button(label, BUTTON, () => this.press(current));
    return {
      node,
      update: each => {
        current = each.choice;
        setText(node, each.label);
        this.dress(node, each);
      }
    };
  }

  private dress(node: HTMLButtonElement, { choice, title, primary }: IOfferButton): void {
    setAttribute(node, 'title', title);
    node.classList.toggle('jp-mod-accept', primary);
    node.classList.toggle('ckpt-magic-mod-quiet', choice === 'dismiss' || choice === 'details' || choice === 'discard');
    const rests = this.offer?.activity !== '' && choice !== 'details' && choice !== 'dismiss';
    setAttribute(node, 'aria-disabled', rests ? 'true' : null);
    setAttribute(node, 'aria-expanded', choice === 'details' ? String(this.isOpen) : null);
  }

  private press(choice: Choice): void {
    if (this.offer && (this.offer.activity === '' || choice === 'details' || choice === 'dismiss')) {
      this.choose(choice, this.offer);
    }
  }

  private offer: IOffer | null = null;
  private isOpen = false;
  private readonly headline = element('div', 'ckpt-magic-Banner-headline');
  private readonly lineList = element('ul', 'ckpt-magic-Banner-lines');
  private readonly activity = element('div', 'ckpt-magic-Banner-activity');
  private readonly row = element('div', 'ckpt-magic-Banner-buttons');
  private readonly lines: KeyedList<[number, string]>;
  private readonly buttons: KeyedList<IOfferButton>;
}

class LineView implements IView<[number, string]> {
  readonly node = element('li', 'ckpt-magic-Banner-line');

  update([, text]: [number, string]): void {
    setText(this.node, text);
  }
}
