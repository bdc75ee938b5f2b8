/** Which program the system opens web addresses with. On Linux its own tools are asked, as xdg-open does when it is needed. */
import { posix } from 'node:path';

export type DefaultBrowser =
  | { readonly kind: 'found'; readonly program: string }
  | { readonly kind: 'gone'; readonly program: string }
  | { readonly kind: 'none'; readonly isSure: boolean }
  | { readonly kind: 'no-opener' }
  | { readonly kind: 'unknown' };

export interface DefaultBrowserOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Electron's answer for a protocol; empty for none. It is asked where that takes no program of the system. */
  programFor(url: string): string;
  /** What a program printed; null where it is not there, failed, or took too long. */
  run(file: string, parameters: readonly string[], signal: AbortSignal): Promise<string | null>;
  exists(path: string): Promise<boolean>;
}

export async function findDefaultBrowser(options: DefaultBrowserOptions, signal: AbortSignal): Promise<DefaultBrowser> {
  if (options.platform !== 'linux') {
    const program = options.programFor('https://');
    return program === '' ? { kind: 'none', isSure: true } : { kind: 'found', program };
  }
  const { environment, exists, run } = options;
  const folders = (environment.PATH ?? '').split(':').filter((folder) => folder !== '');
  if (
    !(await anyExists(
      folders.map((folder) => posix.join(folder, 'xdg-open')),
      exists,
    ))
  )
    return { kind: 'no-opener' };
  const answers = await Promise.all([
    run('xdg-settings', ['get', 'default-web-browser'], signal),
    run('xdg-mime', ['query', 'default', 'x-scheme-handler/https'], signal),
  ]);
  if (answers.every((answer) => answer === null)) return { kind: 'unknown' };
  const named = answers.map((answer) => answer?.trim() ?? '').find((answer) => answer !== '') ?? '';
  // Of a list the first one counts.
  const [entry = ''] = named.split(/[;\n]/);
  if (!entry.endsWith('.desktop')) {
    const ofVariable = environment.BROWSER?.split(':')[0] ?? '';
    if (ofVariable !== '') return { kind: 'found', program: posix.basename(ofVariable) };
    // xdg-open then tries browsers that it knows by name.
    return { kind: 'none', isSure: false };
  }
  const program = entry.slice(0, -'.desktop'.length);
  return { kind: (await anyExists(placesOf(entry, environment), exists)) ? 'found' : 'gone', program };
}

/** Where a desktop entry may lie (XDG Base Directory Specification, Desktop Menu Specification). */
function placesOf(entry: string, environment: Readonly<Record<string, string | undefined>>): string[] {
  const home = environment.HOME ?? '';
  const own = environment.XDG_DATA_HOME || posix.join(home, '.local/share');
  const folders = [
    own,
    ...(environment.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
    // Where they are, whether a session has been told of them or not.
    posix.join(own, 'flatpak/exports/share'),
    '/var/lib/flatpak/exports/share',
    '/var/lib/snapd/desktop',
  ];
  // A hyphen may stand for a folder.
  const names = [entry, entry.replace('-', '/')];
  return folders.flatMap((folder) => names.map((name) => posix.join(folder, 'applications', name)));
}

async function anyExists(paths: readonly string[], exists: (path: string) => Promise<boolean>): Promise<boolean> {
  return (await Promise.all(paths.map(exists))).some(Boolean);
}
