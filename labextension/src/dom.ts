/**
 * Building and changing DOM nodes in place.
 *
 * All data enters by `textContent` or attributes, never as HTML. Setters touch the document only when something differs,
 * so that an update each second neither moves the focus nor makes a screen reader speak.
 */

/** A new element with a class and, where given, a text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  text = ''
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
  }
  if (text) {
    node.textContent = text;
  }
  return node;
}

/** A real button: reachable by Tab, pressed by Enter and Space. */
export function button(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const node = element('button', className, label);
  node.type = 'button';
  node.addEventListener('click', onClick);
  return node;
}

/** Write a text, if it is another one; hide the node when there is none. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) {
    node.textContent = text;
  }
  setShown(node, text !== '');
}

/** Show or hide a node. */
export function setShown(node: HTMLElement, shown: boolean): void {
  if (node.hidden === shown) {
    node.hidden = !shown;
  }
}

/** Set an attribute, if it is another value; null removes it. */
export function setAttribute(node: Element, name: string, value: string | null): void {
  if (value === null) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

/** What a keyed list keeps for one of its items. */
export interface IView<T> {
  readonly node: HTMLElement;
  update(item: T): void;
  dispose?(): void;
}

/** A list whose nodes live as long as their items' keys: focus, expanded parts and pressed buttons survive an update. */
export class KeyedList<T> {
  constructor(
    readonly node: HTMLElement,
    private readonly key: (item: T) => string,
    private readonly create: (item: T) => IView<T>
  ) {}

  /** Show these items, in this order. */
  update(items: readonly T[]): void {
    const keys = new Set(items.map(this.key));
    for (const [key, view] of this.views) {
      if (!keys.has(key)) {
        this.remove(key, view);
      }
    }
    items.forEach((item, index) => this.place(this.viewOf(item), item, index));
  }

  /** The view of an item that is shown. */
  get(key: string): IView<T> | undefined {
    return this.views.get(key);
  }

  /** Remove all items. */
  clear(): void {
    this.update([]);
  }

  private viewOf(item: T): IView<T> {
    const key = this.key(item);
    const view = this.views.get(key) ?? this.create(item);
    this.views.set(key, view);
    return view;
  }

  private place(view: IView<T>, item: T, index: number): void {
    const there = this.node.children[index] ?? null;
    if (there !== view.node) {
      this.node.insertBefore(view.node, there);
    }
    view.update(item);
  }

  private remove(key: string, view: IView<T>): void {
    this.views.delete(key);
    view.node.remove();
    view.dispose?.();
  }

  private readonly views = new Map<string, IView<T>>();
}
