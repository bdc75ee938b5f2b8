// Loaded before the app (`electron -r`), in development alone: writes down when the pages of the app show what a person
// waits for, and lets the bench ask how long the main thread was held. Nothing of it is in the program.
const { appendFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const { app } = require('electron');

/** @typedef {{ marks: string, window: Record<string, string>, workbook: Record<string, string> }} Wanted */

/** What is waited for: for each name, an expression that holds when it is in the page. @type {Wanted} */
const wanted = JSON.parse(process.env.SIGHTGLASS_BENCH ?? '{"marks":"","window":{},"workbook":{}}');
const now = () => performance.timeOrigin + performance.now();

/** @param {string} name @param {number} at @param {object} [more] */
function mark(name, at, more = {}) {
  if (wanted.marks) appendFileSync(wanted.marks, `${JSON.stringify({ name, at, ...more })}\n`);
}

/** Runs in a page: answers with the time at which the frame was painted that shows what is wanted. @param {string} holds */
const watch = (holds) => `new Promise((resolve) => {
  const stamp = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
  const holds = () => { try { return Boolean(${holds}); } catch { return false; } };
  if (holds()) return stamp();
  const observer = new MutationObserver(() => { if (holds()) { observer.disconnect(); stamp(); } });
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
})`;

/** @param {Electron.WebFrameMain} frame @param {Record<string, string>} names @param {object} more */
function lookInto(frame, names, more) {
  for (const [name, holds] of Object.entries(names)) {
    // A page that goes away answers nothing.
    frame
      .executeJavaScript(watch(holds))
      .then((at) => mark(name, Number(at), more))
      .catch(() => {});
  }
}

mark('main begins', now());
app.on('browser-window-created', (_event, window) => {
  const focus = window.focus.bind(window);
  window.focus = () => {
    mark('window forward', now());
    focus();
  };
});
app.on('session-created', (session) => {
  // A host page is answered when the session for it is signed.
  const handle = session.protocol.handle.bind(session.protocol);
  session.protocol.handle = (scheme, answer) =>
    handle(scheme, async (request) => {
      const answered = await answer(request);
      if (scheme === 'sightglass-embed') mark('session signed', now());
      return answered;
    });
});
app.on('web-contents-created', (_event, contents) => {
  if (contents.getType() === 'window') {
    contents.on('did-navigate', () => {
      mark('page begins', now());
      lookInto(contents.mainFrame, wanted.window, {});
    });
  } else if (contents.getType() === 'webview') {
    mark('guest begins', now());
    // The program takes the listeners off that events with addresses have; these are left.
    contents.on('dom-ready', () => mark('host page', now(), { guest: contents.getURL() }));
    contents.on('frame-created', (_created, { frame }) => {
      frame?.on('dom-ready', () => {
        if (!frame.parent || frame.parent.parent) return;
        mark('page of Sigma', now(), { guest: contents.getURL() });
        lookInto(frame, wanted.workbook, { guest: contents.getURL() });
      });
    });
  }
});

/** Resolution in milliseconds: what is held shorter than that is not seen. */
const RESOLUTION_MS = 1;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
/** @type {import('node:inspector').Session | undefined} */
let session;

/** @param {string} method @param {object} [params] @returns {Promise<any>} */
const ask = (method, params = {}) =>
  new Promise((resolve, reject) => {
    session?.post(method, params, (error, answer) => (error ? reject(error) : resolve(answer)));
  });

Object.assign(globalThis, {
  sightglassBench: {
    resetDelays: () => delays.reset(),
    /** In milliseconds; the wait of the timer itself is no hold. */
    readDelays: () => ({
      longest: Math.max(0, delays.max / 1e6 - RESOLUTION_MS),
      percentile: Math.max(0, delays.percentile(99.9) / 1e6 - RESOLUTION_MS),
    }),
    async startProfile() {
      session = new Session();
      session.connect();
      await ask('Profiler.enable');
      await ask('Profiler.setSamplingInterval', { interval: 250 });
      await ask('Profiler.start');
    },
    async stopProfile() {
      const { profile } = await ask('Profiler.stop');
      session?.disconnect();
      return profile;
    },
  },
});
