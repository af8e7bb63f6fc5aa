/** The questions that need more than a button. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';

import { element } from './dom';
import { formatBytes, formatCount } from './format';
import { IStore } from './types';

/** How to free space: give up all but the newest checkpoint of each operation, or nothing at all. */
export type FreeSpace = 'prune' | 'compact';

/** Ask how to free a store's space; null when the person would rather not. */
export async function askFreeSpace(store: IStore): Promise<FreeSpace | null> {
  const body = new FreeSpaceForm(store);
  const { button } = await showDialog({
    title: `Free space in ${store.name}`,
    body,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Free space' })]
  });
  return button.accept ? body.getValue() : null;
}

class FreeSpaceForm extends Widget implements Dialog.IBodyWidget<FreeSpace> {
  constructor(store: IStore) {
    super();
    this.addClass('ckpt-magic-FreeSpace');
    const { operations } = store;
    const facts = `${formatBytes(store.size_bytes)} on disk, ${formatCount(operations.length)} operations.`;
    this.node.append(
      element('p', '', facts),
      this.choice(
        this.prune,
        'Keep the newest checkpoint only',
        'Every operation stays resumable; older checkpoints go.'
      ),
      this.choice(this.compact, 'Keep all checkpoints', 'Only give back what was dropped before.')
    );
    this.prune.checked = true;
  }

  getValue(): FreeSpace {
    return this.prune.checked ? 'prune' : 'compact';
  }

  private choice(radio: HTMLInputElement, title: string, text: string): HTMLElement {
    radio.type = 'radio';
    radio.name = `ckpt-magic-free-space-${this.id}`;
    const label = element('label', 'ckpt-magic-FreeSpace-choice');
    const words = element('span');
    words.append(element('strong', '', title), element('span', '', text));
    label.append(radio, words);
    return label;
  }

  private readonly prune = element('input');
  private readonly compact = element('input');
}
