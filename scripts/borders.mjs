// Who may import whom: the one table of the rooms. test/unit/architecture.test.ts holds the source against it, and
// `npm run docs` prints it into docs/contributing/architecture.md.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} Room
 * @property {string} path folder, or a file that is a room of its own
 * @property {readonly string[]} may the rooms that it may import; its own files always
 * @property {boolean} [electron] whether it may import `electron`, apart from types
 * @property {boolean} [node] whether it may import `node:` modules
 * @property {string} why
 */

/** The rooms of the main process; each may import `shared` as well. */
const main = /** @satisfies {readonly Room[]} */ ([
  {
    path: 'src/main/async',
    may: [],
    node: true,
    why: 'Clocks, queues, waits and timers know nothing of what they are used for.',
  },
  { path: 'src/main/html', may: [], why: 'Text as HTML, for the rooms that write a page.' },
  { path: 'src/main/log', may: [], node: true, why: 'The log takes what it is given; nothing is looked up for it.' },
  {
    path: 'src/main/net',
    may: ['src/main/async', 'src/main/log'],
    node: true,
    why: 'The one way out is pure Node: proxy and trust are passed in, so that it can be tested over real sockets.',
  },
  {
    path: 'src/main/oauth/grants',
    may: ['src/main/async', 'src/main/log', 'src/main/net'],
    node: true,
    why: 'The lowest floor of oauth: what a grant is and how long it is good for. It never asks a server itself.',
  },
  {
    path: 'src/main/oauth/tokens',
    may: ['src/main/oauth/grants', 'src/main/async', 'src/main/log', 'src/main/net'],
    node: true,
    why: 'The middle floor: one server and its answers. It knows of no browser and of no provider.',
  },
  {
    path: 'src/main/oauth/sign-in',
    may: [
      'src/main/oauth/tokens',
      'src/main/oauth/grants',
      'src/main/async',
      'src/main/html',
      'src/main/log',
      'src/main/net',
    ],
    node: true,
    why: 'The upper floor: a person signs in. What the operating system does is passed in.',
  },
  {
    path: 'src/main/providers',
    may: ['src/main/oauth/sign-in', 'src/main/oauth/tokens', 'src/main/oauth/grants'],
    node: true,
    why: 'A provider says what is particular about one kind of authorization server; oauth never names one.',
  },
  {
    path: 'src/main/sigma',
    may: ['src/main/async', 'src/main/log'],
    node: true,
    why: 'Values in, a signed URL out: it knows neither where tokens come from nor where the URL is shown.',
  },
  {
    path: 'src/main/audit',
    may: ['src/main/async', 'src/main/net'],
    node: true,
    why: 'Records are chained, kept and checked; what happened is told from outside, and where the head and its key are is passed in.',
  },
  {
    path: 'src/main/storage',
    may: ['src/main/async'],
    node: true,
    why: 'Files are written whole or not at all, whatever is in them.',
  },
  {
    path: 'src/main/vault',
    may: ['src/main/async'],
    why: 'Entries are sealed and kept; the file is an interface that is passed in.',
  },
  {
    path: 'src/main/settings',
    may: ['src/main/async'],
    why: 'Profiles are read and changed; the file is an interface that is passed in.',
  },
  {
    path: 'src/main/images',
    may: ['src/main/async'],
    node: true,
    why: 'Pixels in, a file out, in a thread of its own: it knows neither what is seen on them nor what becomes of them.',
  },
  {
    path: 'src/main/viewer',
    may: ['src/main/async', 'src/main/html', 'src/main/images', 'src/main/log'],
    electron: true,
    node: true,
    why: 'Panes and guests; signing and renewing are passed in, so that no token can be reached from here.',
  },
  {
    path: 'src/main/ipc',
    may: ['src/main/log'],
    electron: true,
    why: 'The router knows the contract and the handlers that it is given.',
  },
  {
    path: 'src/main/shell',
    may: ['src/main/async', 'src/main/log'],
    electron: true,
    node: true,
    why: 'Windows, menu and the life of the program; what is shown in a window is passed in.',
  },
  {
    path: 'src/main/local-socket',
    may: ['src/main/async'],
    node: true,
    why: 'A command line and the program that runs talk over a socket; what a command does is passed in.',
  },
  {
    path: 'src/main/command-line',
    may: ['src/main/async', 'src/main/local-socket'],
    node: true,
    why: 'The process that a command started: words, prompts and what is printed. How the job is done alone is passed in.',
  },
  {
    path: 'src/main/app',
    may: [
      'src/main/async',
      'src/main/audit',
      'src/main/ipc',
      'src/main/log',
      'src/main/net',
      'src/main/oauth/grants',
      'src/main/oauth/sign-in',
      'src/main/oauth/tokens',
      'src/main/providers',
      'src/main/settings',
      'src/main/sigma',
      'src/main/vault',
      'src/main/viewer',
    ],
    node: true,
    why: 'The features, put together from the rooms as plain code: what Electron does is passed in by open-program.ts.',
  },
]);

