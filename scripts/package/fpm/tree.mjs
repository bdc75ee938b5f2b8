// The files of a package as they will lie on a computer, below a folder: modes and times do not depend on who builds.
import { chmodSync, cpSync, lstatSync, lutimesSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * @param {readonly import('./arguments.mjs').Source[]} sources
 * @param {string} root
 */
export function copySources(sources, root) {
  for (const { from, to } of sources) {
    const target = join(root, to, to.endsWith('/') && !from.endsWith('/') ? basename(from) : '');
    mkdirSync(dirname(target), { recursive: true });
    // Symbolic links stay what they say, or they would name the folder of the build.
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
}

/**
 * Gives everything below a folder the modes and the time of a package.
 * @param {string} root
 * @param {number} epoch seconds
 * @returns {{ files: string[], directories: string[] }} paths below the folder, in order; links count as files
 */
export function settle(root, epoch) {
  /** @type {{ files: string[], directories: string[] }} */
  const found = { files: [], directories: [] };
  /** @param {string} path below the root */
  const visit = (path) => {
    const full = join(root, path);
    const entry = lstatSync(full);
    if (entry.isDirectory()) {
      chmodSync(full, 0o755);
      if (path) found.directories.push(path);
      for (const name of readdirSync(full).sort()) visit(join(path, name));
    } else {
      if (entry.isFile()) chmodSync(full, entry.mode & 0o111 ? 0o755 : 0o644);
      found.files.push(path);
    }
    if (entry.isSymbolicLink()) lutimesSync(full, epoch, epoch);
    else utimesSync(full, epoch, epoch);
  };
  visit('');
  return found;
}
