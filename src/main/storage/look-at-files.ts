/** Looks at the files of a folder as anybody could, beside those who use them: whether they are whole, and whose they are. */
import { randomUUID } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../../shared/errors.ts';
import { objectIn } from './json-object.ts';
import { openPlainFile } from './plain-file.ts';

/** Null where the system has no such thing. */
interface Rights {
  readonly mode: number | null;
  readonly isOwn: boolean | null;
}

export interface LookedFile extends Rights {
  readonly name: string;
  readonly kind: 'whole' | 'damaged' | 'unreadable';
  readonly systemCode: string | null;
}

export interface LookedFolder {
  readonly folder: Rights & { readonly path: string; readonly systemCode: string | null };
  readonly files: readonly LookedFile[];
  readonly keptAside: readonly string[];
}

/** So large is no file of ours; it would be held in memory as a whole. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * @param names of store files, without their ending; those that are not there are left out
 * @param uid `process.getuid()`; left out where the system has no such thing
 */
export async function lookAtFiles(folder: string, names: readonly string[], uid?: number): Promise<LookedFolder> {
  const [systemCode, rights, files, all] = await Promise.all([
    probe(folder),
    rightsOf(folder, uid).catch(() => ({ mode: null, isOwn: null })),
    Promise.all(names.map((name) => lookAtFile(folder, `${name}.json`, uid))),
    readdir(folder).catch(() => []),
  ]);
  return {
    folder: { path: folder, systemCode, ...rights },
    files: files.flatMap((file) => file ?? []),
    keptAside: all.filter((name) => /\.damaged-\d+\.json$/.test(name)).sort(),
  };
}

/** Writes a file and removes it. @returns what the system said where it did not let that happen */
async function probe(folder: string): Promise<string | null> {
  const path = join(folder, `probe-${randomUUID()}.tmp`);
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile('probe');
    } finally {
      await handle.close();
    }
    return null;
  } catch (error) {
    return systemCodeOf(error);
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}

async function rightsOf(path: string, uid: number | undefined): Promise<Rights> {
  // Without people there are no modes either, only what Node makes of attributes.
  if (uid === undefined) return { mode: null, isOwn: null };
  const found = await stat(path);
  return { mode: found.mode & 0o7777, isOwn: found.uid === uid };
}

async function lookAtFile(folder: string, name: string, uid: number | undefined): Promise<LookedFile | null> {
  const path = join(folder, name);
  let rights: Rights = { mode: null, isOwn: null };
  try {
    rights = await rightsOf(path, uid);
    return { name, ...rights, kind: isObject(await readText(path)) ? 'whole' : 'damaged', systemCode: null };
  } catch (error) {
    const systemCode = systemCodeOf(error);
    return systemCode === 'ENOENT' ? null : { name, ...rights, kind: 'unreadable', systemCode };
  }
}

async function readText(path: string): Promise<string> {
  const handle = await openPlainFile(path);
  try {
    const found = await handle.stat();
    return found.size > MOST_BYTES ? '' : await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** As `openStoreFile` takes it. */
function isObject(text: string): boolean {
  try {
    objectIn(text);
    return true;
  } catch {
    return false;
  }
}