const everyRoom = main.map(({ path }) => path);

/** @type {readonly Room[]} */
export const rooms = [
  { path: 'src/shared', may: [], why: 'It crosses process borders, so it imports zod and its own files alone.' },
  ...main,
  {
    path: 'src/main/stored.ts',
    may: [
      'src/main/app',
      'src/main/async',
      'src/main/log',
      'src/main/settings',
      'src/main/storage',
      'src/main/vault',
      'src/main/stores.ts',
    ],
    electron: true,
    node: true,
    why: 'The part of open-program.ts that opens what outlives a run.',
  },
  {
    path: 'src/main/desktop.ts',
    may: ['src/main/app', 'src/main/async', 'src/main/log', 'src/main/settings', 'src/main/shell', 'src/main/vault'],
    node: true,
    electron: true,
    why: 'The part of open-program.ts that ties the program to dock, sleep, screen and network.',
  },
  {
    path: 'src/main/updates-wiring.ts',
    may: ['src/main/app', 'src/main/log', 'src/main/net', 'src/main/settings', 'src/main/shell'],
    electron: true,
    node: true,
    why: 'The part of open-program.ts that ties updates to Electron and to the kind of package.',
  },
  {
    path: 'src/main/open-guests.ts',
    may: ['src/main/log', 'src/main/shell', 'src/main/viewer'],
    electron: true,
    why: 'The part of open-program.ts that ties guests to Electron.',
  },
  {
    path: 'src/main/downloads-wiring.ts',
    may: ['src/main/app', 'src/main/storage'],
    electron: true,
    why: 'The part of open-program.ts that ties downloads to files and to the desktop.',
  },
  {
    path: 'src/main/pictures-wiring.ts',
    may: ['src/main/app', 'src/main/async', 'src/main/images', 'src/main/shell', 'src/main/viewer'],
    electron: true,
    node: true,
    why: 'The part of open-program.ts that ties pictures and paper to Electron.',
  },
  {
    path: 'src/main/notifications-wiring.ts',
    may: ['src/main/app', 'src/main/shell'],
    electron: true,
    why: 'The part of open-program.ts that ties notifications to the desktop.',
  },
  {
    path: 'src/main/audit-wiring.ts',
    may: ['src/main/app', 'src/main/audit', 'src/main/settings', 'src/main/storage', 'src/main/system-policy.ts'],
    electron: true,
    node: true,
    why: 'The part of open-program.ts that ties the audit trail to files, to the log of the system and to the desktop.',
  },
  {
    path: 'src/main/doctor-wiring.ts',
    may: ['src/main/app', 'src/main/log', 'src/main/storage', 'src/main/computer-wiring.ts'],
    electron: true,
    node: true,
    why: 'The part of open-program.ts that ties the doctor to the computer and to Electron.',
  },
  {
    path: 'src/main/computer-wiring.ts',
    may: [
      'src/main/app',
      'src/main/async',
      'src/main/shell',
      'src/main/storage',
      'src/main/system-policy.ts',
      'src/main/vault',
    ],
    electron: true,
    node: true,
    why: 'The part of doctor-wiring.ts that looks at this computer.',
  },
  {
    path: 'src/main/monitoring-wiring.ts',
    may: ['src/main/app', 'src/main/log', 'src/main/settings', 'src/main/storage', 'src/main/system-policy.ts'],
    node: true,
    why: 'The part of open-program.ts that ties alarms, status and heartbeat to files and to the process.',
  },
  {
    path: 'src/main/system-policy.ts',
    may: ['src/main/settings'],
    node: true,
    why: 'What an administrator set, as each system keeps it: needed before Electron is ready.',
  },
  {
    path: 'src/main/console-wiring.ts',
    may: ['src/main/app', 'src/main/async', 'src/main/local-socket', 'src/main/log'],
    node: true,
    why: 'The part of start.ts and alone.ts that lets command lines reach the program that runs.',
  },
  {
    path: 'src/main/self.ts',
    may: ['src/main/app', 'src/main/settings', 'src/main/shell'],
    electron: true,
    node: true,
    why: 'The part of open-program.ts that tells what the program is, for the About dialog.',
  },
  {
    path: 'src/main/menu-bar.ts',
    may: ['src/main/app', 'src/main/shell'],
    electron: true,
    why: 'The part of open-program.ts that ties the menu to what it acts on.',
  },
  {
    path: 'src/main/stores.ts',
    may: ['src/main/app', 'src/main/log', 'src/main/storage'],
    why: 'The part of start.ts that opens files of settings and vault.',
  },
  {
    path: 'src/main/open-program.ts',
    may: [
      ...everyRoom,
      'src/main/stored.ts',
      'src/main/updates-wiring.ts',
      'src/main/open-guests.ts',
      'src/main/downloads-wiring.ts',
      'src/main/pictures-wiring.ts',
      'src/main/audit-wiring.ts',
      'src/main/doctor-wiring.ts',
      'src/main/monitoring-wiring.ts',
      'src/main/notifications-wiring.ts',
      'src/main/desktop.ts',
      'src/main/self.ts',
      'src/main/menu-bar.ts',
    ],
    electron: true,
    node: true,
    why: 'The only place that ties the features to Electron.',
  },
  {
    path: 'src/main/alone.ts',
    may: [
      'src/main/app',
      'src/main/async',
      'src/main/command-line',
      'src/main/local-socket',
      'src/main/log',
      'src/main/settings',
      'src/main/shell',
      'src/main/open-program.ts',
      'src/main/console-wiring.ts',
      'src/main/stores.ts',
      'src/main/system-policy.ts',
    ],
    electron: true,
    node: true,
    why: 'The program without windows, for a command that runs alone.',
  },
  {
    path: 'src/main/command-start.ts',
    may: [
      'src/main/async',
      'src/main/command-line',
      'src/main/settings',
      'src/main/shell',
      'src/main/storage',
      'src/main/alone.ts',
      'src/main/stores.ts',
      'src/main/system-policy.ts',
    ],
    electron: true,
    node: true,
    why: 'The part of index.ts that starts a command: with the program that runs, or alone.',
  },
  {
    path: 'src/main/start.ts',
    may: [
      'src/main/app',
      'src/main/async',
      'src/main/ipc',
      'src/main/log',
      'src/main/settings',
      'src/main/shell',
      'src/main/storage',
      'src/main/viewer',
      'src/main/open-program.ts',
      'src/main/console-wiring.ts',
      'src/main/stores.ts',
    ],
    electron: true,
    node: true,
    why: 'The window, and then the program behind it.',
  },
  {
    path: 'src/main/index.ts',
    may: [
      'src/main/start.ts',
      'src/main/command-start.ts',
      'src/main/command-line',
      'src/main/system-policy.ts',
      'src/main/shell',
      'src/main/settings',
      'src/main/async',
      'src/main/log',
    ],
    electron: true,
    node: true,
    why: 'What has to happen before Electron is ready, and nothing else.',
  },
  { path: 'src/preload', may: [], electron: true, why: 'A sandboxed preload has ipcRenderer and contextBridge.' },
  { path: 'src/renderer/model', may: [], why: 'Pure rules over the state: no React, no bridge.' },
  { path: 'src/renderer/bridge', may: [], why: 'The only place that talks to main.' },
  {
    path: 'src/renderer/context',
    may: ['src/renderer/bridge', 'src/renderer/model'],
    why: 'What every screen needs, found by hooks.',
  },
  {
    path: 'src/renderer/components',
    may: ['src/renderer/context', 'src/renderer/bridge', 'src/renderer/model'],
    why: 'Parts of more than one screen; they know no screen.',
  },
  ...['screens', 'workbook', 'set-up', 'about', 'palette', 'settings'].map((name) => ({
    path: `src/renderer/${name}`,
    may: ['src/renderer/components', 'src/renderer/context', 'src/renderer/bridge', 'src/renderer/model'],
    why: 'A screen; it knows no other one.',
  })),
  {
    path: 'src/renderer',
    may: [],
    why: 'The page itself puts the screens together.',
  },
];

