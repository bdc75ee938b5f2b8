/**
 * The preload of a guest. It puts the workbook into the host page, stands between it and main in a world that neither
 * page can reach, and lets through what `src/shared/sigma/events.ts` names. Main checks it all again.
 */
import { ipcRenderer } from 'electron';
import { type DroppedMessage, embedHostChannels, WORKBOOK_ADDRESS_META } from '../shared/embed-host-names.ts';
import { type InSecond, MOST_MESSAGES_PER_SECOND, oneMoreIn } from '../shared/message-pace.ts';
import { sigmaEventTypes } from '../shared/sigma/event-types.ts';

/**
 * What Sigma needs to work. It may also ask to lead the page around it elsewhere: main refuses that, hears of it, and
 * can open the link outside, where the sandbox would only leave it without an answer.
 */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-downloads allow-top-navigation';

/** In characters, as JSON. What a workbook says is short; main is not to copy and parse anything else. */
const LARGEST_MESSAGE = 1_000_000;

function isTooLarge(message: unknown): boolean {
  try {
    return JSON.stringify(message).length > LARGEST_MESSAGE;
  } catch {
    // Circular, or with numbers that JSON has not: no message of Sigma's.
    return true;
  }
}

let passed: InSecond | undefined;

/** Whether main is to hear of one more message: of a flood it hears that it is one, and no more. */
function isHeard(): boolean {
  passed = oneMoreIn(passed, performance.now());
  return passed.count <= MOST_MESSAGES_PER_SECOND;
}

const passedOn: ReadonlySet<unknown> = new Set(sigmaEventTypes);
const workbook = document.createElement('iframe');
/** The exact origin of the workbook; any other sender is not the workbook. */
let sigmaOrigin: string | null = null;

document.addEventListener('DOMContentLoaded', () => {
  const holder = document.querySelector<HTMLMetaElement>(`meta[name="${WORKBOOK_ADDRESS_META}"]`);
  if (!holder) return;
  sigmaOrigin = new URL(holder.content).origin;
  workbook.title = 'Workbook';
  workbook.referrerPolicy = 'no-referrer';
  workbook.allow = 'clipboard-write; fullscreen';
  workbook.setAttribute('sandbox', SANDBOX);
  Object.assign(workbook.style, { display: 'block', width: '100%', height: '100vh', border: '0' });
  // Main puts the signed URL in the place of this one, so that it never is in this page.
  workbook.src = holder.content;
  document.body.attachShadow({ mode: 'closed' }).append(workbook);
});

window.addEventListener('message', (event) => {
  if (event.origin !== sigmaOrigin || event.source !== workbook.contentWindow) return;
  const type = typeof event.data === 'object' && event.data !== null ? event.data.type : undefined;
  if (typeof type !== 'string' || !isHeard()) return;
  const why = passedOn.has(type) ? (isTooLarge(event.data) ? 'too-large' : null) : 'unknown';
  if (why === null) ipcRenderer.send(embedHostChannels.event, event.data);
  else ipcRenderer.send(embedHostChannels.dropped, { type: type.slice(0, 100), why } satisfies DroppedMessage);
});

// In the place of this page, so that no way leads back to it.
ipcRenderer.on(embedHostChannels.again, (_event, address: string) => location.replace(address));

ipcRenderer.on(embedHostChannels.command, (_event, command: unknown) => {
  if (sigmaOrigin !== null) workbook.contentWindow?.postMessage(command, sigmaOrigin);
});
