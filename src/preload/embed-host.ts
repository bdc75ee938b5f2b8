/**
 * The preload of a frame. It stands between Sigma's page and main, in a world that neither page can reach, and lets
 * through what the contract of `src/shared/embed-host.ts` names. Main checks every value again.
 */
import { ipcRenderer } from 'electron';
import { embedHostChannels, sigmaEventTypes } from '../shared/embed-host-names.ts';

const passedOn: ReadonlySet<unknown> = new Set(sigmaEventTypes);

const workbookFrame = () => document.querySelector('iframe');

/** The exact origin that main wrote into the page; any other sender is not the workbook. */
const sigmaOrigin = () => new URL(workbookFrame()?.src ?? 'about:blank').origin;

window.addEventListener('message', (event) => {
  if (event.origin !== sigmaOrigin() || event.source !== workbookFrame()?.contentWindow) return;
  const type = typeof event.data === 'object' && event.data !== null ? event.data.type : undefined;
  if (passedOn.has(type)) ipcRenderer.send(embedHostChannels.event, event.data);
});

ipcRenderer.on(embedHostChannels.command, (_event, command: unknown) => {
  workbookFrame()?.contentWindow?.postMessage(command, sigmaOrigin());
});
