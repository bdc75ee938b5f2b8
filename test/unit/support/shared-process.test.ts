/** What keeps files of tests apart that share a process, and what has to come before all else in a file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../support/documents.ts';

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, folder, path), 'utf8') }));

const firstImport = (text: string) => /^import .*$/m.exec(text)?.[0];

describe('unit tests share a process', () => {
  const mocking = filesIn('test/unit').filter(({ text }) => /^vi\.(mock|doMock)\(/m.test(text));

  test('so that a file with another module in the place of one begins and ends with nothing loaded', () => {
    expect(mocking.length).toBeGreaterThan(3);
    const isKeptApart = (text: string) =>
      /^vi\.hoisted\(\(\) => vi\.resetModules\(\)\);$/m.test(text) &&
      /^afterAll\(\(\) => void vi\.resetModules\(\)\);$/m.test(text);
    expect(mocking.filter(({ text }) => !isKeptApart(text)).map(({ path }) => path)).toEqual([]);
  });

  test('and none of them derives keys quickly', () => {
    expect(filesIn('test/unit').filter(({ text }) => /^import .*\/quick-(keys|program)/m.test(text))).toEqual([]);
  });
});

describe('quick keys', () => {
  const quick = ['test/integration', 'test/e2e'].map((folder) => filesIn(folder));
  const isQuick = ({ text }: { text: string }) => /^import '.*\/quick-(keys|program)\.ts';$/m.test(text);

  test('are there before all else of a file, so that no side of it has taken the long derivation', () => {
    const used = quick.flat().filter(isQuick);
    expect(used.length).toBeGreaterThan(3);
    const late = used.filter(({ text }) => !/\/quick-(keys|program)\.ts';$/.test(firstImport(text) ?? ''));
    expect(late.map(({ path }) => path)).toEqual([]);
  });

  test('are in some files of each kind of tests and not in others, in which every round is done', () => {
    for (const files of quick) expect(files.filter((file) => !isQuick(file)).length).toBeGreaterThan(10);
    const names = (files: typeof quick) => files.flat().map(({ path }) => path);
    const everyRound = names(quick.map((files) => files.filter((file) => !isQuick(file))));
    expect(everyRound).toEqual(
      expect.arrayContaining([
        'sigma/signed-claims.test.ts',
        'standins/sigma-refusals.test.ts',
        'standins/sigma-connections.test.ts',
        'sign-in.test.ts',
        'patterns.test.ts',
        'packaged-app.test.ts',
      ]),
    );
  });
});