/** Rooms that may be imported from anywhere. */
const open = ['src/shared'];
/** The page of the renderer is above all its rooms. */
const above = { 'src/renderer': rooms.map(({ path }) => path).filter((path) => path.startsWith('src/renderer/')) };

/** @typedef {{ from: string, to: string, isType: boolean, isLate?: boolean }} Import paths relative to the root; `to` as written for packages; late ones are read when they are asked for */

const importPattern =
  /^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm;

/** Every import of the source. @returns {Import[]} */
export function importsOf(folder = 'src') {
  /** @type {Import[]} */
  const found = [];
  for (const file of sources(join(root, folder))) {
    const from = relative(root, file).split(sep).join('/');
    for (const [, type, named, bare, dynamic] of readFileSync(file, 'utf8').matchAll(importPattern)) {
      const target = named ?? bare ?? dynamic ?? '';
      const to = target.startsWith('.') ? posix.normalize(posix.join(dirname(from), target)) : target;
      found.push({ from, to, isType: type !== undefined, isLate: dynamic !== undefined });
    }
  }
  return found;
}

/**
 * The files and packages that are read before the first line of a file runs; not what it asks for later.
 *
 * @param {string} entry @param {readonly Import[]} imports
 * @returns {Set<string>}
 */
export function readAtStart(entry, imports) {
  const found = new Set([entry]);
  // A set also hands out what is added while it is walked.
  for (const file of found) {
    for (const { from, to, isType, isLate } of imports) if (from === file && !isType && !isLate) found.add(to);
  }
  return found;
}

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The room of a file: the longest path that it lies under. @param {string} file */
export function roomOf(file) {
  return rooms
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .toSorted((one, other) => other.path.length - one.path.length)[0];
}

