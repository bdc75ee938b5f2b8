/**
 * What a start of the program asks for: the first one by its arguments, a later one while the program runs, and the icon
 * in the dock of macOS. All of it goes through one queue, which holds what comes before the program can act on it.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOpenLink } from '../../shared/open-link.ts';
import { SET_UP_FILE_ENDING } from '../../shared/set-up-passphrase.ts';
import { STARTED_AGAIN } from './allowed-at-start.ts';

/** Import the QuickStart file at this absolute path. */
export interface ImportRequest {
  readonly kind: 'import-env';
  readonly file: string;
}

/** Follow this link to us, as it was given; see `parseOpenLink`. */
export interface LinkRequest {
  readonly kind: 'open-link';
  readonly link: string;
}

/** Ask a person about the set-up file at this absolute path. */
export interface SetUpRequest {
  readonly kind: 'open-set-up';
  readonly file: string;
}

/** One more window; a start that is the first has one in any case. */
export interface WindowRequest {
  readonly kind: 'new-window';
}

export type LaunchRequest =
  | { readonly kind: 'come-forward' }
  | ImportRequest
  | SetUpRequest
  | WindowRequest
  | LinkRequest;

const IMPORT_ENV = '--import-env=';
/** What a jump list or a menu entry starts the program with for one more window. */
export const NEW_WINDOW = '--new-window';

/**
 * What the arguments of a start ask for, files before links: a link may lead to what a file brings. However often a window
 * is asked for, it is one.
 *
 * @param folder the one that the start was made in, for paths that are not absolute
 */
export function launchRequestsOf(
  argv: readonly string[],
  folder: string,
): Exclude<LaunchRequest, { readonly kind: 'come-forward' }>[] {
  const files = argv
    .filter((argument) => argument.startsWith(IMPORT_ENV))
    .map((argument) => ({ kind: 'import-env', file: resolve(folder, argument.slice(IMPORT_ENV.length)) }) as const);
  const links = argv.filter(isOpenLink).map((link) => ({ kind: 'open-link', link }) as const);
  const setUps = argv.flatMap((argument) => {
    const file = setUpFileOf(argument, folder);
    return file === null ? [] : [{ kind: 'open-set-up', file } as const];
  });
  const isWindow = argv.includes(NEW_WINDOW);
  return [...files, ...setUps, ...(isWindow ? [{ kind: 'new-window' } as const] : []), ...links];
}

/** @returns the path of a set-up file that an argument names as systems do for what is opened; null for anything else */
function setUpFileOf(argument: string, folder: string): string | null {
  const isNamed = argument.toLowerCase().endsWith(`.${SET_UP_FILE_ENDING}`);
  if (!isNamed || argument.startsWith('-') || isOpenLink(argument)) return null;
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(argument)) return resolve(folder, argument);
  // Desktops of Linux name a file by its URL. One with a host would be fetched from there.
  try {
    const url = new URL(argument);
    const path = url.protocol === 'file:' && url.host === '' ? fileURLToPath(url) : '\0';
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

/**
 * What this run was started with, for another start of the same. Without the marker of a second start: the launcher of an
 * AppImage may add `--no-sandbox` anew, and a start with the marker would not be made again without that.
 *
 * @param own `process.argv`
 */
export const ownArguments = (own: readonly string[]): string[] =>
  own.slice(1).filter((argument) => argument !== STARTED_AGAIN);

/**
 * The arguments of a new start in the name of requests that came while this program was closing: our own, which the
 * runtime may need, without the file that we have imported already and the link that we have followed; theirs is what is
 * wanted. Of several links the last: a window shows one workbook. It stands at the end, since nothing may follow a link.
 *
 * @param own `process.argv`
 */
export function restartArguments(own: readonly string[], requests: readonly LaunchRequest[]): string[] {
  const isAsked = (argument: string) =>
    argument.startsWith(IMPORT_ENV) ||
    argument === NEW_WINDOW ||
    isOpenLink(argument) ||
    setUpFileOf(argument, '/') !== null;
  const kept = ownArguments(own).filter((argument) => !isAsked(argument));
  const files = requests.flatMap((request) => (request.kind === 'import-env' ? [`${IMPORT_ENV}${request.file}`] : []));
  const links = requests.flatMap((request) => (request.kind === 'open-link' ? [request.link] : []));
  const setUps = requests.flatMap((request) => (request.kind === 'open-set-up' ? [request.file] : []));
  return [...kept, ...files, ...setUps, ...links.slice(-1)];
}

export interface LaunchQueue {
  add(requests: readonly LaunchRequest[]): void;
  /** From now on requests go to the handler; those that waited go first, in the order in which they came. */
  serve(handler: (request: LaunchRequest) => void): void;
}

/** A queue that is not served yet. */
export function createLaunchQueue(): LaunchQueue {
  const waiting: LaunchRequest[] = [];
  let handle = (request: LaunchRequest): void => void waiting.push(request);
  return {
    add(requests) {
      for (const request of requests) handle(request);
    },
    serve(handler) {
      handle = handler;
      for (const request of waiting.splice(0)) handler(request);
    },
  };
}
