/** One store in the side panel: its size, whether it is trusted, what is wrong with it, and its operations. */
import { button, element, IView, KeyedList, setAttribute, setShown, setText } from './dom';
import { errorText } from './errors';
import { formatBytes } from './format';
import { OperationView } from './operationView';
import { IPanelHost } from './panelHost';
import { ProblemView } from './problemView';
import { IStoreSection } from './sections';
import { IEntry, IStore } from './types';

/** A store's operations above one line about the store itself. */
export class StoreView implements IView<IStoreSection> {
  readonly node = element('section', 'ckpt-magic-Store');

  constructor(
    private readonly host: IPanelHost,
    private store: IStore
  ) {
    this.node.dataset.store = store.store;
    this.operations = new KeyedList<IEntry>(
      element('ul', 'ckpt-magic-Operations'),
      entry => entry.operation.id,
      entry => new OperationView(host, entry)
    );
    this.outcome.setAttribute('role', 'status');
    this.outcome.hidden = true;
    const line = element('div', 'ckpt-magic-Store-line');
    line.append(this.facts, this.freeSpace, this.verify, this.trust);
    this.node.append(this.name, this.problem.node, this.operations.node, line, this.outcome);
  }

  /** Show the store as it is now. */
  update({ store, operations, titled }: IStoreSection): void {
    this.store = store;
    setText(this.name, titled ? store.name : '');
    setAttribute(this.node, 'aria-label', `Store ${store.name}`);
    this.problem.update(store);
    this.operations.update(operations.map(operation => ({ operation, store })));
    setText(this.facts, factsOf(store));
    setShown(this.freeSpace, store.writable && store.problem === null);
    setShown(this.verify, store.problem === null || store.problem.kind === 'damaged');
    setShown(this.trust, !store.trusted && store.writable && store.problem === null);
  }

  dispose(): void {
    this.operations.clear();
  }

  private make(label: string, title: string, act: (store: IStore) => Promise<string>): HTMLButtonElement {
    const node = button(label, 'ckpt-magic-Button ckpt-magic-mod-quiet', () => void this.run(node, act));
    node.title = title;
    return node;
  }

  private async run(node: HTMLButtonElement, act: (store: IStore) => Promise<string>): Promise<void> {
    node.setAttribute('aria-busy', 'true');
    try {
      setText(this.outcome, await act(this.store));
    } catch (error) {
      setText(this.outcome, errorText(error));
    } finally {
      node.removeAttribute('aria-busy');
    }
  }

  private readonly name = element('h4', 'ckpt-magic-Store-name');
  private readonly problem = new ProblemView();
  private readonly operations: KeyedList<IEntry>;
  private readonly facts = element('span', 'ckpt-magic-Store-facts');
  private readonly outcome = element('div', 'ckpt-magic-Store-outcome');
  private readonly freeSpace = this.make('Free space', 'Drop older checkpoints, give their space back', store =>
    this.host.freeSpace(store)
  );
  private readonly verify = this.make('Verify', 'Check that everything in this store is whole', store =>
    this.host.verify(store)
  );
  private readonly trust = this.make(
    'Trust',
    'Signed with another key. Restoring runs code stored in it: trust it only if you know where it comes from',
    store => this.host.trust(store)
  );
}

function factsOf(store: IStore): string {
  const trust = store.problem ? '' : store.trusted ? 'trusted' : 'not trusted';
  const writable = store.writable ? '' : 'read-only';
  return [`${formatBytes(store.size_bytes)} on disk`, trust, writable].filter(text => text).join(' · ');
}
