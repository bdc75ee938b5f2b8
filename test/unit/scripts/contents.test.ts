/** What is written down about what ships: notices, bills of materials, versions of the runtime. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { billOfWhatShips, steadyBill } from '../../../scripts/contents/bills.mjs';
import { noticesOf, noticesText, problemsOf } from '../../../scripts/contents/notices.mjs';
import { packagedVersions, readRuntimeVersions, runtimeVersions } from '../../../scripts/contents/runtime-versions.mjs';

const bundled = (name: string, more: object = {}) => ({
  name,
  version: '1.0.0',
  license: 'MIT',
  licenseText: `The licence of ${name}`,
  ...more,
});

describe('notices', () => {
  test('name each package and version once, in an order that no build changes', () => {
    const zod = bundled('zod', { licenseText: 'A\r\nB\r\n', noticeText: 'A notice' });
    const notices = noticesOf([zod, bundled('ajv'), zod, bundled('ajv', { version: '2.0.0' })]);
    expect(notices.map(({ name, version }) => `${name}@${version}`)).toEqual(['ajv@1.0.0', 'ajv@2.0.0', 'zod@1.0.0']);
    expect(notices[2]).toEqual({ name: 'zod', version: '1.0.0', licence: 'MIT', text: 'A\nB\n\nA notice' });
    expect(problemsOf(notices)).toEqual([]);
    for (const { name, text } of notices) {
      expect(noticesText(notices)).toContain(name);
      expect(noticesText(notices)).toContain(text);
    }
  });

  test.each([
    [
      'a licence that asks for the source',
      { license: 'GPL-3.0-only' },
      'the licence "GPL-3.0-only" is not on the list',
    ],
    [
      'a choice that nobody has made',
      { license: '(MIT OR GPL-2.0)' },
      'the licence "(MIT OR GPL-2.0)" is not on the list',
    ],
    ['no licence', { license: null }, 'the licence "" is not on the list'],
    ['no text', { licenseText: ' \n' }, 'has no text of its licence'],
    ['none at all', { licenseText: null }, 'has no text of its licence'],
  ])('keep a package with %s from being shipped', (_what, more, problem) => {
    expect(problemsOf(noticesOf([bundled('good'), bundled('bad', more)]))).toEqual([
      expect.stringContaining(`bad@1.0.0`),
    ]);
    expect(problemsOf(noticesOf([bundled('bad', more)])).join()).toContain(problem);
  });

  test('have the text of a licence for a package that is known to bring none, as long as it keeps that licence', () => {
    const without = { licenseText: null };
    const [known] = noticesOf([bundled('lazy-val', without)]);
    expect(known?.text).toMatch(/^MIT License\n\nCopyright \(c\) Vladimir Krivosheev\n/);
    expect(problemsOf(noticesOf([bundled('lazy-val', { ...without, license: 'ISC' })]))).toHaveLength(1);
  });
});

describe('a bill of materials', () => {
  const component = (purl: string, name: string, version: string) => ({
    type: 'library',
    name,
    version,
    purl,
    'bom-ref': purl,
  });
  const main = {
    components: [
      component('pkg:npm/b@2.0.0?vcs_url=git%2Bhttps', 'b', '2.0.0'),
      component('pkg:npm/a@1.0.0?vcs_url=git%2Bhttps', 'a', '1.0.0'),
    ],
    dependencies: [
      { ref: 'pkg:npm/sightglass@0.1.0' },
      {
        ref: 'pkg:npm/a@1.0.0?vcs_url=git%2Bhttps',
        dependsOn: ['pkg:npm/b@2.0.0?vcs_url=git%2Bhttps', 'pkg:npm/gone@1.0.0'],
      },
    ],
  };
  const renderer = {
    components: [component('pkg:npm/a@1.0.0', 'a', '1.0.0')],
    dependencies: [{ ref: 'pkg:npm/a@1.0.0' }],
  };
  const lock = {
    packages: {
      'node_modules/a': { version: '3.0.0', integrity: 'sha512-AAAA' },
      'node_modules/x/node_modules/a': { version: '1.0.0', integrity: 'sha512-/w==' },
    },
  };
  const ingredients = {
    metadata: { name: 'sightglass', version: '0.1.0' },
    bundled: [main, renderer],
    runtime: { electron: '45.4.1', chromium: '156.0.8078.100', node: '24.18.1' },
    lock,
    bundlers: [{ name: 'rolldown', version: '1.2.19' }],
  };

  test('holds what is bundled once, and the runtime with its exact versions', () => {
    const bill = billOfWhatShips(ingredients);
    expect(bill.components.map(({ purl }: { purl: string }) => purl)).toEqual([
      'pkg:generic/chromium@156.0.8078.100',
      'pkg:generic/nodejs@24.18.1',
      'pkg:npm/a@1.0.0',
      'pkg:npm/b@2.0.0',
      'pkg:npm/electron@45.4.1',
      'pkg:npm/rolldown@1.2.19',
    ]);
    const cpes = bill.components.flatMap(({ cpe }: { cpe?: string }) => cpe ?? []);
    expect(cpes).toContain('cpe:2.3:a:google:chrome:156.0.8078.100:*:*:*:*:*:*:*');
    expect(cpes).toHaveLength(3);
  });

  test('has the hash of the version that is installed, and of no other', () => {
    const bill = billOfWhatShips(ingredients);
    const hashes = Object.fromEntries(
      bill.components.map(({ name, hashes }: { name: string; hashes?: { content: string }[] }) => [
        name,
        hashes?.[0]?.content,
      ]),
    );
    expect(hashes).toMatchObject({ a: 'ff', b: undefined });
  });

  test('says what hangs on what, and names nothing there that is not in it', () => {
    const { dependencies } = billOfWhatShips(ingredients);
    expect(dependencies).toEqual([
      {
        ref: 'pkg:npm/sightglass@0.1.0',
        dependsOn: ['pkg:npm/a@1.0.0', 'pkg:npm/electron@45.4.1', 'pkg:npm/rolldown@1.2.19'],
      },
      { ref: 'pkg:generic/chromium@156.0.8078.100' },
      { ref: 'pkg:generic/nodejs@24.18.1' },
      { ref: 'pkg:npm/a@1.0.0', dependsOn: ['pkg:npm/b@2.0.0'] },
      { ref: 'pkg:npm/b@2.0.0' },
      {
        ref: 'pkg:npm/electron@45.4.1',
        dependsOn: ['pkg:generic/chromium@156.0.8078.100', 'pkg:generic/nodejs@24.18.1'],
      },
      { ref: 'pkg:npm/rolldown@1.2.19' },
    ]);
  });

  test('does not depend on the order in which the parts were built', () => {
    const again = billOfWhatShips({ ...ingredients, bundled: [renderer, main] });
    expect(JSON.stringify(again)).toBe(JSON.stringify(billOfWhatShips(ingredients)));
  });

  test('of the tools loses what differs from one run to the next', () => {
    const npms = {
      bomFormat: 'CycloneDX',
      serialNumber: 'urn:uuid:1',
      metadata: {
        timestamp: 'now',
        tools: [{ name: 'cli', version: '11' }],
        component: { name: 'a-folder', version: '1' },
      },
      components: [],
    };
    expect(steadyBill(npms, { name: 'sightglass', version: '1' })).toEqual({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'sightglass', version: '1' } },
      components: [],
    });
  });
});

describe('the versions inside an Electron', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-runtime-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const executable = (content: string | Buffer) => {
    const file = join(folder, 'electron');
    writeFileSync(file, content);
    return file;
  };
  const says = [
    'Electron/45.4.1\0',
    'Mozilla Chrome/156.0.8078.100 Safari',
    'https://nodejs.org/download/release/v24.18.1/',
  ];

  test('are read out of the file, also where they lie across two pieces of it', async () => {
    const piece = 4 * 1_024 * 1_024;
    for (const cut of [1, 5, 12, 20]) {
      const content = Buffer.alloc(piece * 3 + 100);
      for (const [at, text] of says.entries()) content.write(text, piece * (at + 1) - cut, 'latin1');
      expect(await readRuntimeVersions(executable(content))).toEqual({
        electron: '45.4.1',
        chromium: '156.0.8078.100',
        node: '24.18.1',
      });
    }
  });

  test('of what was packaged are those of the unpacked program', async () => {
    const output = join(folder, 'dist');
    for (const [unpacked, file] of [
      ['linux-arm64-unpacked', 'sightglass'],
      ['win-unpacked', 'Sightglass.exe'],
      ['mac-arm64', 'Sightglass.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework'],
    ] as const) {
      const path = join(output, unpacked, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, says.join(''));
      expect(await packagedVersions(output)).toMatchObject({ electron: '45.4.1' });
      rmSync(output, { recursive: true });
    }
    mkdirSync(join(output, 'linux-unpacked'), { recursive: true });
    await expect(packagedVersions(output)).rejects.toThrow(/no unpacked package/);
    await expect(runtimeVersions(output)).rejects.toThrow(/no Electron/);
  });

  test('are not guessed', async () => {
    await expect(readRuntimeVersions(executable(says.slice(0, 2).join('')))).rejects.toThrow(/version of node/);
  });
});
