/**
 * Opens files of values in JSON. A file that cannot be parsed is kept under another name, never overwritten. What changes
 * later is written beside the main thread (see `replaceFile`).
 */
import { chmodSync, mkdirSync, renameSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCodeOf } from '../../shared/errors.ts';
import { createSerialQueue } from '../async/serial-queue.ts';
import { eraseInPlace, isErased } from './erase-in-place.ts';
import { flushFolder } from './flush-folder.ts';
import { objectIn } from './json-object.ts';
import { readPlainFileSync } from './plain-file.ts';
import { replaceFile } from './replace-file.ts';

/** A file of values, read once. Only one program runs on a folder, so what is in memory is what is on disk. */
export interface StoreFile {
  /** A copy: changing it changes nothing here. */
  get(key: string): unknown;
  has(key: string): boolean;
  keys(): string[];
  /**
   * On disk when it resolves (atomic, flushed), and not to be read here before. Changes are written in the order in
   * which they were asked for. One that fails throws what Node threw and changes nothing.
   */
  set(key: string, value: unknown): Promise<void>;
  /** As `set`, for several keys in one write. */
  assign(values: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * As `set`; no write when there is nothing to delete. Where the file cannot be replaced, as on a full disk, a text in
   * base64 is overwritten in its place, which counts as deleted.
   */
  delete(key: string): Promise<void>;
  /** Resolves when everything that was asked for is written or has failed. */
  settled(): Promise<void>;
}

export interface StoreFileOptions {
  readonly folder: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told the name under which a damaged file was kept. */
  onDamaged(keptAs: string): void;
  /**
   * Told what the operating system said when a file was written and in its place, but its folder could not be flushed:
   * only a loss of power in the next seconds would undo that.
   */
  onNotFlushed(code: string): void;
  /** Told why the file could not be replaced when a value was erased in it instead. */
  onErasedInPlace(code: string): void;
  /** Makes the replacement of a file durable; `flushFolder` unless told otherwise. */
  readonly flush?: (folder: string) => Promise<void>;
}

type Values = Record<string, unknown>;

/**
 * Opens `{folder}/{name}.json`, readable by its owner alone. Keys are taken literally, dots and all.
 *
 * @throws AppError `settings_unreadable` when the file is there and cannot be read; it is left as it is
 */
export function openStoreFile(name: string, options: StoreFileOptions): StoreFile {
  const path = join(options.folder, `${name}.json`);
  try {
    return inMemory(path, readOrReplace(name, path, options), options);
  } catch (cause) {
    throw new AppError('settings_unreadable', { file: `${name}.json`, systemCode: systemCodeOf(cause) }, { cause });
  }
}

/** Whether a file of this name was ever kept under another one because it was damaged, and still is. */
export async function hasDamagedCopy(name: string, folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.some((candidate) => candidate.startsWith(`${name}.damaged-`) && candidate.endsWith('.json'));
}

function readOrReplace(name: string, path: string, { folder, now, onDamaged }: StoreFileOptions): Values {
  try {
    return objectIn(readPlainFileSync(path));
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') {
      // Later changes are written into a folder that is there.
      mkdirSync(folder, { recursive: true });
      return {};
    }
    if (!(error instanceof SyntaxError)) throw error;
    const keptAs = `${name}.damaged-${now()}.json`;
    renameSync(path, join(folder, keptAs));
    restrictToOwner(join(folder, keptAs));
    onDamaged(keptAs);
    return {};
  }
}

function inMemory(path: string, found: Values, options: StoreFileOptions): StoreFile {
  const { onNotFlushed, onErasedInPlace, flush = flushFolder } = options;
  let values = new Map(Object.entries(found).filter(([, value]) => !isErased(value)));
  const inTurn = createSerialQueue<'write'>();
  restrictToOwner(path);

  async function writeWhole(next: Map<string, unknown>): Promise<void> {
    const folder = await replaceFile(path, JSON.stringify(Object.fromEntries(next), undefined, 2));
    values = next;
    await flush(folder).catch((error: unknown) => onNotFlushed(systemCodeOf(error)));
  }

  function remove(key: string): Promise<void> {
    return inTurn('write', async () => {
      const next = new Map(values);
      if (!next.delete(key)) return;
      try {
        await writeWhole(next);
      } catch (error) {
        try {
          await eraseInPlace(path, key);
        } catch {
          // Why the file could not be replaced is what the person can do something about.
          throw error;
        }
        values = next;
        onErasedInPlace(systemCodeOf(error));
      }
    });
  }

  // As JSON has it, so that this run reads what the next one will.
  async function assign(news: Readonly<Record<string, unknown>>): Promise<void> {
    const copies: Values = JSON.parse(JSON.stringify(news));
    await inTurn('write', () => writeWhole(new Map([...values, ...Object.entries(copies)])));
  }

  return {
    get: (key) => structuredClone(values.get(key)),
    has: (key) => values.has(key),
    keys: () => [...values.keys()],
    set: (key, value) => assign({ [key]: value }),
    assign,
    delete: remove,
    settled: inTurn.settled,
  };
}

/** New files are made so; this is for one that came from a backup or an editor. */
function restrictToOwner(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // The file is not there yet, belongs to another user, or its file system has no modes. It can be read, which is enough.
  }
}
