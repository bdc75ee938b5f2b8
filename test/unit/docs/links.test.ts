import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { variablesFor } from '../../../scripts/package/release.mjs';
import { readOrder } from '../../../scripts/package/words.mjs';
import { planOf } from '../../../scripts/test-plan.mjs';
import { anchorsOf, codeOf, documents, isFolder, linksOf, readDocument, root } from '../../support/documents.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const links = documents.flatMap(linksOf);

describe('the documents', () => {
  test('are found: the README, pages by reader, and rooms', () => {
    const paths = documents.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'README.md',
        'docs/security/secrets.md',
        'src/main/vault/README.md',
        'scripts/README.md',
      ]),
    );
    expect(links.length).toBeGreaterThan(150);
  });

  test('link only to what is there', () => {
    expect(
      links.filter(({ path }) => !existsSync(join(root, path))).map(({ from, target }) => `${from}: ${target}`),
    ).toEqual([]);
  });

  test('link only to headings that are there', () => {
    const withoutHeading = links.filter(({ path, anchor }) => {
      if (anchor === null || !existsSync(join(root, path))) return false;
      return !path.endsWith('.md') || !anchorsOf(readDocument(path)).includes(anchor);
    });
    expect(withoutHeading.map(({ from, target }) => `${from}: ${target}`)).toEqual([]);
  });

  test('call decisions by the numbers that they have', () => {
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\[(\d{4})\]\([^)\s]*?(\d{4})-/g)].map(([link, said, has]) => ({ path, link, said, has })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ said, has }) => said !== has).map(({ path, link }) => `${path}: ${link}`)).toEqual([]);
  });

  test('name only commands that exist', () => {
    const commands = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm run (?:--[\w-]+ )*(\w[\w:-]*)/g)].map(([, command = '']) => ({ path, command })),
    );
    expect(commands.length).toBeGreaterThan(20);
    const unknown = commands.filter(({ command }) => !Object.hasOwn(manifest.scripts, command));
    expect(unknown.map(({ path, command }) => `${path}: npm run ${command}`)).toEqual([]);
  });

  test('explain every command of package.json', () => {
    const page = readDocument('docs/contributing/scripts.md').text;
    const named = (command: string) => page.includes(`npm run ${command}\``) || page.includes(`npm ${command}\``);
    expect(Object.keys(manifest.scripts).filter((command) => !named(command))).toEqual([]);
  });

  test('name only files and folders that exist', () => {
    const path = /^(?:src|test|scripts|docs|build|standins|\.github|\.ci)\/[\w./-]*\w\/?$/;
    const paths = documents.flatMap((document) =>
      codeOf(document)
        .filter((code) => path.test(code))
        .map((code) => ({ from: document.path, code })),
    );
    expect(paths.length).toBeGreaterThan(150);
    const missing = paths.filter(({ code }) => !existsSync(join(root, code)));
    expect(missing.map(({ from, code }) => `${from}: ${code}`)).toEqual([]);
  });

  test('of rooms name only files that lie beside them', () => {
    const beside = documents
      .filter(({ path }) => path.startsWith('src/') && path.endsWith('/README.md'))
      .flatMap((document) =>
        codeOf(document)
          .filter((code) => /^[a-z][\w-]*(?:\/[\w-]+)*\.tsx?$/.test(code) && !/^(?:src|test|scripts)\//.test(code))
          .map((code) => ({ from: document.path, file: join(document.path, '..', code) })),
      );
    expect(beside.length).toBeGreaterThan(20);
    expect(
      beside.filter(({ file }) => !existsSync(join(root, file))).map(({ from, file }) => `${from}: ${file}`),
    ).toEqual([]);
  });

  test('show pictures that load quickly', () => {
    const pictures = links.filter(({ path }) => path.endsWith('.png'));
    expect(pictures.length).toBeGreaterThan(3);
    for (const { path } of pictures) expect(statSync(join(root, path)).size, path).toBeLessThan(200 * 1024);
  });

  test('lie where a reader of the index finds them', () => {
    const linked = new Set(
      ['README.md', 'docs/README.md', 'docs/decisions/README.md'].flatMap((path) =>
        linksOf(readDocument(path)).map((link) => link.path),
      ),
    );
    const pages = documents.map(({ path }) => path).filter((path) => path.startsWith('docs/') && !isFolder(path));
    expect(pages.filter((path) => !linked.has(path) && path !== 'docs/README.md')).toEqual([]);
  });
});

