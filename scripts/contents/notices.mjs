// The licences of what is bundled, as the packages themselves have them.

/** @typedef {{ name: string, version: string, licence: string, text: string }} Notice */

/**
 * @typedef {object} BundledPackage the part of rollup-plugin-license's description that is read here
 * @property {string | null} name
 * @property {string | null} version
 * @property {string | null} license SPDX
 * @property {string | null} licenseText
 * @property {string | null} [noticeText]
 */

/** Licences under which code may be shipped in a closed program, with their texts. None asks for more than that. */
export const allowedLicences = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
];

/**
 * Packages that name a licence and bring no text of it, with the holder of the rights as their own package.json has it.
 * A name comes onto this list by hand, after a look at the package.
 * @type {Record<string, { licence: string, holder: string }>}
 */
const withoutText = { 'lazy-val': { licence: 'MIT', holder: 'Vladimir Krivosheev' } };

/** The MIT licence, https://spdx.org/licenses/MIT.html. @param {string} holder */
const mitText = (holder) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** @param {string | null} name @param {string | null} licence */
function knownText(name, licence) {
  const known = withoutText[name ?? ''];
  return known?.licence === licence && known ? mitText(known.holder) : '';
}

/**
 * One notice for each package and version, in an order that does not depend on the build.
 * @param {Iterable<BundledPackage>} packages
 * @returns {Notice[]}
 */
export function noticesOf(packages) {
  /** @type {Map<string, Notice>} */
  const notices = new Map();
  for (const { name, version, license, licenseText, noticeText } of packages) {
    const texts = [licenseText, noticeText].map((text) => text?.replaceAll('\r\n', '\n').trim()).filter(Boolean);
    notices.set(`${name}@${version}`, {
      name: name ?? '',
      version: version ?? '',
      licence: license ?? '',
      text: texts.join('\n\n') || knownText(name, license),
    });
  }
  return [...notices.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, notice]) => notice);
}

/**
 * What keeps a package from being shipped: a licence that is not on the list, or no text of it.
 * @param {readonly Notice[]} notices
 * @returns {string[]} one line for each, empty when all is well
 */
export function problemsOf(notices) {
  return notices.flatMap(({ name, version, licence, text }) => {
    const named = `${name}@${version}`;
    return [
      ...(allowedLicences.includes(licence) ? [] : [`${named}: the licence "${licence}" is not on the list`]),
      ...(text === '' ? [`${named} has no text of its licence`] : []),
    ];
  });
}

/** For people who look into the folder of the program. @param {readonly Notice[]} notices */
export function noticesText(notices) {
  const head = [
    'Sightglass contains the following software of others, each under its own licence.',
    'Electron, Chromium, Node.js and what they contain: see LICENSE.electron.txt and LICENSES.chromium.html.',
  ].join('\n');
  const parts = notices.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`);
  return `${[head, ...parts].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
