/**
 * The preload of a guest. It puts the workbook into the host page, stands between it and main in a world that neither
 * page can reach, and lets through what the contract of `src/shared/embed-host.ts` names. Main checks it all again.
 */
import { ipcRenderer } from 'electron';
import { embedHostChannels, SIGNED_URL_META, sigmaEventTypes } from '../shared/embed-host-names.ts';

/** What Sigma needs to work; above all no way to navigate the page around it. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-downloads';

const passedOn: ReadonlySet<unknown> = new Set(sigmaEventTypes);
const workbook = document.createElement('iframe');
/** The exact origin that main signed for; any other sender is not the workbook. */
let sigmaOrigin: string | null = null;

document.addEventListener('DOMContentLoaded', () => {
  const holder = document.querySelector<HTMLMetaElement>(`meta[name="${SIGNED_URL_META}"]`);
  if (!holder) return;
  const signedUrl = holder.content;
  holder.remove();
  // A script in this page must not find the signed URL: not in the tree, not among the timings.
  performance.setResourceTimingBufferSize(0);
  sigmaOrigin = new URL(signedUrl).origin;
  workbook.title = 'Workbook';
  workbook.referrerPolicy = 'no-referrer';
  workbook.allow = 'clipboard-write; fullscreen';
  workbook.setAttribute('sandbox', SANDBOX);
  Object.assign(workbook.style, { display: 'block', width: '100%', height: '100vh', border: '0' });
  workbook.src = signedUrl;
  document.body.attachShadow({ mode: 'closed' }).append(workbook);
});

window.addEventListener('message', (event) => {
  if (event.origin !== sigmaOrigin || event.source !== workbook.contentWindow) return;
  const type = typeof event.data === 'object' && event.data !== null ? event.data.type : undefined;
  if (passedOn.has(type)) ipcRenderer.send(embedHostChannels.event, event.data);
});

ipcRenderer.on(embedHostChannels.command, (_event, command: unknown) => {
  if (sigmaOrigin !== null) workbook.contentWindow?.postMessage(command, sigmaOrigin);
});
