/** The preload of our own windows: a named function for each request of the contract, its event, and the language. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { EventName } from '../shared/ipc/contract.ts';
import { LANGUAGE_SWITCH, requestNames } from '../shared/ipc/names.ts';
import type { StateChange } from '../shared/ipc/state-change.ts';

const groups: Record<string, Record<string, unknown>> = {};
for (const name of requestNames) {
  const [group, member] = name.split('.') as [string, string];
  groups[group] = { ...groups[group], [member]: (input: unknown) => ipcRenderer.invoke(name, input) };
}

contextBridge.exposeInMainWorld('sightglass', {
  ...groups,
  language:
    process.argv.find((argument) => argument.startsWith(LANGUAGE_SWITCH))?.slice(LANGUAGE_SWITCH.length) ?? 'en',
  onStateChanged(listener: (change: StateChange) => void): () => void {
    const channel: EventName = 'state.changed';
    const forward = (_event: IpcRendererEvent, change: StateChange) => listener(change);
    ipcRenderer.on(channel, forward);
    return () => ipcRenderer.off(channel, forward);
  },
});
