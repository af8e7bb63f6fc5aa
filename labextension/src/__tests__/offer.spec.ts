import { describe, expect, it } from 'vitest';
import { offerOf } from '../offer';
import { IOffer, ISituation } from '../offerTypes';
import { IEntry, ILive, IOperation, IRefusal, IStore } from '../types';
import { checkpoint, NOW_S, operation, store } from './samples';

const SOURCE = operation().source ?? '';
const LIVE: ILive = {
  at: NOW_S,
  state: 'running',
  pid: 1,
  processed: 15000,
  total: 20000,
  loops: [],
  elapsed_s: 30,
  rate_per_s: 100,
  eta_s: 50,
  checkpoint_at: null,
  checkpoint_size_bytes: null,
  stall_s: null,
  saved: 0,
  overhead: 0,
  message: '',
  controllable: true
};

const entry = (parts: Partial<IOperation> = {}, storeParts: Partial<IStore> = {}): IEntry => ({
  operation: operation(parts),
  store: store(storeParts)
});

function offer(own: IEntry[], parts: Partial<ISituation> = {}): IOffer | null {
  return offerOf({
    own,
    stores: own.map(each => each.store),
    cells: [{ id: 'cell-1', isCode: true, source: SOURCE }],
    now_s: NOW_S,
    trouble: null,
    activity: null,
    kernelStarted_at: null,
    isPanelShown: false,
    isDismissed: () => false,
    ...parts
  });
}

const labels = (found: IOffer | null): string[] => found?.buttons.map(({ label }) => label) ?? [];
const text = (found: IOffer | null): string =>
  [found?.headline, ...(found?.lines ?? [])].join('\n').replace(/[\u00a0\u202f]/g, ' ');
const needed = [{ name: 'model', type_name: 'Session', reason: 'a connection', made_by: '' }];
const refused = (kind: IRefusal['kind']): Partial<ISituation> => ({
  trouble: {
    id: 'train-1a2b3c',
    refusal: { kind, what: 'the cell was edited\n- a\n+ b', safe: 'all is safe', fix: 'undo', names: [] }
  }
});

describe('the offer after a death', () => {
  it('says what happened, how far it got, how old the checkpoint is and what is done again', () => {
    const found = offer([entry()]);
    expect(text(found)).toContain('“train” was interrupted: its kernel died 8 s ago.');
    expect(text(found)).toContain('Checkpoint at 12 300 of 20 000, saved 20 s ago, 1.2 MB');
    expect(text(found)).toContain('it had reached 12 440, so 140 will be done again');
    expect(labels(found)).toEqual(['Resume', 'Restore variables', 'Details', 'Discard', 'Dismiss']);
  });

  it('tells apart who ended it', () => {
    expect(text(offer([entry({ died: false, message: 'stopped by the person' })]))).toContain('was stopped by you');
    expect(text(offer([entry({ died: false, message: 'interrupted by the person' })]))).toContain('interrupted by you');
    const failed = offer([entry({ status: 'failed', died: false, message: 'ValueError: bad row\nmore' })]);
    expect(text(failed)).toContain('“train” failed 8 s ago: ValueError: bad row');
  });

  it('warns of a crash loop from the second death on', () => {
    expect(text(offer([entry({ deaths: 1 })]))).not.toContain('in a row');
    expect(text(offer([entry({ deaths: 3 })]))).toContain('died 3 times in a row at the same place');
  });

  it('names what is needed but not saved, and offers the cells above first', () => {
    const found = offer([entry({ needed })]);
    expect(text(found)).toContain('Needed, but could not be saved: model (Session).');
    expect(labels(found).slice(0, 2)).toEqual(['Run the cells above, then resume', 'Resume']);
  });

  it('says what is told before going on', () => {
    expect(text(offer([entry({ told: ['data.csv changed'] })]))).toContain('data.csv changed');
  });

  it('tells no more than a person reads beside a button', () => {
    const told = Array.from({ length: 9 }, (_, index) => `told ${index}`);
    expect(offer([entry({ told })])?.lines.filter(line => line.startsWith('told '))).toEqual(told.slice(0, 5));
  });

  it('does not send to the cells above for what its own cell made', () => {
    const own = needed.map(variable => ({ ...variable, made_by: 'this cell' }));
    const found = offer([entry({ needed: own })]);
    expect(text(found)).toContain('Its own cell made it, which is not done again: do it in another cell first.');
    expect(labels(found)[0]).toBe('Resume');
    expect(labels(found)).not.toContain('Run the cells above, then resume');
  });

  it('asks for trust in a store of somebody else, and says what that means', () => {
    const found = offer([entry({}, { trusted: false })]);
    expect(labels(found)[0]).toBe('Trust this store and resume');
    expect(text(found)).toContain('Resuming runs code that is stored in it');
    expect(labels(found)).not.toContain('Resume');
  });

  it('can only start over without a checkpoint', () => {
    const found = offer([entry({ checkpoint: null, reached: null })]);
    expect(labels(found)).toEqual(['Start over', 'Details', 'Discard', 'Dismiss']);
    expect(text(found)).toContain('ended before its first checkpoint');
  });

  it('starts over with the cells above where what they made died with the kernel', () => {
    const above = { id: 'cell-0', isCode: true, source: 'import time' };
    const cells = [above, { id: 'cell-1', isCode: true, source: SOURCE }];
    const died = offer([entry({ checkpoint: null, reached: null })], { cells });
    expect(labels(died).slice(0, 2)).toEqual(['Run the cells above, then start over', 'Start over']);
    expect(died?.buttons.map(({ primary }) => primary).slice(0, 2)).toEqual([true, false]);
    const failed = offer([entry({ checkpoint: null, died: false, status: 'failed' })], { cells });
    expect(labels(failed).slice(0, 2)).toEqual(['Start over', 'Run the cells above, then start over']);
  });

  it('puts back a cell that was deleted, and says when a cell was split', () => {
    const deleted = offer([entry()], { cells: [] });
    expect(labels(deleted)[0]).toBe('Put its cell back and resume');
    expect(text(deleted)).toContain('no longer in this notebook');
    const split = offer([entry()], { cells: [{ id: 'cell-1', isCode: true, source: 'x' }] });
    expect(text(split)).toContain('no longer begins with %%checkpointed');
  });

  it('names the notebook that it was before it was renamed', () => {
    expect(text(offer([entry({ relation: 'renamed', notebook: 'old.ipynb' })]))).toContain('“old.ipynb”');
  });
});

