// A deb, by dpkg-deb.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, lstatSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settle } from './tree.mjs';

/** @typedef {import('./arguments.mjs').Wanted} Wanted */

/** dpkg-deb's options. Quick packages are for tests: the smallest effort. @type {Record<string, string[]>} */
const compressions = {
  xz: ['-Zxz'],
  gz: ['-Zgzip', '-z1'],
  zst: ['-Zzstd'],
};

/**
 * @param {Wanted} wanted
 * @param {{ root: string, epoch: number, run: (program: string, args: string[]) => void }} options
 */
export function makeDeb(wanted, { root, epoch, run }) {
  const compression = compressions[wanted.compression];
  if (!compression) throw new Error(`dpkg-deb knows no compression "${wanted.compression}" here.`);
  const { files } = settle(root, epoch);
  const regular = files.filter((file) => lstatSync(join(root, file)).isFile());
  const debian = join(root, 'DEBIAN');
  mkdirSync(debian);
  const sums = regular.map((file) => `${md5(join(root, file))}  ${file}\n`);
  writeFileSync(join(debian, 'md5sums'), sums.join(''));
  const bytes = regular.map((file) => lstatSync(join(root, file)).size);
  writeFileSync(join(debian, 'control'), controlOf(wanted, bytes));
  for (const [script, name] of /** @type {const} */ ([
    [wanted.afterInstall, 'postinst'],
    [wanted.afterRemove, 'postrm'],
  ])) {
    if (!script) continue;
    copyFileSync(script, join(debian, name));
    chmodSync(join(debian, name), 0o755);
  }
  for (const name of ['md5sums', 'control', 'postinst', 'postrm', '']) {
    if (lstatSync(join(debian, name), { throwIfNoEntry: false })) utimesSync(join(debian, name), epoch, epoch);
  }
  utimesSync(root, epoch, epoch);
  mkdirSync(dirname(wanted.file), { recursive: true });
  run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, wanted.file]);
}

/** @param {Wanted} wanted @param {number[]} bytes of each file @returns {string} */
export function controlOf(wanted, bytes) {
  const size = bytes.reduce((sum, length) => sum + Math.ceil(length / 1024), 0);
  const description = wanted.description.split('\n').map((line) => line.trim());
  const fields = [
    ['Package', wanted.name],
    ['Version', wanted.iteration ? `${wanted.version}-${wanted.iteration}` : wanted.version],
    ['Architecture', wanted.architecture],
    ['Maintainer', wanted.maintainer],
    ['Installed-Size', String(size)],
    ['Depends', wanted.depends.join(', ')],
    ['Recommends', wanted.recommends.join(', ')],
    ['Section', wanted.category],
    ['Priority', wanted.priority],
    ['Homepage', wanted.url],
    ['Description', [wanted.summary, ...description.map((line) => ` ${line || '.'}`)].join('\n')],
  ];
  return fields.map(([name, value]) => (value ? `${name}: ${value}\n` : '')).join('');
}

/** @param {string} file */
const md5 = (file) => createHash('md5').update(readFileSync(file)).digest('hex');