describe('the workflows', () => {
  const read = (name: string) => readFileSync(join(root, '.github/workflows', name), 'utf8');
  const [ci, release] = [read('ci.yml'), read('release.yml')];
  const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = '']) => first);

  test.each([
    ['ci.yml', ci, ['electron-age', 'package']],
    ['release.yml', release, ['package']],
  ])('run only commands, scripts and packages that exist: %s', (_, workflow, expected) => {
    const commands = found(workflow, /\bnpm run ([\w:-]+)/g);
    expect(commands).toEqual(expect.arrayContaining(expected));
    expect(commands.filter((command) => !Object.hasOwn(manifest.scripts, command))).toEqual([]);
    const scripts = found(workflow, /\bnode (scripts\/\S+)/g);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !existsSync(join(root, script)))).toEqual([]);
    // Each order is one that the script takes: it throws at a word or a switch that it does not know.
    const orders = found(workflow, /\bnpm run package -- (.+)$/gm);
    expect(orders.length).toBeGreaterThan(0);
    for (const order of orders) expect(() => readOrder(order.split(' '), 'linux'), order).not.toThrow();
  });

  test('ask npm test only for parts and files that there are', async () => {
    const { default: config } = await import(join(root, 'vitest.config.ts'));
    const projects = config.test.projects.map((project: { test: { name: string } }) => project.test.name);
    const asked = found(ci, /\bnpm test -- (.+)$/gm).map((words) => planOf(words.trim().split(' '), projects));
    expect(asked.length).toBeGreaterThan(3);
    const files = asked.flatMap(({ stages, vitestArguments }) =>
      vitestArguments.map((word) => `test/${stages.join('/')}/${word}.test.ts`),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('take every file that is built for people, by the ending that it has', () => {
    const taken = found(release, /^ +dist\/\*(\.[\w.]+)$/gm);
    const built = [...Object.values(endings), '.AppImage', '.tar.gz', '.blockmap', '.yml', '.cdx.json'];
    expect(new Set(taken)).toEqual(new Set(built));
    // One of each name: what differs from system to system would be written over.
    expect(taken.filter((ending) => ending === '.cdx.json')).toHaveLength(1);
  });

  test('name every secret and variable that a release needs, and the page of releases names them too', () => {
    const page = readDocument('docs/contributing/releasing.md').text;
    const named = found(release, /\$\{\{ (?:secrets|vars)\.(\w+) \}\}/g);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const needed = ['linux', 'win32', 'darwin'].flatMap((system) => variablesFor(system as NodeJS.Platform));
    expect(needed.filter((name) => !release.includes(name))).toEqual([]);
  });

  test('may only read, but for the one job that makes the draft, and name the major version of each action', () => {
    for (const workflow of [ci, release]) {
      const uses = found(workflow, /\buses: (\S+)/g);
      expect(uses.length).toBeGreaterThan(0);
      expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([]);
      expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    }
    expect(ci).not.toMatch(/\bwrite\b/);
    const [before = '', draft = ''] = release.split(/^ {2}draft:$/m);
    expect(before).not.toMatch(/\bwrite\b/);
    expect(draft.match(/\bwrite\b/g)).toEqual(['write']);
    expect(draft).toMatch(/^ {4}permissions:\n {6}contents: write$/m);
    // Code of strangers never runs where the keys are.
    expect(release).not.toContain('pull_request');
  });

  test('run on the three systems', () => {
    const systems = ['ubuntu-', 'macos-latest', 'windows-latest'];
    for (const workflow of [ci, release]) expect(systems.filter((system) => !workflow.includes(system))).toEqual([]);
  });
});

/** What the words of `npm run package` leave in `dist/`, where that is not the word itself. */
const endings = { deb: '.deb', rpm: '.rpm', nsis: '.exe', msi: '.msi', dmg: '.dmg', zip: '.zip', pkg: '.pkg' };
