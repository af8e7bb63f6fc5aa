/** The row of buttons of an operation. A button keeps its node, and so the focus, while the choice stays offered. */
import { buttonsOf, Choice, IButton } from './choices';
import { ConfirmButton } from './confirmButton';
import { button, element, IView, KeyedList, setAttribute, setText } from './dom';
import { errorText } from './errors';
import { IPanelHost } from './panelHost';
import { IEntry } from './types';

/** The buttons, and the line that says what went wrong with the last one pressed. */
export class OperationButtons {
  readonly node = element('div', 'ckpt-magic-Operation-actions');

  constructor(
    private readonly host: IPanelHost,
    private readonly entry: () => IEntry
  ) {
    this.row.setAttribute('role', 'group');
    this.error.setAttribute('role', 'alert');
    this.error.hidden = true;
    this.node.append(this.row, this.error);
    this.list = new KeyedList<IButton>(this.row, keyOf, choice => this.create(choice));
  }

  /** Offer what can be done with the operation now. */
  update({ operation, store }: IEntry): void {
    setAttribute(this.row, 'aria-label', `Actions for ${operation.name}`);
    this.list.update(buttonsOf(operation, store, this.host));
  }

  dispose(): void {
    this.list.clear();
  }

  private create(choice: IButton): IView<IButton> {
    const act = (choice: Choice): void => void this.perform(choice);
    if (choice.choice === 'discard') {
      const asks = (): boolean => this.host.asksBeforeDiscarding();
      const confirm = new ConfirmButton(choice.label, 'ckpt-magic-Button', () => act('discard'), asks);
      confirm.node.title = choice.title;
      return { node: confirm.node, update: () => undefined, dispose: () => confirm.dispose() };
    }
    return new ChoiceButton(act, choice.choice);
  }

  private async perform(choice: Choice): Promise<void> {
    this.say('');
    this.row.setAttribute('aria-busy', 'true');
    try {
      await this.host.perform(choice, this.entry());
    } catch (error) {
      this.say(errorText(error));
    } finally {
      this.row.removeAttribute('aria-busy');
    }
  }

  private say(text: string): void {
    setText(this.error, text);
  }

  private readonly row = element('div', 'ckpt-magic-Buttons');
  private readonly error = element('div', 'ckpt-magic-Error');
  private readonly list: KeyedList<IButton>;
}

/** Pause and Continue are one button: the person who paused keeps the focus on it. */
function keyOf({ choice }: IButton): string {
  return choice === 'continue' ? 'pause' : choice;
}

class ChoiceButton implements IView<IButton> {
  readonly node: HTMLButtonElement;

  constructor(
    act: (choice: Choice) => void,
    private choice: Choice
  ) {
    this.node = button('', 'ckpt-magic-Button', () => act(this.choice));
  }

  update(choice: IButton): void {
    this.choice = choice.choice;
    setText(this.node, choice.label);
    setAttribute(this.node, 'title', choice.title);
    this.node.classList.toggle('ckpt-magic-mod-primary', choice.primary);
  }
}
