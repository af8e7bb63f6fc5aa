/** Plain data for tests: a complete operation or store, with what a test is about put in. */
import { ICheckpoint, IOperation, IStore } from '../types';

export const NOW_S = 1_000_000;

export function checkpoint(parts: Partial<ICheckpoint> = {}): ICheckpoint {
  return {
    id: 'train-1a2b3c@4',
    sequence: 4,
    created_at: NOW_S - 20,
    processed: 12300,
    total: 20000,
    size_bytes: 1_200_000,
    stored_bytes: 300_000,
    line: 3,
    final: false,
    ...parts
  };
}

export function operation(parts: Partial<IOperation> = {}): IOperation {
  return {
    id: 'train-1a2b3c',
    name: 'train',
    kind: 'cell',
    status: 'interrupted',
    message: '',
    died: true,
    started_at: NOW_S - 100,
    ended_at: NOW_S - 8,
    last_checkpoint_at: NOW_S - 20,
    processed: 12300,
    total: 20000,
    pid: 1,
    host: 'here',
    relation: 'here',
    notebook: 'a.ipynb',
    cell_id: 'cell-1',
    source: '%%checkpointed\nfor i in range(20000):\n    work(i)',
    live: null,
    reached: { processed: 12440, total: 20000, at: NOW_S - 8 },
    checkpoint: checkpoint(),
    needed: [],
    skipped: [],
    told: [],
    deaths: 1,
    ...parts
  };
}

export function store(parts: Partial<IStore> = {}): IStore {
  return {
    store: '.ckpt_magic/a.ckpt',
    name: 'a',
    notebook: 'a.ipynb',
    of_this_notebook: true,
    size_bytes: 5000,
    trusted: true,
    writable: true,
    problem: null,
    operations: [],
    ...parts
  };
}
