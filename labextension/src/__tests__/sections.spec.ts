import { describe, expect, it } from 'vitest';
import { groupsOf } from '../sections';
import { listing, operation, running, store } from './examples';

const other = { of_this_notebook: false, store: 'other.ckpt', name: 'other' };
const problem = { kind: 'damaged', text: 'torn', safe: 'the others', fix: 'delete it' } as const;

describe('the groups of the side panel', () => {
  it('are empty before anything is known', () => {
    expect(groupsOf(null)).toEqual({ notebook: [], folder: [] });
  });

  it("keep the notebook's own operations apart from the folder's", () => {
    const elsewhere = operation({ id: 'crawl-1', relation: 'elsewhere' });
    const groups = groupsOf(
      listing(store({ operations: [operation()] }), store({ ...other, operations: [elsewhere] }))
    );
    expect(groups.notebook.map(section => section.operations.map(one => one.id))).toEqual([['train-1']]);
    expect(groups.folder.map(section => section.operations.map(one => one.id))).toEqual([['crawl-1']]);
  });

  it("show what a renamed notebook began among this notebook's, and the rest of that store in the folder", () => {
    const renamed = operation({ relation: 'renamed' });
    const elsewhere = operation({ id: 'crawl-1', relation: 'elsewhere' });
    const groups = groupsOf(listing(store({ ...other, operations: [renamed, elsewhere] })));
    expect(groups.notebook[0].operations).toEqual([renamed]);
    expect(groups.folder[0].operations).toEqual([elsewhere]);
  });

  it('begin with what runs, then what can be continued, the newest first', () => {
    const old = operation({ id: 'old', started_at: 1 });
    const done = operation({ id: 'done', status: 'completed', started_at: 9 });
    const now = { ...running(), id: 'now', started_at: 0 };
    const fresh = operation({ id: 'fresh', status: 'failed', started_at: 2 });
    const groups = groupsOf(listing(store({ operations: [now, old, fresh, done] })));
    expect(groups.notebook[0].operations.map(one => one.id)).toEqual(['now', 'fresh', 'old', 'done']);
  });

  it('show a store with a problem although it tells no operations', () => {
    const groups = groupsOf(listing(store({ ...other, problem })));
    expect(groups.folder[0].store.problem).toEqual(problem);
  });

  it('leave out what was discarded', () => {
    const groups = groupsOf(listing(store({ operations: [operation({ status: 'discarded' })] })));
    expect(groups.notebook[0].operations).toEqual([]);
  });
});
