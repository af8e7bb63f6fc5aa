/** The panel's surroundings in the page: the notebook in front, its model's actions, the server. */
import { JupyterFrontEnd } from '@jupyterlab/application';

import { Api } from './api';
import { whereIs } from './cells';
import { Choice } from './choices';
import { askFreeSpace, FreeSpace } from './dialogs';
import { formatBytes } from './format';
import { Models } from './models';
import { plainCells } from './notebookCells';
import { IPanelHost } from './panelHost';
import { perform } from './perform';
import { Settings } from './settings';
import { IEntry, IFinding, IOperation, IOperationDetails, IStore } from './types';

/** How many findings of a check are told in the panel. */
const TOLD_FINDINGS = 5;

/** What buttons, commands and details do, on behalf of the notebook in front. */
export class PageHost implements IPanelHost {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly api: Api,
    private readonly models: Models,
    private readonly settings: Settings
  ) {}

  now_s(): number {
    return this.models.current?.now_s ?? Date.now() / 1000;
  }

  asksBeforeDiscarding(): boolean {
    return this.settings.current.askBeforeDiscarding;
  }

  hasCell(operation: IOperation): boolean {
    const panel = this.models.current?.panel;
    return panel !== undefined && whereIs(operation, plainCells(panel)).found;
  }

  activityOf(operation: IOperation): string {
    const activity = this.models.current?.activity ?? null;
    return activity?.id === operation.id ? activity.text : '';
  }

  async perform(choice: Choice, entry: IEntry): Promise<void> {
    const model = this.models.current;
    if (!model) {
      throw new Error('No notebook is open.');
    }
    return perform(model.actions, choice, entry);
  }

  details({ operation, store }: IEntry): Promise<IOperationDetails> {
    return this.api.operation(store.store, operation.id);
  }

  open(path: string): void {
    void this.app.commands.execute('docmanager:open', { path });
  }

  async trust(store: IStore): Promise<string> {
    await this.api.trust(store.store);
    this.models.current?.refresh(true);
    return 'Trusted from now on.';
  }

  async freeSpace(store: IStore): Promise<string> {
    const how = await askFreeSpace(store);
    if (how === null) {
      return '';
    }
    const freed_bytes = await this.free(store, how);
    this.models.current?.refresh(true);
    return freed_bytes > 0 ? `${formatBytes(freed_bytes)} came back.` : 'There was nothing to give back.';
  }

  async verify(store: IStore): Promise<string> {
    return findingsText(await this.api.verify(store.store));
  }

  private async free({ store }: IStore, how: FreeSpace): Promise<number> {
    const { freed_bytes } = await (how === 'prune' ? this.api.prune(store, 1) : this.api.compact(store));
    return freed_bytes;
  }
}

function findingsText(findings: readonly IFinding[]): string {
  if (findings.length === 0) {
    return 'Verified: everything in it is whole.';
  }
  const told = findings.slice(0, TOLD_FINDINGS).map(({ subject, text }) => `${subject}: ${text}`);
  const rest = findings.length - told.length;
  return [`${findings.length} problems found.`, ...told, ...(rest > 0 ? [`And ${rest} more.`] : [])].join('\n');
}
