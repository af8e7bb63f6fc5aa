/** A kernel that answers, for a notebook whose kernel may be gone, starting, or behind a connection that is broken. */
import { ISessionContext } from '@jupyterlab/apputils';
import { Kernel } from '@jupyterlab/services';
import { CheckpointError } from './errors';

/** How long a connection may take to come back, in milliseconds. */
const CONNECTION_MS = 6000;

/** The notebook's kernel; a new one where there is none. */
export async function readyKernel(context: ISessionContext): Promise<Kernel.IKernelConnection> {
  await context.ready;
  const kernel = context.session?.kernel;
  if (!kernel || kernel.status === 'dead' || !(await isConnected(kernel))) {
    return startedKernel(context, kernel?.name);
  }
  return kernel;
}

async function startedKernel(context: ISessionContext, name: string | undefined): Promise<Kernel.IKernelConnection> {
  const kernelName = name ?? context.kernelPreference.name;
  if (kernelName) {
    await context.changeKernel({ name: kernelName });
  } else {
    await context.startKernel();
  }
  const kernel = context.session?.kernel;
  if (!kernel) {
    throw new CheckpointError(
      'This notebook has no kernel.',
      'Nothing was changed.',
      'Choose a kernel, then try again.'
    );
  }
  return kernel;
}

function isConnected(kernel: Kernel.IKernelConnection): Promise<boolean> {
  if (kernel.connectionStatus === 'connected') {
    return Promise.resolve(true);
  }
  return new Promise(resolve => {
    const settle = (connected: boolean): void => {
      clearTimeout(timer);
      kernel.connectionStatusChanged.disconnect(onStatus);
      resolve(connected);
    };
    const onStatus = (_: unknown, status: Kernel.ConnectionStatus): void => {
      if (status === 'connected') {
        settle(true);
      }
    };
    const timer = setTimeout(() => settle(false), CONNECTION_MS);
    kernel.connectionStatusChanged.connect(onStatus);
  });
}
