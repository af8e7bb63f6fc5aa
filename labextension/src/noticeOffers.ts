/** Banners that only tell: of a store that cannot be read, of operations that belong to another notebook. */
import { isUnfinished } from './choices';
import type { IOffer, IOfferButton, ISituation } from './offerTypes';

const DISMISS: IOfferButton = { choice: 'dismiss', label: 'Dismiss', title: 'Hide this', primary: false };

/** What is wrong with this notebook's own store, or null. */
export function problemOffer({ stores, isDismissed }: ISituation): IOffer | null {
  const store = stores.find(({ of_this_notebook, problem }) => of_this_notebook && problem);
  const problem = store?.problem;
  if (!store || !problem) {
    return null;
  }
  const headline = `The checkpoints of this notebook cannot be read: ${problem.text}`;
  return notice('problem', `${store.store} ${problem.text}`, headline, [problem.safe, problem.fix], isDismissed);
}

/** Whose the interrupted operations of a copied notebook are, or null. */
export function copyOffer({ stores, isDismissed }: ISituation): IOffer | null {
  const operation = stores
    .flatMap(store => store.operations)
    .filter(operation => operation.relation === 'copy' && isUnfinished(operation))
    .pop();
  if (!operation) {
    return null;
  }
  const other = operation.notebook ?? 'another notebook';
  const headline = `This notebook is a copy: “${operation.name}” was ${operation.status} in “${other}”.`;
  return notice('copy', `copy ${operation.id}`, headline, ['Open that notebook to resume it.'], isDismissed);
}

function notice(
  tone: IOffer['tone'],
  key: string,
  headline: string,
  lines: string[],
  isDismissed: ISituation['isDismissed']
): IOffer | null {
  if (isDismissed(key)) {
    return null;
  }
  const told = lines.filter(line => line !== '');
  return { key, tone, headline, lines: told, details: '', buttons: [DISMISS], entry: null, activity: '' };
}
