/** Tells the application when other commands make sense than before, so that an open palette or menu follows. */

/** The part of the application's commands that this needs. */
export interface ICommands {
  isEnabled(id: string): boolean;
  notifyCommandChanged(): void;
}

/** Which of some commands are enabled; asked often, it speaks up only when that differs. */
export class EnabledCommands {
  constructor(
    private readonly commands: ICommands,
    private readonly ids: readonly string[]
  ) {}

  /** Look again, and notify the application of a change. */
  check(): void {
    const enabled = this.ids.filter(id => this.commands.isEnabled(id)).join(' ');
    if (enabled !== this.enabled) {
      this.enabled = enabled;
      this.commands.notifyCommandChanged();
    }
  }

  private enabled = '';
}
