/** Where a notebook's listing comes from: the server; where that knows no such request, the kernel. */
import { NotebookPanel } from '@jupyterlab/notebook';
import { Kernel } from '@jupyterlab/services';
import { Api } from './api';
import { isCheckpointed } from './cellState';
import { isHere } from './choices';
import { NotFoundError } from './errors';
import { ask } from './kernel';
import { IListing, IStore } from './types';

const LOADS = /^\s*%(load_ext|reload_ext)\s+ckpt_magic\b/m;

/** How long a kernel is not asked again, in milliseconds. */
const ASK_AGAIN_MS = 300;

/** How long a look waits for a kernel, in milliseconds: a cell may have reached it first, and keep it for hours. */
const PATIENCE_MS = 1500;

/**
 * The stores of a notebook and its folder; rejects with a `CheckpointError`.
 *
 * The kernel is asked only if `mayAsk`; when it takes long, `later` is called once it has told.
 */
export async function readListing(
  api: Api,
  panel: NotebookPanel,
  mayAsk: boolean,
  later: () => void
): Promise<IListing> {
  let listing: IListing | null = null;
  try {
    listing = await api.listing(panel.context.localPath);
  } catch (error) {
    const known = error instanceof NotFoundError && mayAsk ? await listingOfKernel(panel, later) : null;
    if (known) {
      return known;
    }
    throw error;
  }
  return listing.stores.some(isOwn) || !mayAsk ? listing : withStoresOf(listing, await listingOfKernel(panel, later));
}

/** Whether a store has something of the notebook that was asked for. */
function isOwn(store: IStore): boolean {
  return store.of_this_notebook || store.operations.some(isHere);
}

function withStoresOf(listing: IListing, known: IListing | null): IListing {
  return known ? { ...listing, stores: [...known.stores, ...listing.stores] } : listing;
}

/** What the kernel knows; null when it should not be asked, being busy or nobody using checkpoints in this notebook. */
async function listingOfKernel(panel: NotebookPanel, later: () => void): Promise<IListing | null> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || kernel.status !== 'idle' || !usesCheckpoints(panel)) {
    return null; // what it told before it was busy is no news
  }
  const last = told.get(kernel);
  if (last && Date.now() - last.at < ASK_AGAIN_MS) {
    return last.listing;
  }
  const answer = asked.get(kernel) ?? question(kernel);
  const patience = new Promise<undefined>(resolve => setTimeout(resolve, PATIENCE_MS));
  const listing = await Promise.race([answer, patience]);
  if (listing === undefined) {
    answer.then(later, () => undefined);
  }
  return listing ?? null;
}

/** Ask a kernel, and remember what it tells; a second question would only wait behind the first. */
function question(kernel: Kernel.IKernelConnection): Promise<IListing | null> {
  const answer = ask(kernel, { do: 'list' })
    .then(({ listing }) => {
      const stores = listing?.stores.map(store => ({ ...store, by_kernel: true })) ?? [];
      const known = listing ? { ...listing, stores } : null;
      told.set(kernel, { at: Date.now(), listing: known });
      return known;
    })
    .finally(() => asked.delete(kernel));
  asked.set(kernel, answer);
  return answer;
}

/** What each kernel told last, and when; what each was asked and has not told yet. */
const told = new WeakMap<object, { at: number; listing: IListing | null }>();
const asked = new WeakMap<object, Promise<IListing | null>>();

function usesCheckpoints(panel: NotebookPanel): boolean {
  const sources = panel.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => cell.model.sharedModel.getSource());
  return sources.some(source => isCheckpointed(source) || LOADS.test(source));
}
