import { describe, expect, it } from 'vitest';
import { targetOf } from '../targets';
import { listing, operation, running, store } from './examples';

const AROUND = { hasCell: () => true };
const older = operation({ id: 'older' });
const newer = operation({ id: 'newer' });
const elsewhere = operation({ id: 'elsewhere', relation: 'elsewhere' });
const mine = store({ operations: [older, newer] });
const known = {
  own: mine.operations.map(one => ({ operation: one, store: mine })),
  listing: listing(mine, store({ of_this_notebook: false, store: 'o', operations: [elsewhere] }))
};

describe('the operation a command means', () => {
  it('is the newest one that offers the choice', () => {
    expect(targetOf(known, ['resume'], AROUND)?.operation).toBe(newer);
  });

  it('is the named one, in the whole folder', () => {
    expect(targetOf(known, ['resume'], AROUND, 'older')?.operation).toBe(older);
    expect(targetOf(known, ['restore'], AROUND, 'elsewhere')?.operation).toBe(elsewhere);
  });

  it('is none when nothing offers the choice', () => {
    expect(targetOf(known, ['pause'], AROUND)).toBeNull();
    expect(targetOf(known, ['resume'], AROUND, 'elsewhere')).toBeNull();
    expect(targetOf(known, ['resume'], AROUND, 'unknown')).toBeNull();
  });

  it('skips what does not run to find what does', () => {
    const one = running();
    const own = [one, newer].map(entry => ({ operation: entry, store: mine }));
    expect(targetOf({ own, listing: null }, ['pause'], AROUND)?.operation).toBe(one);
  });
});
