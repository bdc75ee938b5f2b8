/**
 * Takes the requests of a window from its first moment on. A window is opened before the program behind it is read, and
 * what its page asks meanwhile waits: without a listener Electron would refuse it.
 */
import type { IpcMain } from 'electron';
import { requestNames } from '../../shared/ipc/names.ts';

type Listener = Parameters<IpcMain['handle']>[1];

/** Listens for every request of the contract. @returns where the listeners come that the requests wait for */
export function takeEarly(ipcMain: Pick<IpcMain, 'handle'>): Pick<IpcMain, 'handle'> {
  const serve = new Map<string, (listener: Listener) => void>();
  for (const name of requestNames) {
    const served = new Promise<Listener>((resolve) => serve.set(name, resolve));
    ipcMain.handle(name, async (event, ...input) => (await served)(event, ...input));
  }
  return { handle: (name, listener) => serve.get(name)?.(listener) };
}
