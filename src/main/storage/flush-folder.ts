/** Makes a rename durable: an atomic replacement is a rename, which is on disk only once its folder is flushed too. */
import { open } from 'node:fs/promises';
import { systemCodeOf } from '../../shared/errors.ts';

/** Network and user-space file systems (CIFS, FUSE) that flush files but not folders say so with one of these. */
const foldersAreNotFlushed: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM']);

type OpenFolder = (folder: string, flags: 'r') => Promise<{ sync(): Promise<void>; close(): Promise<void> }>;

/** Resolves when the folder is on disk, or when its file system has no such thing. Throws what else goes wrong. */
export async function flushFolder(
  folder: string,
  openFolder: OpenFolder = open,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  // Windows cannot open folders; NTFS journals renames.
  if (platform === 'win32') return;
  try {
    const handle = await openFolder(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // The file itself is written and in its place. To call that a failure would throw away a good sign-in.
    if (!foldersAreNotFlushed.has(systemCodeOf(error))) throw error;
  }
}