describe('the offer after a refusal', () => {
  it('goes on with the yes of the person when there are doubts', () => {
    const found = offer([entry({ needed })], refused('doubts'));
    expect(found?.tone).toBe('refused');
    expect(labels(found).slice(0, 3)).toEqual(['Resume all the same', 'Start over', 'Restore variables']);
  });

  it('runs the cells above when names are missing', () => {
    expect(labels(offer([entry()], refused('missing')))[0]).toBe('Run the cells above, then resume');
  });

  it('puts the cell back, starts over or restores when the code is another one, with the difference under Details', () => {
    const found = offer([entry()], refused('code'));
    expect(labels(found)).toEqual([
      'Put its cell back and resume',
      'Start over',
      'Restore variables',
      'Details',
      'Discard',
      'Dismiss'
    ]);
    expect(found?.headline).toBe('“train”: the cell was edited');
    expect(found?.details).toContain('- a\n+ b');
  });
});

describe('which operation is offered', () => {
  it('is the newest one of a cell: an older one of the same cell is over', () => {
    expect(offer([entry({ id: 'old', started_at: 1 }), entry({ status: 'completed' })])).toBeNull();
  });

  it('is another one when the newest was dismissed', () => {
    const own = [entry({ id: 'a', name: 'a', cell_id: 'a', started_at: 1 }), entry({ id: 'b', name: 'b' })];
    expect(offer(own)?.entry?.operation.id).toBe('b');
    expect(offer(own, { isDismissed: key => key.startsWith('b ') })?.entry?.operation.id).toBe('a');
  });

  it('comes again after another death of a dismissed one', () => {
    const first = offer([entry()])?.key;
    const again = offer([entry({ ended_at: NOW_S - 1, deaths: 2 })])?.key;
    expect(again).not.toBe(first);
  });

  it('keeps its key while an operation runs, so that nothing is announced twice', () => {
    const at = (processed: number): IEntry =>
      entry({ status: 'running', ended_at: null, reached: null, live: { ...LIVE, processed } });
    expect(offer([at(1)])?.key).toBe(offer([at(2)])?.key);
  });

  it('is none for loops of scripts', () => {
    expect(offer([entry({ kind: 'loop' })])).toBeNull();
  });

  it('is the running one, slim, where no panel shows it', () => {
    const running = entry({ status: 'running', ended_at: null, reached: null, live: LIVE });
    const found = offer([running]);
    expect(text(found)).toContain('15 000 of 20 000 · 75 % · 100/s · 50 s left · 30 s so far');
    expect(labels(found)).toEqual(['Checkpoint now', 'Pause', 'Stop after this iteration', 'Dismiss']);
    expect(offer([running], { isPanelShown: true })).toBeNull();
  });

  it('is a completed one only where the kernel was started after it', () => {
    const done = entry({ status: 'completed', checkpoint: checkpoint({ final: true }) });
    expect(offer([done])).toBeNull();
    expect(offer([done], { kernelStarted_at: NOW_S - 60 })).toBeNull();
    const lost = offer([done], { kernelStarted_at: NOW_S - 1 });
    expect(labels(lost)[0]).toBe('Restore the result');
  });
});

describe('what concerns an operation of the moment', () => {
  it('is shown although the operation was dismissed', () => {
    const isDismissed = (): boolean => true;
    expect(offer([entry()], { isDismissed })).toBeNull();
    expect(offer([entry()], { isDismissed, ...refused('doubts') })?.tone).toBe('refused');
    const activity = { id: 'train-1a2b3c', text: 'Resuming…' };
    expect(offer([entry()], { isDismissed, activity })?.activity).toBe('Resuming…');
  });
});

describe('a copied notebook', () => {
  it('is told where its operation is, and offers nothing', () => {
    const copied = operation({ relation: 'copy', notebook: 'story.ipynb' });
    const found = offer([], { stores: [store({ of_this_notebook: false, operations: [copied] })] });
    expect(text(found)).toContain('a copy: “train” was interrupted in “story.ipynb”');
    expect(labels(found)).toEqual(['Dismiss']);
  });
});

describe('a store that cannot be read', () => {
  const problem = { kind: 'damaged' as const, text: 'page 3 is torn', safe: 'the file is untouched', fix: 'verify it' };

  it('is told where it is this notebook’s own', () => {
    const found = offer([], { stores: [store({ problem })] });
    expect(text(found)).toContain('page 3 is torn');
    expect(text(found)).toContain('verify it');
    expect(labels(found)).toEqual(['Dismiss']);
  });

  it('is not told where it is another one’s', () => {
    expect(offer([], { stores: [store({ problem, of_this_notebook: false })] })).toBeNull();
  });
});