/** Whether the table allows an import. @param {Import} item */
export function isAllowed({ from, to, isType }) {
  const room = roomOf(from);
  if (!room) return false;
  if (to === 'electron') return isType || room.electron === true;
  if (to.startsWith('node:')) return isType || room.node === true;
  if (!to.startsWith('src/')) return true;
  const target = roomOf(to);
  if (!target) return false;
  const mine = above[/** @type {keyof typeof above} */ (room.path)] ?? room.may;
  return target === room || open.includes(target.path) || mine.includes(target.path);
}

/** Circles among files, each as the path that leads back to its beginning. @param {readonly Import[]} imports */
export function circlesIn(imports) {
  /** @type {Map<string, string[]>} */
  const targets = new Map();
  for (const { from, to } of imports) if (to.startsWith('src/')) targets.set(from, [...(targets.get(from) ?? []), to]);
  /** @type {string[][]} */
  const circles = [];
  const done = new Set();
  /** @param {string} file @param {string[]} path */
  const walk = (file, path) => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file]);
    else if (!done.has(file)) {
      for (const target of targets.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    }
  };
  for (const file of targets.keys()) walk(file, []);
  return circles;
}

/** The table for the documents. */
export function bordersTable() {
  const short = (/** @type {string} */ path) => path.replace(/^src\/(main\/)?/, '');
  const rows = rooms.map(({ path, may, electron, why }) => {
    const allowed = (above[/** @type {keyof typeof above} */ (path)] ?? may).map(short).join(', ');
    return `| \`${path}\` | ${allowed || '—'}${electron ? ' · electron' : ''} | ${why} |`;
  });
  return ['| Room | May import, besides `shared` | Why |', '| --- | --- | --- |', ...rows].join('\n');
}
