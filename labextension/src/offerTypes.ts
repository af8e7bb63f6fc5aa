/** What a banner is made of and decided from, as plain data. */
import { Choice as OperationChoice } from './choices';
import { ICell } from './cells';
import { IActivity, IEntry, IStore, ITrouble } from './types';

/** What a button of the banner does. */
export type Choice = OperationChoice | 'resume-anyway' | 'details' | 'dismiss';

/** One button. */
export interface IOfferButton {
  choice: Choice;
  label: string;
  title: string;
  primary: boolean;
}

/** What the banner shows. */
export interface IOffer {
  /** What *Dismiss* remembers: another end, another offer. */
  key: string;
  tone: 'interrupted' | 'refused' | 'running' | 'completed' | 'problem' | 'copy';
  headline: string;
  lines: string[];
  /** The long text under *Details*, beside what is known of the operation. */
  details: string;
  buttons: IOfferButton[];
  /** Null for a store that cannot be read. */
  entry: IEntry | null;
  /** What is being done; the buttons rest. */
  activity: string;
}

/** All that decides what is offered. */
export interface ISituation {
  own: readonly IEntry[];
  stores: readonly IStore[];
  cells: readonly ICell[];
  now_s: number;
  trouble: ITrouble | null;
  activity: IActivity | null;
  /** Since when the kernel runs, or null while that is not known. */
  kernelStarted_at: number | null;
  /** Whether the panel in the cell's output shows the progress already. */
  isPanelShown: boolean;
  isDismissed(key: string): boolean;
}
