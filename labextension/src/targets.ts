/** Which operation a command means, decided from plain data alone. */
import { buttonsOf, Choice, ISurroundings } from './choices';
import { IEntry, IListing } from './types';

/** An operation, its store, and the choice that the command comes to for it. */
export interface ITarget extends IEntry {
  choice: Choice;
}

/** The operations of the notebook in front, and of its folder. */
export interface IKnown {
  own: readonly IEntry[];
  listing: IListing | null;
}

/**
 * The newest operation of the notebook that offers one of the choices, the first choice it offers of them.
 *
 * With an id it is that operation, wherever in the folder it is; null when there is none.
 */
export function targetOf(
  known: IKnown,
  choices: readonly Choice[],
  around: ISurroundings,
  id?: string
): ITarget | null {
  const all = known.listing?.stores.flatMap(store => store.operations.map(operation => ({ operation, store }))) ?? [];
  const candidates = id === undefined ? known.own : all.filter(({ operation }) => operation.id === id);
  for (const { operation, store } of [...candidates].reverse()) {
    const offered = buttonsOf(operation, store, around).map(button => button.choice);
    const choice = offered.find(one => choices.includes(one));
    if (choice !== undefined) {
      return { operation, store, choice };
    }
  }
  return null;
}
