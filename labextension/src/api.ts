/** The requests to the server. Knows no widget. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { errorOf } from './errors';
import { Command, IFinding, IListing, IOperationDetails, IPruned } from './types';

/** What the server can be asked. Each rejects with a `CheckpointError`. */
export class Api {
  constructor(private readonly settings: ServerConnection.ISettings) {}

  /** The stores of a notebook and its folder. */
  listing(path: string): Promise<IListing> {
    return this.get('operations', { path });
  }

  /** Everything about one operation. */
  operation(store: string, id: string): Promise<IOperationDetails> {
    return this.get('operation', { store, id });
  }

  /** Ask something of a running operation. */
  async control(store: string, id: string, command: Command): Promise<void> {
    await this.post('control', { store, id, command });
  }

  /** Remove an operation and its checkpoints. */
  async discard(store: string, id: string): Promise<void> {
    await this.post('discard', { store, id });
  }

  /** Keep the newest checkpoints only, of one operation or of all. */
  prune(store: string, keep: number, id?: string): Promise<IPruned> {
    return this.post('prune', { store, keep, ...(id === undefined ? {} : { id }) });
  }

  /** Give the free pages of the file back to the disk. */
  compact(store: string): Promise<{ freed_bytes: number }> {
    return this.post('compact', { store });
  }

  /** Trust a store that was signed with another key. */
  async trust(store: string): Promise<void> {
    await this.post('trust', { store });
  }

  /** Check a store; the findings are empty when nothing is wrong. */
  async verify(store: string): Promise<IFinding[]> {
    return (await this.post<{ findings: IFinding[] }>('verify', { store })).findings;
  }

  private get<T>(what: string, query: Record<string, string>): Promise<T> {
    return this.request(what + URLExt.objectToQueryString(query), { method: 'GET' });
  }

  private post<T>(what: string, body: object): Promise<T> {
    return this.request(what, { method: 'POST', body: JSON.stringify(body) });
  }

  private async request<T>(what: string, init: RequestInit): Promise<T> {
    const url = URLExt.join(this.settings.baseUrl, 'ckpt-magic', what);
    const response = await ServerConnection.makeRequest(url, init, this.settings);
    const text = await response.text();
    if (response.ok) {
      return JSON.parse(text || '{}') as T;
    }
    throw errorOf(response.status, text);
  }
}
