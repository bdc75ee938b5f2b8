/** What the words of a command ask the program, with what is in its files. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ConsoleRequest } from '../../shared/command-line/requests.ts';
import { LARGEST_ENV_BYTES } from '../../shared/env-file.ts';
import { systemCodeOf } from '../../shared/errors.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { shown } from './columns.ts';
import type { Parsed } from './parse.ts';

export interface FilesOptions {
  /** The folder that the command was given in. */
  readonly cwd: string;
  readonly text: Text;
  complain(words: string): void;
}

export interface Prepared {
  readonly request: ConsoleRequest;
  /** Where an export goes. */
  readonly file: string;
}

/** Null where a file could not be read, or is there already; it was said. */
export async function requestOf({ name, values, flags }: Parsed, line: FilesOptions): Promise<Prepared | null> {
  const profile = typeof flags.profile === 'string' ? flags.profile : null;
  const connection = typeof flags.connection === 'string' ? flags.connection : null;
  const [first = ''] = values;
  const file = resolve(line.cwd, first);
  const plain = (request: ConsoleRequest): Prepared => ({ request, file });
  switch (name) {
    case 'doctor':
    case 'auth status':
    case 'profile check':
      return plain({ command: name, profile });
    case 'auth sign-in':
    case 'auth sign-out':
    case 'auth renew':
      return plain({ command: name, profile: profile ?? '', connection });
    case 'token test':
      return plain({ command: name, profile, connection, reveals: flags.reveal === true });
    case 'open':
      return plain({ command: name, link: first });
    case 'profile import': {
      const content = await contentOf(file, line);
      return content === null ? null : plain({ command: name, content });
    }
    case 'profile export':
      if (!(await isFree(file, line))) return null;
      return plain({ command: name, profile, withSecrets: flags['with-secrets'] === true });
    case 'profile list':
    case 'audit verify':
    case 'status':
      return plain({ command: name });
    default:
      return null;
  }
}

async function contentOf(file: string, { text, complain }: FilesOptions): Promise<string | null> {
  const { troubles } = text.commandLine;
  try {
    // Opened for reading, a pipe would wait for somebody who writes into it; Windows knows no such flag.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await handle.stat();
      // A folder is told of by the system when it is read.
      if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error('It is no file.'), { code: 'EFTYPE' });
      const content = await upTo(LARGEST_ENV_BYTES, handle);
      if (content !== null) return content.toString('base64');
      complain(format(troubles.fileTooLarge, { file: shown(file) }));
      return null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    complain(format(troubles.fileUnreadable, { code: systemCodeOf(error), file: shown(file) }));
    return null;
  }
}

/** All of a file; null where it is longer. Its size says nothing where it grows, or the system makes it up. */
async function upTo(most: number, handle: FileHandle): Promise<Buffer | null> {
  const buffer = Buffer.alloc(most + 1);
  let length = 0;
  while (length <= most) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
  }
  return null;
}

/** Before anything secret is typed for it. Not opened: a pipe would wait for somebody who writes into it. */
async function isFree(file: string, { text, complain }: FilesOptions): Promise<boolean> {
  const { troubles } = text.commandLine;
  try {
    await lstat(file);
    complain(format(troubles.fileThere, { file: shown(file) }));
    return false;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' && (await isFolder(dirname(file)))) return true;
    complain(format(troubles.fileNotWritten, { code: systemCodeOf(error), file: shown(file) }));
    return false;
  }
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false;

/** All of it or nothing, for its owner alone, and never over another file. */
export async function writeNew(file: string, content: string, { text, complain }: FilesOptions): Promise<boolean> {
  let isOurs = false;
  try {
    const handle = await open(file, 'wx', 0o600);
    isOurs = true;
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    // Half of a file would be in the way of the next try, and be taken for a whole one.
    if (isOurs) await rm(file, { force: true }).catch(() => undefined);
    complain(format(text.commandLine.troubles.fileNotWritten, { code: systemCodeOf(error), file: shown(file) }));
    return false;
  }
}
