// The arguments of fpm that electron-builder passes, and those of electron-builder.yml; any other is refused, so that
// nothing that was asked for is left out in silence.

/** @typedef {{ from: string, to: string }} Source `to` is a folder when `from` ends with a slash */

/**
 * @typedef {object} Wanted
 * @property {'deb' | 'rpm'} type
 * @property {string} file the package to write
 * @property {string} name
 * @property {string} version
 * @property {string} iteration
 * @property {string} architecture the word of the package's own system
 * @property {string} summary one line
 * @property {string} description
 * @property {string} maintainer
 * @property {string} vendor
 * @property {string} url
 * @property {string} license
 * @property {string} category
 * @property {string} priority
 * @property {string} compression
 * @property {string} afterInstall path of a script
 * @property {string} afterRemove path of a script
 * @property {string[]} depends
 * @property {string[]} recommends of a deb
 * @property {string[]} rpmTags further lines of a spec
 * @property {string[]} directories that belong to the package, with all below them
 * @property {Source[]} sources
 */

const single = new Set(
  ['-s', '-t', '--log', '--package', '--name', '--version', '--iteration', '--architecture', '--description', '--url']
    .concat(['--maintainer', '--vendor', '--license', '--category', '--after-install', '--after-remove'])
    .concat(['--deb-priority', '--deb-compression', '--rpm-os', '--rpm-compression', '--rpm-summary']),
);
const several = new Set(['-d', '--deb-recommends', '--rpm-tag', '--directories']);
const flags = new Set(['--force', '--debug']);

/** @param {readonly string[]} args @returns {Wanted} */
export function readArguments(args) {
  /** @type {Map<string, string[]>} */
  const given = new Map();
  /** @type {Source[]} */
  const sources = [];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    if (flags.has(word)) continue;
    const [, long, attached] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const name = long ?? word;
    if (single.has(name) || several.has(name)) {
      const value = attached ?? args[++i] ?? '';
      given.set(name, several.has(name) ? [...(given.get(name) ?? []), value] : [value]);
    } else if (word.startsWith('-')) {
      throw new Error(`This stand-in of fpm does not know ${word}.`);
    } else {
      const cut = word.lastIndexOf('=');
      sources.push({ from: word.slice(0, cut), to: word.slice(cut + 1) });
    }
  }
  const one = (/** @type {string} */ name) => given.get(name)?.[0] ?? '';
  const all = (/** @type {string} */ name) => given.get(name) ?? [];
  const type = one('-t');
  if (type !== 'deb' && type !== 'rpm') throw new Error(`This stand-in of fpm does not make ${type}.`);
  const isDeb = type === 'deb';
  // The first line of a deb's description is its summary.
  const [firstLine = '', ...rest] = one('--description').split('\n');
  return {
    type,
    file: one('--package'),
    name: one('--name'),
    version: one('--version'),
    iteration: one('--iteration'),
    architecture: one('--architecture'),
    summary: (isDeb ? firstLine : one('--rpm-summary')).trim() || one('--name'),
    description: isDeb ? rest.join('\n') : one('--description'),
    maintainer: one('--maintainer'),
    vendor: one('--vendor'),
    url: one('--url'),
    license: one('--license'),
    category: one('--category'),
    priority: one('--deb-priority'),
    compression: one(isDeb ? '--deb-compression' : '--rpm-compression'),
    afterInstall: one('--after-install'),
    afterRemove: one('--after-remove'),
    depends: all('-d'),
    recommends: all('--deb-recommends'),
    rpmTags: all('--rpm-tag'),
    directories: all('--directories'),
    sources,
  };
}
