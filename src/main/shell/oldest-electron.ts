/**
 * Which Electron a release may run on. It is packaged with the pinned one; but a distribution, or an administrator, can
 * start `app.asar` with an Electron of the system, and a folder can be put together by hand. One that gets no security
 * fixes any more shows people's data in a browser whose holes are public.
 */
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import type { Log } from '../log/log.ts';
import type { BuildMark } from './build-mark.ts';
import type { StartOutcome } from './refused-start.ts';

/**
 * The oldest major version that the Electron project supported when the pin was last raised: it supports the latest three
 * (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). A test holds it two below the pinned one, so that
 * who raises the pin raises this.
 */
export const OLDEST_ELECTRON = 43;

/**
 * Until when the pinned major version gets fixes, in milliseconds since the epoch: until the third one after it is there, by
 * the usual rhythm (`npm run electron-age`). The doctor warns of it without asking anybody. A test holds the major.
 */
export const PINNED_ELECTRON = { major: 45, fixedUntil: Date.UTC(2027, 3, 7) };
/** A new major version comes so often. */
const MAJOR_EVERY_MS = 56 * 86_400_000;

/** Until when the major version of an Electron gets fixes, by the same rhythm; never for one that is not understood. */
export function fixedUntil(version: string | undefined): number {
  const major = Number.parseInt(version ?? '', 10);
  return Number.isNaN(major) ? 0 : PINNED_ELECTRON.fixedUntil + (major - PINNED_ELECTRON.major) * MAJOR_EVERY_MS;
}

/** The exit code of a release on an Electron that is too old: EX_SOFTWARE of sysexits.h. */
export const OLD_ELECTRON_EXIT_CODE = 70;

/**
 * @param version `process.versions.electron`
 * @returns whether a build may run on it; a version that is not understood is none
 */
export function mayRunOn(version: string | undefined, build: Pick<BuildMark, 'isRelease'>): boolean {
  // What is no release runs on the Electron of the tests.
  if (!build.isRelease) return true;
  const major = /^(\d{1,4})\.\d+\.\d+(?:-|$)/.exec(version ?? '')?.[1];
  return major !== undefined && Number(major) >= OLDEST_ELECTRON;
}

/** Writes down why there will be no start, and says what the person is to be told. */
export function refuseOldElectron(
  version: string | undefined,
  { text, log }: { readonly text: Text; readonly log: Pick<Log, 'error'> },
): StartOutcome {
  const values = { electron: version ?? '?', oldest: OLDEST_ELECTRON };
  log.error('program.electron-too-old', values);
  const { cannotStart, electronTooOld } = text.dialogs;
  return { kind: 'say', title: cannotStart, text: format(electronTooOld, values), code: OLD_ELECTRON_EXIT_CODE };
}
