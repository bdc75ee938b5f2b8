/** The messages between the workbook and the page around it, named as in `@sigmacomputing/embed-sdk`. */

/** False when the workbook is the top-level page: it would post to itself. */
const embedded = window.parent !== window;

/** @param {{ type: string } & Record<string, unknown>} message */
export function post(message) {
  // Any origin: the server does not know who embeds it, and nothing secret is ever in a message.
  if (embedded) window.parent.postMessage(message, '*');
}

/** @param {(message: { type: string } & Record<string, unknown>) => void} handle */
export function listen(handle) {
  window.addEventListener('message', (event) => {
    if (!embedded || event.source !== window.parent) return;
    if (typeof event.data === 'object' && event.data !== null && typeof event.data.type === 'string')
      handle(event.data);
  });
}
