import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

describe('the continuous integration', () => {
  const workflow = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8');

  test('runs only commands and scripts that exist', () => {
    const commands = [...workflow.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, command = '']) => command);
    const scripts = [...workflow.matchAll(/\bnode (scripts\/\S+)/g)].map(([, script = '']) => script);
    expect(commands).toContain('package');
    expect(commands.filter((command) => !Object.hasOwn(manifest.scripts, command))).toEqual([]);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !existsSync(join(root, script)))).toEqual([]);
  });

  test('may only read, and names the major version of each action', () => {
    const uses = [...workflow.matchAll(/\buses: (\S+)/g)].map(([, action = '']) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(action))).toEqual([]);
    expect(workflow.match(/^permissions:\n {2}contents: read\n\n/m)).not.toBeNull();
    expect(workflow.match(/\bwrite\b/)).toBeNull();
  });

  test('runs on the three systems', () => {
    expect(['ubuntu-latest', 'macos-latest', 'windows-latest'].filter((system) => !workflow.includes(system))).toEqual(
      [],
    );
  });
});
