/** Which operation is shown where: the two groups of the side panel, decided from plain data alone. */
import { isHere } from './choices';
import { IListing, IOperation, IStore, Status } from './types';

/** A store with those of its operations that one group shows. */
export interface IStoreSection {
  store: IStore;
  operations: IOperation[];
  /** Whether the store's name is shown: it is another one's than the notebook in front. */
  titled: boolean;
}

/** The two groups. */
export interface IGroups {
  notebook: IStoreSection[];
  folder: IStoreSection[];
}

const ORDER: Readonly<Record<Status, number>> = { running: 0, failed: 1, interrupted: 1, completed: 2, discarded: 3 };

/** The stores of a listing as groups: a renamed notebook's operations are among this notebook's. */
export function groupsOf(listing: IListing | null): IGroups {
  const groups: IGroups = { notebook: [], folder: [] };
  for (const store of listing?.stores ?? []) {
    const shown = store.operations.filter(operation => operation.status !== 'discarded');
    const here = shown.filter(operation => store.of_this_notebook || isHere(operation));
    const others = shown.filter(operation => !here.includes(operation));
    if (store.of_this_notebook || here.length > 0) {
      groups.notebook.push({ store, operations: sorted(here), titled: !store.of_this_notebook });
    }
    if (!store.of_this_notebook && (others.length > 0 || here.length === 0)) {
      groups.folder.push({ store, operations: sorted(others), titled: true });
    }
  }
  return groups;
}

/** Running ones first, then what can be continued, then results; the newest first in each. */
function sorted(operations: readonly IOperation[]): IOperation[] {
  return [...operations].sort(
    (one, other) => ORDER[one.status] - ORDER[other.status] || other.started_at - one.started_at
  );
}
