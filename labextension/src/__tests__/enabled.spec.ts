import { describe, expect, it } from 'vitest';

import { EnabledCommands, ICommands } from '../enabled';

class Commands implements ICommands {
  readonly enabled = new Set<string>();
  notified = 0;

  isEnabled(id: string): boolean {
    return this.enabled.has(id);
  }

  notifyCommandChanged(): void {
    this.notified += 1;
  }
}

describe('EnabledCommands', () => {
  it('notifies once when a command becomes enabled, and once when it is no longer', () => {
    const commands = new Commands();
    const watched = new EnabledCommands(commands, ['stop', 'resume']);
    commands.enabled.add('stop');
    watched.check();
    watched.check();
    expect(commands.notified).toBe(1);
    commands.enabled.delete('stop');
    watched.check();
    watched.check();
    expect(commands.notified).toBe(2);
  });

  it('notifies when one command takes the place of another', () => {
    const commands = new Commands();
    const watched = new EnabledCommands(commands, ['pause', 'continue']);
    commands.enabled.add('pause');
    watched.check();
    commands.enabled.clear();
    commands.enabled.add('continue');
    watched.check();
    expect(commands.notified).toBe(2);
  });

  it('is silent about commands of others', () => {
    const commands = new Commands();
    const watched = new EnabledCommands(commands, ['stop']);
    commands.enabled.add('docmanager:save');
    watched.check();
    expect(commands.notified).toBe(0);
  });
});
