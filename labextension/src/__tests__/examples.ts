/** An operation at 60 of 100, running at 42, and what else the side panel is given. */
import { ICheckpoint, IListing, ILive, IOperation, ISkipped, IStore } from '../types';
import * as samples from './samples';

export { NOW_S, store } from './samples';

const { NOW_S } = samples;

export const connection: ISkipped = {
  name: 'connection',
  type_name: 'sqlite3.Connection',
  reason: 'a live connection',
  made_by: ''
};

export function checkpoint(parts: Partial<ICheckpoint> = {}): ICheckpoint {
  const place = { processed: 60, total: 100 };
  return samples.checkpoint({ ...place, created_at: NOW_S - 8, size_bytes: 12_000_000, ...parts });
}

export function live(parts: Partial<ILive> = {}): ILive {
  return {
    at: NOW_S,
    state: 'running',
    pid: 7,
    processed: 42,
    total: 100,
    loops: [],
    elapsed_s: 60,
    rate_per_s: 2,
    eta_s: 29,
    checkpoint_at: NOW_S - 8,
    checkpoint_size_bytes: 12_000_000,
    stall_s: 0.003,
    saved: 3,
    overhead: 0.004,
    message: '',
    controllable: true,
    ...parts
  };
}

export function operation(parts: Partial<IOperation> = {}): IOperation {
  const place = { processed: 60, total: 100, checkpoint: checkpoint(), reached: null };
  const end = { died: false, deaths: 0, ended_at: NOW_S - 5 };
  return samples.operation({ id: 'train-1', ...place, ...end, ...parts });
}

export function running(parts: Partial<ILive> = {}): IOperation {
  return operation({ status: 'running', ended_at: null, live: live(parts) });
}

export function listing(...stores: IStore[]): IListing {
  return { path: 'story.ipynb', stores, now: NOW_S };
}
