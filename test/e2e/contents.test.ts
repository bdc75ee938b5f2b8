/** What the build says of what it bundled, held against what it bundled. Nothing is started here; a build is needed. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { billOfWhatShips, buildTools } from '../../scripts/contents/bills.mjs';
import { type Notice, noticesText, problemsOf } from '../../scripts/contents/notices.mjs';
import { runtimeVersions } from '../../scripts/contents/runtime-versions.mjs';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const parts = ['main', 'preload', 'renderer'];
const schemas = 'node_modules/@cyclonedx/cyclonedx-library/res/schema';

/** @returns what the schema of CycloneDX has against a bill; nothing when it is right */
function faultsOf(bill: object, version: '1.5' | '1.6'): unknown {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // What JSON Schema allows beyond ASCII, nothing here has.
  ajv.addFormat('iri-reference', (text: string) => !/[\s<>"{}|\\^`]/.test(text));
  ajv.addFormat('idn-email', /^[^@\s]+@[^@\s]+$/);
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    const file = `${name}.SNAPSHOT.schema.json`;
    // By the name under which the others ask for it.
    ajv.addSchema(read(`${schemas}/${file}`), `http://cyclonedx.org/schema/${file}`);
  }
  const check = ajv.compile(read(`${schemas}/bom-${version}.SNAPSHOT.schema.json`));
  check(bill);
  return check.errors ?? [];
}

/** The packages whose modules are bundled, by the folders that these lie in. */
function bundledPackages(): string[] {
  const modules: string[] = parts.flatMap((part) => read(`out/contents/modules-${part}.json`));
  const folders = modules.flatMap((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
  const named = [...new Set(folders)].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(resolve(root, folder, 'package.json'), 'utf8'));
    return `${name}@${version}`;
  });
  return [...new Set(named)].sort();
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly group?: string;
}
const nameOf = ({ group, name, version }: Component) => `${group ? `${group}/` : ''}${name}@${version}`;

describe('what is bundled', () => {
  let bill: Record<string, unknown> & { components: Component[] };
  let notices: Notice[];
  let bundlersOwn: string[] = [];
  beforeAll(async () => {
    const bundlers = ['rolldown', 'vite'].map((bundler) => read(`node_modules/${bundler}/package.json`));
    bundlersOwn = bundlers.map(({ name, version }) => `${name}@${version}`);
    notices = read('out/main/third-party-notices.json');
    const distPath = dirname(process.env.SIGHTGLASS_ELECTRON_PATH ?? '');
    bill = billOfWhatShips({
      metadata: read('package.json'),
      bundled: parts.map((part) => read(`out/contents/bom-${part}.json`)),
      runtime: await runtimeVersions(distPath),
      lock: read('package-lock.json'),
      bundlers,
    }) as typeof bill;
  });

  test('stands in the bill of materials whole, beside the runtime, and nothing else does', () => {
    const listed = bill.components.filter(({ purl }) => purl.startsWith('pkg:npm/')).map(nameOf);
    const { version } = read('package.json');
    expect(listed.filter((name) => !name.startsWith('electron@')).sort()).toEqual(
      [...bundledPackages(), ...bundlersOwn].sort(),
    );
    expect(bill.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['electron', 'chromium', 'node']));
    expect(bill.metadata).toMatchObject({ component: { name: 'sightglass', version } });
    expect(bundledPackages().length).toBeGreaterThan(20);
  });

  test('is nothing that nobody knows: modules without a file are the bundlers’ own alone', () => {
    const modules: string[] = parts.flatMap((part) => read(`out/contents/modules-${part}.json`));
    const others = modules.filter((id) => !/^src\/|node_modules\//.test(id));
    // The list of changes, the licence and the user guide are told in the About window; the mark is that of the packages.
    expect([...new Set(others)].sort()).toEqual([
      '\0rolldown/runtime.js',
      '\0vite/preload-helper.js',
      'CHANGELOG.md',
      'LICENSE',
      'build/icon.svg',
      'build/icons/128x128.png',
      'docs/using.md',
    ]);
    // Preloads are built one by one, so that their modules are not told: what they take from elsewhere can be seen.
    for (const name of ['app', 'embed-host']) {
      const text = readFileSync(join(root, `out/preload/${name}.cjs`), 'utf8');
      expect([...text.matchAll(/require\(["'`]([^"'`]+)/g)].map(([, from]) => from)).toEqual(['electron']);
      expect(text.length).toBeLessThan(16_000);
    }
  });

  test('has a licence that allows shipping, with its text, in the package and in the About window', () => {
    expect(notices.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
      [...bundledPackages(), ...bundlersOwn].sort(),
    );
    expect(problemsOf(notices)).toEqual([]);
    expect(readFileSync(join(root, 'out/contents/THIRD_PARTY_NOTICES.txt'), 'utf8')).toBe(noticesText(notices));
  });

  test('is told in the form that CycloneDX asks for, with nothing that differs from run to run', () => {
    expect(faultsOf(bill, '1.6')).toEqual([]);
    expect(faultsOf({ ...bill, components: [{ name: 'no type' }] }, '1.6')).not.toEqual([]);
    const text = JSON.stringify(bill);
    expect(text).not.toMatch(/serialNumber|timestamp/);
    expect(text).not.toContain(root);
  });

  test('and the tools that built it are told in that form too', () => {
    const tools = buildTools(read('package.json')) as { components: Component[] };
    expect(faultsOf(tools, '1.5')).toEqual([]);
    expect(tools.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['electron-builder', 'vite', 'vitest']),
    );
    expect(JSON.stringify(tools)).toBe(JSON.stringify(buildTools(read('package.json'))));
    expect(JSON.stringify(tools)).not.toMatch(/serialNumber|timestamp/);
  });
});
