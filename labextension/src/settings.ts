/** What the person chose in JupyterLab's settings, kept current without a reload. */
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ISignal, Signal } from '@lumino/signaling';

/** The values of `schema/plugin.json`. */
export interface ISettings {
  /** Whether a notebook says above its cells what was interrupted. */
  showBanner: boolean;
  /** Whether cells that begin with `%%checkpointed` carry a mark. */
  showCellMarks: boolean;
  /** Whether the status bar names what runs. */
  showStatusItem: boolean;
  /** Seconds between two looks at a running operation; at least 0.5. */
  refreshInterval_s: number;
  /** Whether *Discard* asks once. */
  askBeforeDiscarding: boolean;
}

/** What holds where nothing was chosen. */
export const DEFAULTS: Readonly<ISettings> = {
  showBanner: true,
  showCellMarks: true,
  showStatusItem: true,
  refreshInterval_s: 1,
  askBeforeDiscarding: true
};

/** Values as they came from outside, made whole: what is missing or of a wrong kind is the default. */
export function settingsFrom(composite: Record<string, unknown>): ISettings {
  const result: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, fallback] of Object.entries(DEFAULTS)) {
    if (typeof composite[name] === typeof fallback) {
      result[name] = composite[name];
    }
  }
  const settings = result as unknown as ISettings;
  return { ...settings, refreshInterval_s: Math.max(0.5, settings.refreshInterval_s) };
}

/** The settings in force; `changed` tells when another value holds. */
export class Settings {
  /** The values now. */
  get current(): ISettings {
    return this.values;
  }

  /** Emitted after a value changed. */
  get changed(): ISignal<Settings, void> {
    return this.changedSignal;
  }

  /** Take the values of a registry over, now and whenever they change. Without a registry the defaults stay. */
  async follow(registry: ISettingRegistry | null, pluginId: string): Promise<void> {
    const loaded = await registry?.load(pluginId);
    if (loaded) {
      const take = (): void => this.take(loaded.composite as Record<string, unknown>);
      loaded.changed.connect(take);
      take();
    }
  }

  private take(composite: Record<string, unknown>): void {
    this.values = settingsFrom(composite);
    this.changedSignal.emit();
  }

  private values: ISettings = DEFAULTS;
  private readonly changedSignal = new Signal<this, void>(this);
}
