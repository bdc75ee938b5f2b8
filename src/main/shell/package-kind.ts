/** As what kind of package this copy is installed, and so who can replace it. */
import { accessSync, constants, existsSync, lstatSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { UpdatedBy } from '../../shared/updates.ts';

/** The kinds of package that electron-updater replaces; the others are only told of updates. */
export type ReplaceableKind = 'appimage' | 'nsis' | 'mac';

/** In the folder of updates: what electron-updater fetched. */
export const FETCHED_FOLDER = 'fetched';

/** What updates need, in the folder of the settings: what was fetched, what was kept, and how the first start went. */
export const UPDATES_FOLDER = 'updates';

export interface PackageConditions {
  readonly platform: NodeJS.Platform;
  /** `process.execPath`. */
  readonly executable: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
  /** Whether a file may be made, changed and removed there by whoever runs the program. */
  isWritable(path: string): boolean;
  /** Whether it is a program, no link to one, and belongs to whoever runs this one. */
  isOwnProgram(path: string): boolean;
}

export interface PackageKind {
  /** Null for what is only told of updates: deb, rpm, MSI, archives, and whatever lies where the person may not write. */
  readonly kind: ReplaceableKind | null;
  readonly updatedBy: UpdatedBy;
  /** The file of an AppImage; null for all others. */
  readonly image: string | null;
}

const toldOnly: PackageKind = { kind: null, updatedBy: 'administrator', image: null };

/**
 * A deb or an rpm comes from a repository, which is signed, or from whoever has root: the program never asks for root to
 * install what lies in a folder that any program of the person can write to. An MSI is an administrator's, and an archive
 * was unpacked by somebody who can do so again.
 */
export function packageKind(conditions: PackageConditions): PackageKind {
  const { platform } = conditions;
  if (platform === 'linux') return linuxKind(conditions);
  if (platform === 'darwin') return macKind(conditions);
  return platform === 'win32' ? windowsKind(conditions) : toldOnly;
}

/**
 * The variables are those of the AppImage's runtime, which names the file without links. They count only where they fit to
 * the program that runs: what they name is replaced and started.
 */
function linuxKind({ executable, environment, isWritable, isOwnProgram }: PackageConditions): PackageKind {
  const { APPIMAGE: image, APPDIR: mount } = environment;
  if (!image || !mount || !posix.isAbsolute(image) || !posix.isAbsolute(mount)) return toldOnly;
  if (posix.dirname(executable) !== posix.resolve(mount)) return toldOnly;
  if (!isOwnProgram(image)) return toldOnly;
  return isWritable(posix.dirname(image)) ? { kind: 'appimage', updatedBy: 'itself', image } : { ...toldOnly, image };
}

/** The bundle is exchanged as a whole, so that the folder around it has to be writable too. */
function macKind({ executable, isWritable }: PackageConditions): PackageKind {
  const bundle = posix.join(posix.dirname(executable), '../..');
  const isReplaceable = bundle.endsWith('.app') && isWritable(bundle) && isWritable(posix.dirname(bundle));
  return isReplaceable ? { kind: 'mac', updatedBy: 'itself', image: null } : toldOnly;
}

/** What NSIS installed has its own uninstaller; what an MSI installed has none. */
function windowsKind({ executable, exists, isWritable }: PackageConditions): PackageKind {
  const folder = win32.dirname(executable);
  if (!exists(win32.join(folder, `Uninstall ${win32.basename(executable)}`))) return toldOnly;
  return { kind: 'nsis', updatedBy: isWritable(folder) ? 'itself' : 'password', image: null };
}

/** The conditions of this computer. */
export const systemConditions: PackageConditions = {
  platform: process.platform,
  executable: process.execPath,
  environment: process.env,
  exists: existsSync,
  isWritable(path) {
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  },
  isOwnProgram(path) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && (found.mode & 0o100) !== 0 && found.uid === (process.getuid?.() ?? found.uid);
  },
};
