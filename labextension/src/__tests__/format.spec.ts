import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatList,
  formatRate,
  formatShare
} from '../format';

const plain = (text: string): string => text.replace(/\u202f/g, ' ');

describe('formats', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [12300, '12 300'],
    [1234567, '1 234 567']
  ])('sets the thousands of the count %d apart', (count, text) => {
    expect(plain(formatCount(count))).toBe(text);
  });

  it.each([
    [-1, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_999, '1.0 MB'],
    [123_456_789, '123 MB'],
    [5e15, '5000 TB']
  ])('gives %d bytes the largest fitting unit', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.012, '12 ms'],
    [0.9999, '1 s'],
    [8.04, '8 s'],
    [59.6, '1 min'],
    [185, '3 min 5 s'],
    [7800, '2 h 10 min'],
    [7205, '2 h'],
    [273600, '3 d 4 h']
  ])('says the duration of %d s with two units at most', (duration_s, text) => {
    expect(formatDuration(duration_s)).toBe(text);
  });

  it.each([
    [-5, 'just now'],
    [1.9, 'just now'],
    [59.9, '59 s ago'],
    [3599, '59 min ago'],
    [86400, '24 h ago'],
    [259200, '3 days ago']
  ])('says that %d s have passed', (age_s, text) => {
    expect(formatAgo(age_s)).toBe(text);
  });

  it.each([
    [1234, '1 234/s'],
    [12.34, '12.3/s'],
    [0.5, '30.0/min'],
    [0.005, '18.0/h']
  ])('gives the rate %d/s the unit in which it is above one', (rate, text) => {
    expect(plain(formatRate(rate))).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.004, '0.4 %'],
    [0.615, '61 %'],
    [0.9999, '99 %'],
    [1, '100 %']
  ])('never rounds the share %d up to all', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it('leaves the day out of a date of today', () => {
    const now_s = Date.now() / 1000;
    expect(formatDate(now_s, now_s)).toBe(new Date(now_s * 1000).toLocaleTimeString());
    expect(formatDate(now_s - 10 * 86400, now_s)).not.toBe(formatDate(now_s, now_s));
  });

  it('joins names as a sentence does, and counts those beyond the limit', () => {
    expect(formatList([])).toBe('');
    expect(formatList(['a'])).toBe('a');
    expect(formatList(['a', 'b', 'c'])).toBe('a, b and c');
    expect(formatList(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
