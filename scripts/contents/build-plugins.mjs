// Plugins of the build that write down what is bundled: which modules, under which licences, and as a bill of materials.
// None of it is part of the program but the list of licences, which the About window shows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import license from 'rollup-plugin-license';
import sbom from 'rollup-plugin-sbom';
import { root } from '../paths.mjs';
import { noticesOf, noticesText, problemsOf } from './notices.mjs';

/** What is known about a build, beside it; no package takes this folder along. */
export const contentsFolder = join(root, 'out/contents');

/** @typedef {'main' | 'preload' | 'renderer'} Part */

/** @type {Map<Part, import('./notices.mjs').BundledPackage[]>} */
const found = new Map();

/**
 * @param {Part} part of the program
 * @returns {import('vite').Plugin[]}
 */
export function contentsPlugins(part) {
  const licences = license({
    cwd: root,
    thirdParty: {
      multipleVersions: true,
      includePrivate: true,
      output(/** @type {import('./notices.mjs').BundledPackage[]} */ packages) {
        found.set(part, packages);
        writeNotices();
      },
    },
  });
  // Nothing that differs from one build to the next.
  const bill = sbom({
    outDir: 'cyclonedx',
    outFilename: 'bom',
    includeWellKnown: false,
    saveTimestamp: false,
    generateSerial: false,
  });
  return /** @type {import('vite').Plugin[]} */ ([licences, bill, putAside(part)]);
}

/** Three builds follow one another; the list grows with each, and is whole after the last. */
function writeNotices() {
  const notices = noticesOf([...[...found.values()].flat(), ...bundlersOwn()]);
  const problems = problemsOf(notices);
  if (problems.length > 0) throw new Error(`What is bundled may not be shipped:\n${problems.join('\n')}`);
  write(join(root, 'out/main/third-party-notices.json'), `${JSON.stringify(notices, null, 1)}\n`);
  write(join(contentsFolder, 'THIRD_PARTY_NOTICES.txt'), noticesText(notices));
}

/**
 * The bundlers put some lines of their own among the modules, `\0rolldown/runtime.js` and `\0vite/preload-helper.js`, which no
 * package.json leads to.
 */
function bundlersOwn() {
  return [
    { folder: join(root, 'node_modules/rolldown'), file: 'LICENSE' },
    { folder: join(root, 'node_modules/vite'), file: 'LICENSE.md' },
  ].map(({ folder, file }) => {
    const { name, version, license: licence } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    // What follows is about code that the bundler itself holds and puts into nothing.
    const [licenseText = ''] = readFileSync(join(folder, file), 'utf8').split('\n# Licenses of bundled dependencies');
    return { name, version, license: licence, licenseText };
  });
}

/** Takes the bill of materials out of the program, and writes the names of the bundled modules beside it. */
function putAside(/** @type {Part} */ part) {
  return {
    name: 'sightglass:put-aside',
    generateBundle: {
      order: 'post',
      /** @param {unknown} _options @param {import('vite').Rollup.OutputBundle} bundle */
      handler(_options, bundle) {
        /** @type {Set<string>} */
        const modules = new Set();
        for (const [name, file] of Object.entries(bundle)) {
          if (file.type === 'chunk') {
            for (const id of Object.keys(file.modules)) modules.add(named(id));
          } else if (name.startsWith('cyclonedx/')) {
            write(join(contentsFolder, `bom-${part}.json`), String(file.source));
            delete bundle[name];
          }
        }
        write(join(contentsFolder, `modules-${part}.json`), `${JSON.stringify([...modules].sort(), null, 1)}\n`);
      },
    },
  };
}

/** From the top of the repository; modules that a bundler makes up keep their name. @param {string} id */
const named = (id) => (id.startsWith('\0') ? id : relative(root, id.split('?')[0] ?? '').replaceAll('\\', '/'));

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
