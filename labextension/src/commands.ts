/** The commands, for the palette, menus and keyboard shortcuts: enabled while they make sense. */
import { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, ICommandPalette, Notification, showDialog } from '@jupyterlab/apputils';
import { DisposableSet, IDisposable } from '@lumino/disposable';

import { Choice } from './choices';
import { EnabledCommands } from './enabled';
import { errorText } from './errors';
import { checkpointsIcon } from './icons';
import { Models } from './models';
import { IPanelHost } from './panelHost';
import { ITarget, targetOf } from './targets';
import { IStore } from './types';

const CATEGORY = 'Checkpoints';

/** A command that acts on one operation: the newest one that offers a choice, or `args.operation`. */
interface IOperationCommand {
  id: string;
  label: string;
  caption: string;
  choices: readonly Choice[];
}

const OPERATION_COMMANDS: readonly IOperationCommand[] = [
  {
    id: 'ckpt-magic:resume',
    label: 'Resume the Interrupted Cell',
    caption: 'Bring its variables back and go on where its last checkpoint is',
    choices: ['resume', 'run-above', 'put-back']
  },
  {
    id: 'ckpt-magic:restore-variables',
    label: 'Restore Checkpointed Variables',
    caption: 'Put the saved variables into the kernel; nothing is run',
    choices: ['restore']
  },
  {
    id: 'ckpt-magic:discard',
    label: 'Discard the Newest Operation…',
    caption: 'Remove it and its checkpoints from the store',
    choices: ['discard']
  },
  {
    id: 'ckpt-magic:checkpoint-now',
    label: 'Checkpoint Now',
    caption: 'Save the running cell at the end of this iteration',
    choices: ['checkpoint']
  },
  {
    id: 'ckpt-magic:pause',
    label: 'Pause the Running Loop',
    caption: 'Wait after this iteration',
    choices: ['pause']
  },
  {
    id: 'ckpt-magic:continue',
    label: 'Continue the Paused Loop',
    caption: 'Go on with the next iteration',
    choices: ['continue']
  },
  {
    id: 'ckpt-magic:stop',
    label: 'Stop After This Iteration',
    caption: 'Save and end the running cell; run it again to continue',
    choices: ['stop']
  }
];

/** Add all commands, to the palette too where there is one. */
export function addCommands(
  app: JupyterFrontEnd,
  palette: ICommandPalette | null,
  models: Models,
  host: IPanelHost,
  showPanel: () => void
): IDisposable {
  const added = new DisposableSet();
  const ids: string[] = [];
  const add = (id: string, options: Parameters<typeof app.commands.addCommand>[1]): void => {
    added.add(app.commands.addCommand(id, options));
    ids.push(id);
    if (palette) {
      added.add(palette.addItem({ command: id, category: CATEGORY }));
    }
  };
  OPERATION_COMMANDS.forEach(command => add(command.id, operationCommand(command, models, host)));
  add('ckpt-magic:show-panel', { label: 'Show Checkpoints', icon: checkpointsIcon, execute: showPanel });
  add('ckpt-magic:free-space', {
    label: 'Free Space Taken by Checkpoints…',
    isEnabled: () => ownStore(models) !== null,
    execute: () => freeSpace(ownStore(models), host)
  });
  add('ckpt-magic:refresh', {
    label: 'Refresh Checkpoints',
    isEnabled: () => models.current !== null,
    execute: () => models.current?.refresh()
  });
  const enabled = new EnabledCommands(app.commands, ids);
  models.news.connect(() => enabled.check());
  enabled.check();
  return added;
}

function operationCommand(command: IOperationCommand, models: Models, host: IPanelHost) {
  const target = (args: { operation?: unknown }): ITarget | null => {
    const id = typeof args.operation === 'string' ? args.operation : undefined;
    return models.current ? targetOf(models.current, command.choices, host, id) : null;
  };
  return {
    label: command.label,
    caption: command.caption,
    isEnabled: (args: { operation?: unknown }) => target(args) !== null,
    execute: async (args: { operation?: unknown }) => {
      const found = target(args);
      if (found && (await agreed(found, host))) {
        await host.perform(found.choice, found).catch(error => Notification.error(errorText(error)));
      }
    }
  };
}

/** A command has no button that could ask: discarding asks in a dialog. */
async function agreed({ choice, operation }: ITarget, host: IPanelHost): Promise<boolean> {
  if (choice !== 'discard' || !host.asksBeforeDiscarding()) {
    return true;
  }
  const answer = await showDialog({
    title: `Discard ${operation.name}?`,
    body: 'Its checkpoints are removed from the store. This cannot be undone.',
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: 'Discard' })]
  });
  return answer.button.accept;
}

async function freeSpace(store: IStore | null, host: IPanelHost): Promise<void> {
  const text = store ? await host.freeSpace(store).catch(errorText) : '';
  if (text) {
    Notification.info(text);
  }
}

function ownStore(models: Models): IStore | null {
  const stores = models.current?.listing?.stores ?? [];
  return stores.find(store => store.of_this_notebook && store.writable && !store.problem) ?? null;
}
