// Bills of materials (CycloneDX 1.6): of what ships, and of the tools that built it. They lie beside the packages in
// dist/, so that whoever distributes Sightglass can hold them against lists of known weaknesses.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetUpError, say } from '../cli.mjs';
import { root } from '../paths.mjs';
import { packagedVersions } from './runtime-versions.mjs';

/** @typedef {Record<string, any>} Bill */
/** @typedef {import('./runtime-versions.mjs').RuntimeVersions} RuntimeVersions */
/** @typedef {{ name: string, version: string }} Metadata of package.json */

const parts = ['main', 'preload', 'renderer'];

/** @param {string} file @returns {any} */
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/**
 * Everything that ships in one bill: what is bundled in each part of the program, and the runtime. The same sources give
 * the same bytes.
 *
 * @param {{ metadata: Metadata, bundled: Bill[], runtime: RuntimeVersions, lock: Bill, bundlers: readonly Metadata[] }} ingredients
 *   `bundled`: a bill for each part; `lock`: package-lock.json
 * @returns {Bill}
 */
export function billOfWhatShips({ metadata, bundled, runtime, lock, bundlers }) {
  /** @type {Map<string, Bill>} */
  const components = new Map();
  /** @type {Map<string, Set<string>>} */
  const edges = new Map();
  for (const bill of bundled) {
    for (const component of bill.components ?? []) {
      const ref = plainRef(component.purl);
      components.set(ref, { ...component, 'bom-ref': ref, purl: ref, ...hashesOf(component, lock) });
    }
    for (const { ref, dependsOn = [] } of bill.dependencies ?? []) {
      const known = edges.get(plainRef(ref)) ?? new Set();
      for (const other of dependsOn) known.add(plainRef(other));
      edges.set(plainRef(ref), known);
    }
  }
  // Some lines of the bundlers are among what they bundle.
  for (const { name, version } of bundlers) {
    const own = { type: 'library', name, version, licenses: mit };
    const ownRef = `pkg:npm/${name}@${version}`;
    components.set(ownRef, { ...own, 'bom-ref': ownRef, purl: ownRef, ...hashesOf(own, lock) });
  }
  for (const component of runtimeComponents(runtime)) components.set(component['bom-ref'], component);

  const itself = `pkg:npm/${metadata.name}@${metadata.version}`;
  components.delete(itself);
  const refs = [...components.keys()].sort();
  const [electron, chromium, node] = runtimeComponents(runtime).map((component) => component['bom-ref']);
  edges.set(electron ?? '', new Set([chromium ?? '', node ?? '']));
  // What is bundled by the way of another package hangs on that one; the rest is the program's own choice.
  const below = new Set([...edges].filter(([ref]) => ref !== itself).flatMap(([, others]) => [...others]));
  edges.set(itself, new Set(refs.filter((ref) => !below.has(ref))));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        name: metadata.name,
        version: metadata.version,
        'bom-ref': itself,
        purl: itself,
      },
    },
    components: refs.map((ref) => components.get(ref)),
    dependencies: [itself, ...refs].map((ref) => {
      const others = [...(edges.get(ref) ?? [])].filter((other) => components.has(other)).sort();
      return others.length > 0 ? { ref, dependsOn: others } : { ref };
    }),
  };
}

/** Where a package comes from is no part of its name here: scanners look for the plain one. @param {string} purl */
const plainRef = (purl) => purl.split('?')[0] ?? purl;

const mit = [{ license: { id: 'MIT', acknowledgement: 'declared' } }];

/**
 * The hash that npm holds a package against, where one version of it is installed.
 * @param {{ group?: string, name: string, version: string }} component @param {Bill} lock
 */
function hashesOf({ group, name, version }, lock) {
  const path = `node_modules/${group ? `${group}/` : ''}${name}`;
  const entries = /** @type {[string, { version?: string, integrity?: string }][]} */ (Object.entries(lock.packages));
  const entry = entries.find(([at, each]) => (at === path || at.endsWith(`/${path}`)) && each.version === version);
  const [, encoded] = /^sha512-(.+)$/.exec(entry?.[1].integrity ?? '') ?? [];
  return encoded ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(encoded, 'base64').toString('hex') }] } : {};
}

/** Under the names by which lists of weaknesses know them. @param {RuntimeVersions} runtime @returns {Bill[]} */
function runtimeComponents({ electron, chromium, node }) {
  const component = (/** @type {string} */ name, /** @type {string} */ version, /** @type {Bill} */ more) => ({
    type: 'framework',
    name,
    version,
    'bom-ref': more.purl,
    ...more,
  });
  const cpe = (/** @type {string} */ product, /** @type {string} */ version) =>
    `cpe:2.3:a:${product}:${version}:*:*:*:*:*:*:*`;
  return [
    component('electron', electron, {
      purl: `pkg:npm/electron@${electron}`,
      cpe: cpe('electronjs:electron', electron),
      licenses: mit,
    }),
    component('chromium', chromium, {
      purl: `pkg:generic/chromium@${chromium}`,
      cpe: cpe('google:chrome', chromium),
      licenses: [{ license: { id: 'BSD-3-Clause', acknowledgement: 'declared' } }],
    }),
    component('node', node, {
      purl: `pkg:generic/nodejs@${node}`,
      cpe: cpe('nodejs:node.js', node),
      licenses: mit,
    }),
  ];
}

/**
 * The bill of the tools, without what differs from one run to the next: the moment, a random number, and the name of the
 * folder that the repository lies in.
 *
 * @param {Bill} bill npm's
 * @param {Metadata} metadata
 * @returns {Bill}
 */
export function steadyBill({ serialNumber: _serialNumber, ...bill }, metadata) {
  const { timestamp: _timestamp, tools: _tools, component, ...more } = bill.metadata;
  return { ...bill, metadata: { ...more, component: { ...component, name: metadata.name } } };
}

/**
 * Writes both bills beside the packages.
 *
 * @param {{ folder: string, name: string, version: string }} options where the packages are, the beginning of the files'
 *   names, and the version of the program
 */
export async function writeBills({ folder, name, version }) {
  const described = read('package.json');
  const metadata = { name: described.name, version };
  const shipped = billOfWhatShips({
    metadata,
    bundled: parts.map((part) => read(`out/contents/bom-${part}.json`)),
    runtime: await packagedVersions(folder),
    lock: read('package-lock.json'),
    bundlers: ['rolldown', 'vite'].map((bundler) => read(`node_modules/${bundler}/package.json`)),
  });
  const files = [
    [`${name}.cdx.json`, shipped],
    [`${name}-build-tools.cdx.json`, buildTools(metadata)],
  ];
  for (const [file, bill] of files) {
    const path = join(folder, String(file));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(bill, null, 1)}\n`);
  }
  say(`Bills of materials: ${files.map(([file]) => file).join(', ')}`);
}

/** Of the lock file, so that it does not depend on the system that builds. @param {Metadata} metadata @returns {Bill} */
export function buildTools(metadata) {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  const result = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1_024 * 1_024 })
    : spawnSync('npm', args, {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1_024 * 1_024,
        shell: process.platform === 'win32',
      });
  if (result.status !== 0) throw new SetUpError(`npm could not write its bill of materials: ${result.stderr}`);
  return steadyBill(JSON.parse(result.stdout), metadata);
}
