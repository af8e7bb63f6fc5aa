/** What can be done with an operation, decided from plain data alone. */
import { Command, COMMANDS, IOperation, ISkipped, IStore } from './types';

/** What a button of an operation does. */
export type Choice =
  Command | 'resume' | 'run-above' | 'put-back' | 'restore' | 'start-over' | 'start-over-above' | 'discard';

/** One button: what it does, what it says, what its tooltip explains. */
export interface IButton {
  choice: Choice;
  label: string;
  title: string;
  /** The one to press when in doubt. */
  primary: boolean;
}

/** What is to be known of the notebook in front. */
export interface ISurroundings {
  /** Whether it still has the operation's cell. */
  hasCell(operation: IOperation): boolean;
}

/** Whether a choice is something that a running loop is asked to do. */
export function isCommand(choice: string): choice is Command {
  return COMMANDS.some(command => command === choice);
}

/** Whether an operation is to be continued in the notebook in front. */
export function isHere(operation: IOperation): boolean {
  return operation.relation === 'here' || operation.relation === 'renamed';
}

/** Whether an operation ended before its cell did, so that it can go on. */
export function isUnfinished({ status }: IOperation): boolean {
  return status === 'interrupted' || status === 'failed';
}

/** Whether the operation's own cell made a variable: no cell above does. The kernel's word for it. */
export function isOfItsOwnCell({ made_by }: ISkipped): boolean {
  return made_by === 'this cell';
}

/** The buttons of an operation, in reading order. */
export function buttonsOf(operation: IOperation, store: IStore, around: ISurroundings): IButton[] {
  switch (operation.status) {
    case 'running':
      return runningButtons(operation);
    case 'interrupted':
    case 'failed':
      return [...goOnButtons(operation, store, around), ...keepButtons(operation, store)];
    case 'completed':
      return keepButtons(operation, store);
    default:
      return [];
  }
}

function runningButtons({ live }: IOperation): IButton[] {
  if (!live?.controllable) {
    return [];
  }
  const pause =
    live.state === 'paused'
      ? make('continue', 'Continue', 'Go on with the next iteration', true)
      : make('pause', 'Pause', 'Wait after this iteration, until Continue');
  return [
    make('checkpoint', 'Checkpoint now', 'Save at the end of this iteration'),
    pause,
    make('stop', 'Stop after this iteration', 'Save and end the cell; run it again to continue')
  ];
}

function goOnButtons(operation: IOperation, store: IStore, around: ISurroundings): IButton[] {
  if (operation.kind === 'loop' || !isHere(operation) || !operation.checkpoint) {
    return [];
  }
  const title = store.trusted
    ? 'Bring the variables back and go on at the next iteration'
    : 'This store was signed with another key. Resuming runs code that is stored in it: trust it only if you know where it comes from';
  if (!around.hasCell(operation)) {
    const back = 'The cell is no longer in this notebook: insert it as it was, then go on';
    return [make('put-back', 'Put its cell back and resume', back, true)];
  }
  const resume = store.trusted ? 'Resume' : 'Trust this store and resume';
  const missing = operation.needed.filter(variable => !isOfItsOwnCell(variable));
  if (missing.length === 0 || !store.trusted) {
    return [make('resume', resume, title, true)];
  }
  const names = missing.map(variable => variable.name).join(', ');
  const above = `${names} could not be saved: the cells above make them anew`;
  return [make('run-above', 'Run the cells above, then resume', above, true), make('resume', resume, title)];
}

function keepButtons(operation: IOperation, store: IStore): IButton[] {
  const buttons: IButton[] = [];
  if (operation.checkpoint && operation.kind === 'cell' && store.trusted) {
    const label = operation.status === 'completed' ? 'Restore the result' : 'Restore variables';
    buttons.push(make('restore', label, 'Put the saved variables into the kernel of this notebook; nothing is run'));
  }
  if (store.writable) {
    buttons.push(make('discard', 'Discard', 'Remove this operation and its checkpoints from the store'));
  }
  return buttons;
}

function make(choice: Choice, label: string, title: string, primary = false): IButton {
  return { choice, label, title, primary };
}
