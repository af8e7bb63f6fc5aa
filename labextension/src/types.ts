/** The plain data that the server and the kernel send. All times: seconds since the epoch. */

export type Status = 'running' | 'interrupted' | 'failed' | 'completed' | 'discarded';

/**
 * Whose operation it is, seen from the notebook asked for. `here`: its own. `renamed`: of a notebook that is gone and had
 * this notebook's cell. `copy`: of another notebook that still exists and has a cell of the same id. `elsewhere`: of
 * another notebook or of a script.
 */
export type Relation = 'here' | 'renamed' | 'copy' | 'elsewhere';

/** What a running operation can be asked to do. */
export const COMMANDS = ['checkpoint', 'pause', 'continue', 'stop'] as const;
export type Command = (typeof COMMANDS)[number];

/** One loop a running operation is inside of. */
export interface ILoop {
  line: number;
  header: string;
  processed: number;
  total: number | null;
}

/** How a running operation is right now. */
export interface ILive {
  at: number;
  state: 'running' | 'paused' | 'saving' | 'stopping';
  pid: number;
  processed: number | null;
  total: number | null;
  loops: ILoop[];
  /** Of this run only, like the rate and the time left. */
  elapsed_s: number;
  rate_per_s: number | null;
  eta_s: number | null;
  checkpoint_at: number | null;
  checkpoint_size_bytes: number | null;
  stall_s: number | null;
  /** Checkpoints of this run. */
  saved: number;
  /** The share of this run's time that saving took, 0..1. */
  overhead: number;
  /** Why the last checkpoint was skipped, or ''. */
  message: string;
  /** False: nothing reads what it is asked to do. */
  controllable: boolean;
}

/** A variable that was not saved, and why. */
export interface ISkipped {
  name: string;
  type_name: string;
  reason: string;
  /** The line that makes it, or ''. */
  made_by: string;
}

/** A saved variable. */
export interface IVariable {
  name: string;
  type_name: string;
  size_bytes: number;
}

/** One point an operation can be continued from. */
export interface ICheckpoint {
  /** "<operation>@<sequence>" */
  id: string;
  sequence: number;
  created_at: number;
  processed: number;
  total: number | null;
  size_bytes: number;
  stored_bytes: number;
  line: number;
  /** It is the result of a completed cell. */
  final: boolean;
}

/** Something that is made resumable: a cell, or a loop of a script. */
export interface IOperation {
  id: string;
  name: string;
  kind: 'cell' | 'loop';
  status: Status;
  message: string;
  /** Interrupted because its process is gone: nobody recorded an end. */
  died: boolean;
  started_at: number;
  ended_at: number | null;
  last_checkpoint_at: number | null;
  /** At the last checkpoint. */
  processed: number;
  total: number | null;
  pid: number | null;
  host: string | null;
  relation: Relation;
  /** Path under the server's root where that can be said, else the file's name. */
  notebook: string | null;
  cell_id: string | null;
  /** The cell as the person wrote it. */
  source: string | null;
  /** Only while it runs. */
  live: ILive | null;
  /** What the dead process had reached. */
  reached: { processed: number | null; total: number | null; at: number } | null;
  /** The newest one. */
  checkpoint: ICheckpoint | null;
  /** Could not be saved although code still to run reads them. */
  needed: ISkipped[];
  skipped: ISkipped[];
  /** What the person should hear before going on. */
  told: string[];
  /** How often in a row it died without getting past the same point. */
  deaths: number;
}

/** Why a store cannot be read: damaged; not a store at all; of a newer format; out of reach. */
export interface IProblem {
  kind: 'damaged' | 'foreign' | 'newer' | 'unreadable';
  text: string;
  safe: string;
  fix: string;
}

/** One store: the operations of a notebook or a script. */
export interface IStore {
  /** The token that requests take. */
  store: string;
  name: string;
  notebook: string | null;
  of_this_notebook: boolean;
  size_bytes: number;
  trusted: boolean;
  writable: boolean;
  problem: IProblem | null;
  /** Oldest first. */
  operations: IOperation[];
  /** Set where the kernel told of it, because the server does not see its file. */
  by_kernel?: boolean;
}

/** The stores of a folder, the notebook's own first. */
export interface IListing {
  path: string;
  stores: IStore[];
  now: number;
}

/** Everything that is known of an operation. */
export interface IOperationDetails {
  operation: IOperation;
  checkpoints: ICheckpoint[];
  /** Of the newest checkpoint, largest first. */
  variables: IVariable[];
  notices: string[];
}

/** What a check of a store found to be wrong. */
export interface IFinding {
  invariant: string;
  subject: string;
  text: string;
}

/** What a request to free space did. */
export interface IPruned {
  dropped: string[];
  freed_bytes: number;
}

/** An error in the words of whoever refused: what happened, what is still safe, the way on. */
export interface IRefusalText {
  what: string;
  safe: string;
  fix: string;
}

/**
 * Why the last checkpointed cell was refused to start. `doubts`: it can go on with the person's yes; `missing`: `names`
 * do not exist; `code`: the cell was edited.
 */
export interface IRefusal extends IRefusalText {
  kind: 'doubts' | 'missing' | 'code' | 'other';
  names: string[];
}

/** What is being done for the person right now, and to which operation. */
export interface IActivity {
  id: string;
  text: string;
}

/** Why something was not done, and to which operation. */
export interface ITrouble {
  id: string;
  refusal: IRefusal;
}

/** An operation with the store it lies in. */
export interface IEntry {
  store: IStore;
  operation: IOperation;
}
