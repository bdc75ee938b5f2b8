// The archive for those who install without a package manager. electron-builder's own would tell when it was made.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { SetUpError, say } from '../cli.mjs';

/**
 * Packs the unpacked app with GNU tar, in order, owned by root and with one time for all.
 * @param {string} output where electron-builder put the unpacked app
 * @param {{ folder: string, name: string, epoch: number }} options the folder's name in `output` and inside the
 *   archive, and the time of all files in seconds
 * @returns {Promise<string>} the archive
 */
export async function makeTarGz(output, { folder, name, epoch }) {
  const file = join(output, `${name}.tar.gz`);
  const owners = ['--owner=root:0', '--group=root:0', '--mode=u+rwX,go+rX,go-w'];
  const order = ['--sort=name', '--format=gnu', `--mtime=@${epoch}`];
  const renaming = `--transform=s,^${folder},${name},`;
  const tar = spawn('tar', ['-c', ...owners, ...order, renaming, '-C', output, folder], {
    stdio: ['ignore', 'pipe', 2],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const ended = new Promise((resolve, reject) => tar.once('error', reject).once('close', resolve));
  // Node writes no time and no name into the head.
  await pipeline(
    /** @type {import('node:stream').Readable} */ (tar.stdout),
    createGzip({ level: 6 }),
    createWriteStream(file),
  );
  if ((await ended) !== 0) throw new SetUpError('tar failed; its messages are above.');
  say(`  • built           target=tar.gz file=${file}`);
  return file;
}
