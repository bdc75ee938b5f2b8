import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { expect, test } from 'vitest';
import { takeEarly } from '../../../src/main/ipc/early-requests.ts';
import { requestNames } from '../../../src/shared/ipc/names.ts';

type Listener = Parameters<IpcMain['handle']>[1];

function early() {
  const listeners = new Map<string, Listener>();
  const ipcMain = takeEarly({ handle: (name, listener) => void listeners.set(name, listener) });
  const event = {} as IpcMainInvokeEvent;
  return { ipcMain, event, listeners, ask: (name: string, input?: unknown) => listeners.get(name)?.(event, input) };
}

test('every request of the contract is listened for at once', () => {
  expect([...early().listeners.keys()].toSorted()).toEqual([...requestNames].toSorted());
});

test('a request that comes before its handler waits for it, and brings what it was asked with', async () => {
  const { ipcMain, event, ask } = early();
  const answer = ask('state.get', 'asked');
  const other = ask('windows.kept');
  ipcMain.handle('state.get', (from, input) => ({ isSameEvent: from === event, input }));
  await expect(answer).resolves.toEqual({ isSameEvent: true, input: 'asked' });
  ipcMain.handle('windows.kept', () => 'kept');
  await expect(other).resolves.toBe('kept');
});

test('a request that comes later is answered as well', async () => {
  const { ipcMain, ask } = early();
  ipcMain.handle('state.get', () => 'state');
  await expect(ask('state.get')).resolves.toBe('state');
  await expect(ask('state.get')).resolves.toBe('state');
});

test('what a handler throws reaches the page that asked', async () => {
  const { ipcMain, ask } = early();
  const answer = ask('state.get');
  ipcMain.handle('state.get', () => {
    throw new Error('not now');
  });
  await expect(answer).rejects.toThrow('not now');
});
