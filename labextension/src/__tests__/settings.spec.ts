import { describe, expect, it } from 'vitest';
import schema from '../../schema/plugin.json';
import { DEFAULTS, settingsFrom } from '../settings';

describe('settings', () => {
  it('are the defaults of the schema where nothing was chosen', () => {
    const properties: Record<string, { default: unknown }> = schema.properties;
    const defaults = Object.entries(properties).map(([name, property]) => [name, property.default]);
    expect(settingsFrom({})).toEqual(Object.fromEntries(defaults));
  });

  it('take what was chosen', () => {
    expect(settingsFrom({ showBanner: false, refreshInterval_s: 5 })).toEqual({
      ...DEFAULTS,
      showBanner: false,
      refreshInterval_s: 5
    });
  });

  it('never look more often than twice a second, and ignore values of a wrong kind', () => {
    expect(settingsFrom({ refreshInterval_s: 0 }).refreshInterval_s).toBe(0.5);
    expect(settingsFrom({ showCellMarks: 'no' }).showCellMarks).toBe(true);
  });
});
