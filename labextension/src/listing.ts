/** Where a notebook's listing comes from: the server; where that knows no such request, the kernel. */
import { NotebookPanel } from '@jupyterlab/notebook';
import { Api } from './api';
import { isCheckpointed } from './cellState';
import { NotFoundError } from './errors';
import { ask } from './kernel';
import { IListing, IStore } from './types';

const LOADS = /^\s*%(load_ext|reload_ext)\s+ckpt_magic\b/m;

/** How long a kernel is not asked again, in milliseconds. */
const ASK_AGAIN_MS = 300;

/** How long a kernel may take to tell, in milliseconds: a cell may have reached it first, and keep it for hours. */
const PATIENCE_MS = 1500;

/** The stores of a notebook and its folder; rejects with a `CheckpointError`. The kernel is asked only if `mayAsk`. */
export async function readListing(api: Api, panel: NotebookPanel, mayAsk: boolean): Promise<IListing> {
  let listing: IListing | null = null;
  try {
    listing = await api.listing(panel.context.localPath);
  } catch (error) {
    const known = error instanceof NotFoundError && mayAsk ? await listingOfKernel(panel) : null;
    if (known) {
      return known;
    }
    throw error;
  }
  return listing.stores.some(isOwn) || !mayAsk ? listing : withStoresOf(listing, await listingOfKernel(panel));
}

/** Whether a store has something of the notebook that was asked for. */
function isOwn(store: IStore): boolean {
  const related = store.operations.some(({ relation }) => relation === 'here' || relation === 'renamed');
  return store.of_this_notebook || related;
}

function withStoresOf(listing: IListing, known: IListing | null): IListing {
  return known ? { ...listing, stores: [...known.stores, ...listing.stores] } : listing;
}

/** What the kernel knows; null when it should not be asked, being busy or nobody using checkpoints in this notebook. */
async function listingOfKernel(panel: NotebookPanel): Promise<IListing | null> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || !usesCheckpoints(panel)) {
    return null;
  }
  const last = told.get(kernel);
  if (kernel.status !== 'idle') {
    return null; // what it told before it was busy is no news
  }
  if (last && Date.now() - last.at < ASK_AGAIN_MS) {
    return last.listing;
  }
  const patience = new Promise<null>(resolve => setTimeout(() => resolve(null), PATIENCE_MS));
  const answer = (await Promise.race([ask(kernel, { do: 'list' }), patience]))?.listing;
  const listing = answer ? { ...answer, stores: answer.stores.map(store => ({ ...store, by_kernel: true })) } : null;
  told.set(kernel, { at: Date.now(), listing });
  return listing;
}

/** What each kernel told last, and when. */
const told = new WeakMap<object, { at: number; listing: IListing | null }>();

function usesCheckpoints(panel: NotebookPanel): boolean {
  const sources = panel.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => cell.model.sharedModel.getSource());
  return sources.some(source => isCheckpointed(source) || LOADS.test(source));
}
