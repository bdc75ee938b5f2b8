/** The messages between the workbook and the page around it, as `message-table.js` names and shapes them. */
import { inbound, misfits, outbound } from './message-table.js';

/** @typedef {{ type: string } & Record<string, unknown>} Message */
/** @typedef {import('../control/calls.ts').SigmaBehaviour} Behaviour */

/** False when the workbook is the top-level page: it would post to itself. */
const embedded = window.parent !== window;

/** How a test wants this page to behave; null: as documented. @type {Behaviour | null} */
let behaviour = null;
/** Messages that wait for another one. @type {{ after: string, send: () => void }[]} */
let held = [];

/** To be called before the first message. @param {Behaviour} wanted */
export function behave(wanted) {
  behaviour = wanted;
  if (wanted.unknown) deliver({ type: 'workbook:future:onchange', workbookId: null, future: [] });
}

/** Throws when the message is not as the table says: a stand-in that says anything else teaches nothing. @param {Message} message */
export function post(message) {
  const shape = outbound[message.type];
  if (!shape || misfits(shape, message).length > 0) throw new Error(`Not a message of Sigma's: ${message.type}`);
  const { times = 1, delayMs = 0, after = null } = behaviour?.messages[message.type] ?? {};
  const send = () => {
    for (let sent = 0; sent < times; sent += 1) deliver(message);
  };
  if (after !== null) held.push({ after, send });
  else if (delayMs > 0) setTimeout(send, delayMs);
  else send();
}

/** @param {Message} message */
function deliver(message) {
  // Any origin: the server does not know who embeds it, and nothing secret is ever in a message.
  if (embedded) window.parent.postMessage(behaviour?.unknown ? { ...message, future: { of: [1] } } : message, '*');
  const due = held.filter(({ after }) => after === message.type);
  held = held.filter((one) => !due.includes(one));
  for (const { send } of due) send();
}

/** Values of controls as messages carry them. @param {Readonly<Record<string, string | undefined>>} variables */
export function wireVariables(variables) {
  if (!behaviour?.encodeVariables) return { ...variables };
  return Object.fromEntries(Object.entries(variables).map(([name, value = '']) => [name, encodeURIComponent(value)]));
}

/** Passes on what the table knows; the rest is dropped without a word. @param {(message: Message) => void} handle */
export function listen(handle) {
  window.addEventListener('message', (event) => {
    if (!embedded || event.source !== window.parent) return;
    const message = event.data;
    if (typeof message !== 'object' || message === null || typeof message.type !== 'string') return;
    if (!Object.hasOwn(inbound, message.type)) return;
    if (misfits(/** @type {import('./message-table.js').Shape} */ (inbound[message.type]), message).length === 0) {
      handle(message);
    }
  });
}
