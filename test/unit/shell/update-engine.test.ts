/** What the program costs at its start must not grow by what is needed a few times a year. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refuseRedirects } from '../../../src/main/shell/update-engine.ts';

const source = join(import.meta.dirname, '../../../src');
const imports = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) =>
    readFileSync(join(source, name), 'utf8')
      .split('\n')
      .filter((line) => /\bfrom '|\bimport\('/.test(line))
      .map((line) => ({ file: name.replaceAll('\\', '/'), line: line.trim() })),
  );
const isForTypes = ({ line }: { line: string }) => line.startsWith('import type ');
const isLater = ({ line }: { line: string }) => line.includes('await import(');

test('electron-updater is loaded by one file, when there is something to fetch', () => {
  const found = imports.filter(({ line }) => /'electron-updater/.test(line));
  expect(new Set(found.map(({ file }) => file))).toEqual(new Set(['main/shell/update-engine.ts']));
  expect(found.filter((one) => !isForTypes(one) && !isLater(one))).toEqual([]);
  const engine = imports.filter(({ line }) => line.includes('/update-engine.ts'));
  expect(engine.some(isLater)).toBe(true);
  expect(engine.filter((one) => !isForTypes(one) && !isLater(one))).toEqual([]);
});

test('no request of the updater follows a redirect, whatever the library asks for', () => {
  const made: unknown[] = [];
  const executor = { createRequest: (options: Record<string, unknown>) => made.push(options) };
  refuseRedirects(executor);
  executor.createRequest({ path: '/x', redirect: 'manual' });
  expect(made).toEqual([{ path: '/x', redirect: 'error' }]);
});
