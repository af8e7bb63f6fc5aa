/** Where a notebook's listing comes from: the server; where that knows no such request, the kernel. */
import { NotebookPanel } from '@jupyterlab/notebook';
import { Api } from './api';
import { isCheckpointed } from './cellState';
import { NotFoundError } from './errors';
import { ask } from './kernel';
import { IListing } from './types';

const LOADS = /^\s*%(load_ext|reload_ext)\s+ckpt_magic\b/m;

/** The stores of a notebook and its folder; rejects with a `CheckpointError`. */
export async function readListing(api: Api, panel: NotebookPanel): Promise<IListing> {
  try {
    return await api.listing(panel.context.localPath);
  } catch (error) {
    const listing = error instanceof NotFoundError ? await listingOfKernel(panel) : null;
    if (listing) {
      return listing;
    }
    throw error;
  }
}

/** What the kernel knows; null when it should not be asked, being busy or nobody using checkpoints in this notebook. */
async function listingOfKernel(panel: NotebookPanel): Promise<IListing | null> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || kernel.status !== 'idle' || !usesCheckpoints(panel)) {
    return null;
  }
  return (await ask(kernel, { do: 'list' })).listing ?? null;
}

function usesCheckpoints(panel: NotebookPanel): boolean {
  const sources = panel.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => cell.model.sharedModel.getSource());
  return sources.some(source => isCheckpointed(source) || LOADS.test(source));
}
