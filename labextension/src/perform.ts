/** From what a button says to the action that does it. */
import { IActions } from './actions';
import { Choice } from './offerTypes';
import { IEntry } from './types';

/** Do it; a store is trusted only by a button that said so. `heard`: what stood beside the button. */
export function perform(
  actions: IActions,
  choice: Choice,
  { operation, store }: IEntry,
  heard: readonly string[] = []
): Promise<void> {
  const trust = !store.trusted;
  switch (choice) {
    case 'resume':
      return actions.resume(operation, store, { trust, heard });
    case 'resume-anyway':
      return actions.resume(operation, store, { consent: true });
    case 'run-above':
      return actions.resume(operation, store, { runAbove: true, heard });
    case 'put-back':
      return actions.putBackAndResume(operation, store);
    case 'restore':
      return actions.restore(operation, store);
    case 'start-over':
      return actions.startOver(operation, store);
    case 'start-over-above':
      return actions.startOver(operation, store, { runAbove: true });
    case 'discard':
      return actions.discard(operation, store);
    case 'checkpoint':
    case 'pause':
    case 'continue':
    case 'stop':
      return actions.control(operation, store, choice);
    default:
      return Promise.resolve();
  }
}
