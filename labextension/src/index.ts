/** The plugin: puts the parts together and registers them, nothing else. */
import { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { Api } from './api';
import { Banner } from './banner';
import { addCellMarks } from './cellMark';
import { addCommands } from './commands';
import { takeControls } from './controls';
import { LeftPanels } from './leftPanels';
import { Models } from './models';
import { PageHost } from './pageHost';
import { Settings } from './settings';
import { addSidePanel, showSidePanel } from './sidePanel';
import { addStatusItem } from './statusBar';

const ID = 'ckpt-magic-labextension:plugin';

const plugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Shows checkpointed cells, and resumes interrupted ones with one click.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry, ICommandPalette, IStatusBar],
  activate
};

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  registry: ISettingRegistry | null,
  palette: ICommandPalette | null,
  statusBar: IStatusBar | null
): void {
  const api = new Api(app.serviceManager.serverSettings);
  const settings = new Settings();
  const models = new Models(tracker, api, settings);
  const host = new PageHost(app, api, models, settings);
  const show = (): void => showSidePanel(app);
  settings.follow(registry, ID).catch(error => console.warn('ckpt_magic: settings stay the defaults:', error));
  followNotebooks(tracker, models);
  takeControls(models, tracker);
  addSidePanel(app, models, host);
  addCommands(app, palette, models, host, show);
  addCellMarks(tracker, models, settings, show);
  if (statusBar) {
    addStatusItem(statusBar, models, settings, show);
  }
}

function followNotebooks(tracker: INotebookTracker, models: Models): void {
  const open = (panel: NotebookPanel): void => {
    const model = models.forPanel(panel);
    const parts = [new Banner(model), new LeftPanels(model)];
    panel.disposed.connect(() => parts.forEach(part => part.dispose()));
  };
  tracker.forEach(open);
  tracker.widgetAdded.connect((_, panel) => open(panel));
}

export default plugin;
