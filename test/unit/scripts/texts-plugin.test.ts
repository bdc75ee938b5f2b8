/** The texts are in the program as JSON, and as they were written. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { asJson, textsAsJson } from '../../../scripts/texts-plugin.mjs';

const exported = async (code: string): Promise<Record<string, unknown>> =>
  import(`data:text/javascript,${encodeURIComponent(code)}`);

test('what people read is what was written, down to its quotes, signs and line ends', async () => {
  const code = `import type { Text } from './en.ts';
    export const de = { greeting: '„Guten Tag“, \\u2028 "it\\'s" \\\\n {name}\\n', many: { one: '{count} Datei', other: '' } } as const;`;
  expect((await exported(await asJson(code, 'de.ts', 'de'))).de).toEqual({
    greeting: '„Guten Tag“, \u2028 "it\'s" \\n {name}\n',
    many: { one: '{count} Datei', other: '' },
  });
});

test('a text that JSON would lose breaks the build', async () => {
  await expect(asJson('export const en = { say: () => 1 };', 'en.ts', 'en')).rejects.toThrow();
  await expect(asJson('export const en = { say: undefined };', 'en.ts', 'en')).rejects.toThrow();
  await expect(asJson('export const en = {}; export const more = 1;', 'en.ts', 'en')).rejects.toThrow();
});

test('no other module is touched', async () => {
  const { transform } = textsAsJson();
  if (typeof transform !== 'function') throw new Error('The plugin has no transform.');
  const ask = (file: string) => transform.call({} as never, 'export const en = { a: 1 };', join(root, file));
  expect(await ask('src/shared/text/format.ts')).toBeNull();
  expect(await ask('src/shared/en.ts')).toBeNull();
  expect(await ask('src/shared/text/en.ts')).toBe('export const en = JSON.parse("{\\"a\\":1}");');
});
