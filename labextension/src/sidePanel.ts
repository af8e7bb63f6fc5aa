/** The side panel: every operation of the notebook in front and of its folder, running ones live. */
import { JupyterFrontEnd } from '@jupyterlab/application';
import { IDisposable } from '@lumino/disposable';
import { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { stateText } from './describe';
import { element, IView, KeyedList, setShown, setText } from './dom';
import { emptyState } from './empty';
import { checkpointsIcon } from './icons';
import { NotebookModel } from './model';
import { Models } from './models';
import { IPanelHost } from './panelHost';
import { groupsOf, IStoreSection } from './sections';
import { StoreView } from './storeView';
import { IListing } from './types';

/** The id of the panel in the shell. */
export const PANEL_ID = 'ckpt-magic-checkpoints';

/** How often ages and times left are written anew while the panel is seen, in milliseconds. */
const TICK_MS = 1000;

/** The panel's widget; it draws only while it is seen. */
export class SidePanel extends Widget {
  constructor(
    private readonly models: Models,
    private readonly host: IPanelHost
  ) {
    super({ node: element('section') });
    this.id = PANEL_ID;
    this.addClass('ckpt-magic-SidePanel');
    this.title.icon = checkpointsIcon;
    this.title.caption = 'Checkpoints';
    this.node.setAttribute('aria-label', 'Checkpoints');
    this.spoken.setAttribute('aria-live', 'polite');
    this.problem.setAttribute('role', 'alert');
    const head = element('div', 'ckpt-magic-SidePanel-head');
    head.append(element('h2', 'ckpt-magic-SidePanel-title', 'Checkpoints'), this.path);
    this.node.append(head, this.problem, this.notebook.node, this.folder.node, this.empty, this.spoken);
    models.news.connect(this.onNews, this);
    this.onNews();
  }

  dispose(): void {
    window.clearInterval(this.timer);
    Signal.clearData(this);
    super.dispose();
  }

  /** Show the listing as it is now. */
  draw(): void {
    if (!this.isVisible) {
      return;
    }
    const focused = document.activeElement;
    const groups = groupsOf(this.model?.listing ?? null);
    this.notebook.update(groups.notebook);
    this.folder.update(groups.folder);
    setText(this.path, this.model?.panel.context.path ?? '');
    setText(this.problem, this.model?.error ?? '');
    const nothing = [...groups.notebook, ...groups.folder].every(
      ({ operations, store }) => operations.length === 0 && !store.problem
    );
    setShown(this.empty, nothing && !this.model?.error);
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.node.contains(focused)) {
      focused.focus();
    }
  }

  protected onAfterShow(_: Message): void {
    this.watch();
  }

  protected onAfterAttach(_: Message): void {
    this.watch();
  }

  protected onAfterHide(_: Message): void {
    window.clearInterval(this.timer);
  }

  private watch(): void {
    window.clearInterval(this.timer);
    this.timer = window.setInterval(() => this.draw(), TICK_MS);
    this.model?.refresh();
    this.draw();
  }

  private onNews(): void {
    if (this.model !== this.models.current) {
      this.model = this.models.current;
      this.states = statesOf(this.model?.listing ?? null);
    }
    this.draw();
    this.speak();
  }

  /** Tell a screen reader what changed its state, not how far it is. */
  private speak(): void {
    const states = statesOf(this.model?.listing ?? null);
    const news = [...states].filter(([id, { state }]) => (this.states.get(id)?.state ?? state) !== state);
    this.states = states;
    if (news.length > 0) {
      this.spoken.textContent = news.map(([, { name, state }]) => `${name}: ${state}`).join('. ');
    }
  }

  private model: NotebookModel | null = null;
  private timer = 0;
  private states: ReturnType<typeof statesOf> = new Map();
  private readonly path = element('div', 'ckpt-magic-SidePanel-path');
  private readonly problem = element('div', 'ckpt-magic-Error');
  private readonly spoken = element('div', 'ckpt-magic-Spoken');
  private readonly empty = emptyState();
  private readonly notebook = new Group('This notebook', () => this.host);
  private readonly folder = new Group('In this folder', () => this.host);
}

/** One of the two groups; hidden while it has nothing. */
class Group {
  readonly node = element('section', 'ckpt-magic-Group');

  constructor(
    title: string,
    private readonly host: () => IPanelHost
  ) {
    this.node.setAttribute('aria-label', title);
    const stores = element('div');
    this.node.append(element('h3', 'ckpt-magic-Group-title', title), stores);
    this.list = new KeyedList<IStoreSection>(
      stores,
      section => section.store.store,
      section => this.create(section)
    );
  }

  update(sections: readonly IStoreSection[]): void {
    setShown(this.node, sections.length > 0);
    this.list.update(sections);
  }

  private create(section: IStoreSection): IView<IStoreSection> {
    return new StoreView(this.host(), section.store);
  }

  private readonly list: KeyedList<IStoreSection>;
}

/** Saving comes and goes with every checkpoint: nobody wants to hear it. */
function statesOf(listing: IListing | null): Map<string, { name: string; state: string }> {
  const operations = listing?.stores.flatMap(store => store.operations) ?? [];
  return new Map(
    operations.map(operation => {
      const state = stateText(operation);
      return [operation.id, { name: operation.name, state: state === 'saving' ? 'running' : state }];
    })
  );
}

/** Add the panel to the right area. */
export function addSidePanel(app: JupyterFrontEnd, models: Models, host: IPanelHost): IDisposable {
  const panel = new SidePanel(models, host);
  app.shell.add(panel, 'right', { rank: 850, type: 'Checkpoints' });
  return panel;
}

/** Bring the panel into view. */
export function showSidePanel(app: JupyterFrontEnd): void {
  app.shell.activateById(PANEL_ID);
}
