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

/**
 * A message as JSON has it; null for one that is too large. What JSON has no word for, such as a buffer or a map, says nothing
 * here, may be of any size, and cannot always be sent: it stays behind.
 */
function plainOf(message: unknown): unknown {
  try {
    const text = JSON.stringify(message);
    return text.length > LARGEST_MESSAGE ? null : JSON.parse(text);
  } catch {
    // Circular, or with numbers that JSON has not: no message of Sigma's.
    return null;
  }
}

let passed: InSecond | undefined;

/** Whether main is to hear of one more message: of a flood it hears that it is one, and no more. */
function isHeard(): boolean {
  passed = oneMoreIn(passed, performance.now());
  return passed.count <= MOST_MESSAGES_PER_SECOND;
}

const passedOn: ReadonlySet<unknown> = new Set(sigmaEventTypes);
/** The workbook, and where it stands; null before the page is there. */
let shown: { readonly place: ShadowRoot; readonly address: string; workbook: HTMLIFrameElement } | null = null;
/** The exact origin of the workbook; any other sender is not the workbook. */
let sigmaOrigin: string | null = null;

/** @param address main puts the signed URL in the place of this one, so that it never is in this page */
function workbookAt(address: string): HTMLIFrameElement {
  const workbook = document.createElement('iframe');
  workbook.title = 'Workbook';
  workbook.referrerPolicy = 'no-referrer';
  workbook.allow = 'clipboard-write; fullscreen';
  workbook.setAttribute('sandbox', SANDBOX);
  Object.assign(workbook.style, { display: 'block', width: '100%', height: '100vh', border: '0' });
  workbook.src = address;
  return workbook;
}

document.addEventListener('DOMContentLoaded', () => {
  const holder = document.querySelector<HTMLMetaElement>(`meta[name="${WORKBOOK_ADDRESS_META}"]`);
  if (!holder) return;
  const address = holder.content;
  sigmaOrigin = new URL(address).origin;
  shown = { place: document.body.attachShadow({ mode: 'closed' }), address, workbook: workbookAt(address) };
  shown.place.append(shown.workbook);
});

window.addEventListener('message', (event) => {
  if (event.origin !== sigmaOrigin || event.source !== shown?.workbook.contentWindow) return;
  const type = typeof event.data === 'object' && event.data !== null ? event.data.type : undefined;
  if (typeof type !== 'string' || !isHeard()) return;
  const isKnown = passedOn.has(type);
  const message = isKnown ? plainOf(event.data) : null;
  const why = isKnown ? 'too-large' : 'unknown';
  if (message !== null) ipcRenderer.send(embedHostChannels.event, message);
  else ipcRenderer.send(embedHostChannels.dropped, { type: type.slice(0, 100), why } satisfies DroppedMessage);
});

/**
 * Another guest takes the place of this one. This page, which is the same for both, stays, and is that of the other guest from
 * the moment on in which it has that one's address; only the workbook is another. The one before is gone by then, so that no
 * request of it is taken for one of the other guest. No way leads back.
 */
ipcRenderer.on(embedHostChannels.again, (_event, address: string) => {
  if (!shown) return location.replace(address);
  shown.workbook.remove();
  history.replaceState(null, '', address);
  shown.workbook = workbookAt(shown.address);
  shown.place.append(shown.workbook);
});

ipcRenderer.on(embedHostChannels.command, (_event, command: unknown) => {
  if (sigmaOrigin !== null) shown?.workbook.contentWindow?.postMessage(command, sigmaOrigin);
});
