/**
 * Where the program that runs and a command line find one another: a folder that only this person can open, in it a socket
 * (on Windows a pipe with a name that nobody can guess) and a card with its address and a secret. No port is ever opened.
 */
import { constants, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCodeOf } from '../../shared/errors.ts';
import { z } from '../../shared/zod.ts';

export interface PlaceOptions {
  /** Where settings and vault are. */
  readonly dataFolder: string;
  readonly platform: NodeJS.Platform;
  /** `process.getuid`; null on Windows, where the rights of the data folder count. */
  readonly uid: number | null;
}

/** - `symlink`: it leads elsewhere. - `kind`: it is something else. - `owner`, `mode`: others have rights to it. */
export type PlaceFault = 'symlink' | 'kind' | 'owner' | 'mode' | 'tooLong';

/** The place is not one that only this person can open, so nothing is said there. */
export class UnsafePlace extends Error {
  readonly fault: PlaceFault;
  constructor(fault: PlaceFault) {
    super(fault);
    this.fault = fault;
  }
}

const FOLDER = 'command-line';
const SOCKET = 'socket';
const CARD = 'address.json';

/** What `sun_path` holds on macOS, less its end; Linux has four more. */
const LONGEST_SOCKET_PATH = 103;
const LARGEST_CARD = 4_096;

export const folderOf = (dataFolder: string): string => join(dataFolder, FOLDER);
const cardOf = (dataFolder: string): string => join(folderOf(dataFolder), CARD);

/** @throws UnsafePlace `tooLong` */
export function socketAddress({ dataFolder, platform }: PlaceOptions, randomName: string): string {
  if (platform === 'win32') return `\\\\.\\pipe\\sightglass-${randomName}`;
  const path = join(folderOf(dataFolder), SOCKET);
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH) throw new UnsafePlace('tooLong');
  return path;
}

/** @throws UnsafePlace when others have rights to it, or it is something else than it should be */
function requireOwn(found: Stats, kind: 'folder' | 'file' | 'socket', uid: number | null): void {
  if (found.isSymbolicLink()) throw new UnsafePlace('symlink');
  const isOfKind = { folder: found.isDirectory(), file: found.isFile(), socket: found.isSocket() }[kind];
  if (!isOfKind) throw new UnsafePlace('kind');
  if (uid === null) return;
  if (found.uid !== uid) throw new UnsafePlace('owner');
  if ((found.mode & 0o077) !== 0) throw new UnsafePlace('mode');
}

/** Makes the folder, or takes rights of others away from one that is ours. @throws UnsafePlace, or what Node throws */
export async function makeFolder({ dataFolder, uid }: PlaceOptions): Promise<string> {
  const folder = folderOf(dataFolder);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
  });
  const found = await lstat(folder);
  const isOurs = found.isDirectory() && found.uid === uid;
  if (isOurs && (found.mode & 0o077) !== 0) await chmod(folder, 0o700);
  requireOwn(await lstat(folder), 'folder', uid);
  return folder;
}

/** Takes away what an earlier run left. Only one program runs on a data folder, so nobody listens there. @throws UnsafePlace */
export async function removeStale(path: string, uid: number | null): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (!found) return;
  if (!found.isSocket()) throw new UnsafePlace(found.isSymbolicLink() ? 'symlink' : 'kind');
  if (uid !== null && found.uid !== uid) throw new UnsafePlace('owner');
  await rm(path);
}

const Card = z.object({
  protocol: z.int(),
  address: z.string().min(1).max(512),
  secret: z.string().min(32).max(128),
  /** Of the program that runs, for whoever looks for it. */
  pid: z.int(),
});
export type Card = z.infer<typeof Card>;

export async function writeCard(dataFolder: string, card: Card): Promise<void> {
  const path = cardOf(dataFolder);
  await rm(path, { force: true });
  // Never into what somebody put there in the meantime.
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(card));
  } finally {
    await handle.close();
  }
}

/** Takes the card away, unless a later run has put its own there. */
export async function removeCard(dataFolder: string, { secret }: Card): Promise<void> {
  const found = await readCard({ dataFolder, uid: null }).catch(() => null);
  if (found?.secret === secret) await rm(cardOf(dataFolder), { force: true });
}

/**
 * The card of the program that runs, or ran; null where there is none.
 *
 * @throws UnsafePlace where folder, card or socket are not this person's alone
 */
export async function readCard({ dataFolder, uid }: Pick<PlaceOptions, 'dataFolder' | 'uid'>): Promise<Card | null> {
  try {
    requireOwn(await lstat(folderOf(dataFolder)), 'folder', uid);
    // A link is not followed, and a pipe not waited for. Windows knows no such flags, and no such links without an administrator.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const handle = await open(cardOf(dataFolder), flags);
    try {
      const found = await handle.stat();
      requireOwn(found, 'file', uid);
      if (found.size > LARGEST_CARD) throw new UnsafePlace('kind');
      return Card.parse(JSON.parse(await handle.readFile('utf8')));
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'ELOOP') throw new UnsafePlace('symlink');
    // Half of a card is none: it is written while a program starts.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** @throws UnsafePlace where the socket is somebody else's */
export async function requireOwnSocket(address: string, { platform, uid }: PlaceOptions): Promise<void> {
  if (platform !== 'win32') requireOwn(await lstat(address), 'socket', uid);
}
