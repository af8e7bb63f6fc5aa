/**
 * Buttons that the kernel drew: what the page can do itself, it does, so that they work while the kernel is busy.
 *
 * Their classes say what to do (`ckpt-magic-do-…`) and with which operation (`ckpt-magic-of-…`). A press is taken in the
 * capture phase; what the page cannot do goes on to the widget, and so to the kernel.
 */
import { Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { DisposableDelegate, IDisposable } from '@lumino/disposable';
import { isCommand } from './choices';
import { CHOICES, commandOf } from './controlClasses';
import { errorText } from './errors';
import { NotebookModel } from './model';
import { Models } from './models';
import { perform } from './perform';
import { IEntry } from './types';

/** How long a button shows that its press was heard, in milliseconds. */
const HEARD_MS = 600;

/** Take presses of the kernel's buttons on this page, until disposed. */
export function takeControls(models: Models, tracker: INotebookTracker): IDisposable {
  const onClick = (event: MouseEvent): void => take(event, models, tracker);
  document.addEventListener('click', onClick, { capture: true });
  return new DisposableDelegate(() => document.removeEventListener('click', onClick, { capture: true }));
}

function take(event: MouseEvent, models: Models, tracker: INotebookTracker): void {
  const target = event.target instanceof Element ? event.target.closest('[class*="ckpt-magic-do-"]') : null;
  const command = target ? commandOf(target.className) : null;
  if (!target || !command) {
    return;
  }
  const found = modelOf(target, command.id, models, tracker);
  const choice = CHOICES[command.name];
  if (!found || !choice) {
    return;
  }
  if (found.entry.store.by_kernel && isCommand(choice)) {
    return; // a store that the server does not see is no way to its loop; the widget's own may be
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  showHeard(target);
  perform(found.model.actions, choice, found.entry).catch(error => Notification.error(errorText(error)));
}

/** The notebook whose output holds the button, else any that knows the operation: an output can be shown elsewhere. */
function modelOf(
  target: Element,
  id: string,
  models: Models,
  tracker: INotebookTracker
): { model: NotebookModel; entry: IEntry } | null {
  const known: { model: NotebookModel; entry: IEntry }[] = [];
  tracker.forEach(panel => {
    const model = models.forPanel(panel);
    const entry = model.own.find(({ operation }) => operation.id === id);
    if (entry) {
      known.push({ model, entry });
    }
  });
  return known.find(({ model }) => model.panel.node.contains(target)) ?? known[0] ?? null;
}

function showHeard(target: Element): void {
  target.classList.add('ckpt-magic-mod-heard');
  setTimeout(() => target.classList.remove('ckpt-magic-mod-heard'), HEARD_MS);
}
