// Loaded before the app (`electron -r`): holds it until Playwright is listening. A window that opens while Playwright
// attaches to the browser can be missed for ever, and the start hangs. Playwright has a loader for this, which it
// brings only to an Electron that it found itself, and which would also switch the keyring off
// (`--password-store=basic`).
const { app } = require('electron');

/** The name that Playwright calls once it is attached; taken already where its own loader is at work. */
const signal = '__playwright_run';

if (!(signal in globalThis)) {
  const ready = app.whenReady();
  const attached = new Promise((resolve) => {
    Object.assign(globalThis, { [signal]: resolve });
  });
  const start = attached.then(() => ready);
  app.whenReady = () => start;
}
