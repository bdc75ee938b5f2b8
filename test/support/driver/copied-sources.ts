/** A copy of the sources in another folder, to build from. */
import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** What is made from the sources, or beside them. */
const leftOut = new Set(['node_modules', '.git', 'out', 'dist', 'tour', 'test-results', 'reports', '.demo', 'test']);

/** Copies them; `node_modules` is a link to that of here. */
export function copySources(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root).filter((entry) => !leftOut.has(entry))) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));
}
