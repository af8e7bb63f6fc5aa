/** What the parts of the side panel may ask of the page around them. */
import { Choice, ISurroundings } from './choices';
import { IEntry, IOperation, IOperationDetails, IStore } from './types';

/** The panel's surroundings, as narrow as its parts need. */
export interface IPanelHost extends ISurroundings {
  /** The time, in the server's seconds since the epoch. */
  now_s(): number;
  /** Whether *Discard* asks once. */
  asksBeforeDiscarding(): boolean;
  /** What is being done with an operation right now, or ''. */
  activityOf(operation: IOperation): string;
  /** Do what a button says; rejects with an error whose message is for the person. */
  perform(choice: Choice, entry: IEntry): Promise<void>;
  /** Everything that is known of an operation. */
  details(entry: IEntry): Promise<IOperationDetails>;
  /** Open a notebook by its path. */
  open(path: string): void;
  /** Trust a store. Like the two below: resolves with a sentence about what was done, rejects like `perform`. */
  trust(store: IStore): Promise<string>;
  /** Ask what to give up, and do it. */
  freeSpace(store: IStore): Promise<string>;
  /** Check a store. */
  verify(store: IStore): Promise<string>;
}
