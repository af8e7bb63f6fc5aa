/** What a person can do with an operation in a notebook; `resume.ts` does it. */
import { Command, IOperation, IStore } from './types';

/** How to resume. */
export interface IResumeOptions {
  /** The person said yes to what was told. */
  consent?: boolean;
  /** What the person read beside the button: it goes on if there is nothing else to be told. */
  heard?: readonly string[];
  /** Trust the store first. */
  trust?: boolean;
  /** Run the code cells above first, but for checkpointed ones. */
  runAbove?: boolean;
}

/**
 * What can be done. Each resolves when it is under way or done, and rejects with an error whose `message`, `safe` and `fix`
 * are for the person; the notebook's banner shows that error too.
 */
export interface IActions {
  /** Go on at the last checkpoint, in the operation's own cell. Resolves when its cell is sent to the kernel. */
  resume(operation: IOperation, store: IStore, options?: IResumeOptions): Promise<void>;
  /** Put the saved variables into the kernel; nothing is run. */
  restore(operation: IOperation, store: IStore): Promise<void>;
  /** Insert the operation's cell as it was, then resume. */
  putBackAndResume(operation: IOperation, store: IStore): Promise<void>;
  /** Run the operation's cell from its beginning; `runAbove`: the code cells above it first. */
  startOver(operation: IOperation, store: IStore, options?: { runAbove?: boolean }): Promise<void>;
  /** Ask something of a running operation. */
  control(operation: IOperation, store: IStore, command: Command): Promise<void>;
  /** Remove the operation and its checkpoints. */
  discard(operation: IOperation, store: IStore): Promise<void>;
}
