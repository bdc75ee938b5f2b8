// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates in code that is read here, not run
/** Every sentence for people stands in the texts, and every language has all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providerTemplates } from '../../../src/shared/providers/catalog.ts';
import { en } from '../../../src/shared/text/en.ts';
import { format, listText, placeholdersOf, plural } from '../../../src/shared/text/format.ts';
import { languageOf, languages, loadText } from '../../../src/shared/text/languages.ts';
import { pseudo } from '../../../src/shared/text/pseudo.ts';
import { inErrors, inInterface, inTemplates, textsIn } from '../../support/sentences.ts';
import { entriesOf } from '../../support/texts.ts';

const root = join(import.meta.dirname, '../../..');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`);

const found = (files: readonly string[], rules: Parameters<typeof textsIn>[1]): string[] =>
  files.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8');
    return textsIn(code, rules, file.endsWith('x') ? 'tsx' : 'ts').map(({ line, text }) => `${file}:${line} ${text}`);
  });

describe('no sentence stands in code', () => {
  test('in the interface', () => {
    expect(found(filesIn('src/renderer'), [inInterface])).toEqual([]);
  });

  test('in errors', () => {
    expect(found(filesIn('src'), [inErrors])).toEqual([]);
  });

  test('in menus and dialogs', () => {
    expect(found(filesIn('src/main/shell'), [inTemplates])).toEqual([]);
  });

  test.each([
    ['a text', '<p>Reload the workbook</p>', ['Reload the workbook']],
    ['a single word', '<Button>Reload</Button>', ['Reload']],
    ['a choice', "<p>{isOpen ? 'Open' : `${name} closed`}</p>", ['Open', 'closed']],
    ['an attribute', '<Button aria-label="Close"><CloseIcon /></Button>', ['Close']],
    ['an attribute that is put together', '<Button aria-label={`Remove ${name}`} />', ['Remove']],
    ['a member', "<Choice options={[{ value: 'embed', label: 'Embed user' }]} />", ['Embed user']],
    ['a sentence in a variable', "const hint = 'Stored in the keychain.';", ['Stored in the keychain.']],
    ['something said', "announce('Copied');", ['Copied']],
    ['no code', '<p className="fine print" data-testid="the place">{text.a}</p>', []],
    ['no comparison', "<p>{state === 'signed in' ? text.a : text.b}</p>", []],
    ['no value', '<p>{format(text.signIn.signInTo, { connection })}</p>', []],
    ['no name', '<h1>Sightglass</h1>', []],
  ])('in the interface, where it finds %s', (_, code, texts) => {
    expect(textsIn(code, [inInterface]).map(({ text }) => text)).toEqual(texts);
  });

  test.each([
    ["new AppError('offline', 'The network is gone.')", ['The network is gone.']],
    ["new AppError('offline', `The ${name} is gone.`)", ['The', 'is gone.']],
    ["new AppError('offline', { reason: 'said', said: 'The network is gone.' })", ['The network is gone.']],
    ["new AppError('offline', { reason: 'said', said })", []],
    ["new AppError('renewal_unavailable', { reason: 'notGiven', scope: 'offline_access' })", []],
  ])('in errors: %s', (code, texts) => {
    expect(textsIn(code, [inErrors]).map(({ text }) => text)).toEqual(texts);
  });

  test.each([
    ["const items = [{ label: '&File', role: 'fileMenu' }]", ['&File']],
    [
      "dialog.showMessageBox({ message: 'It failed', buttons: ['Try again', 'Quit'] })",
      ['It failed', 'Try again', 'Quit'],
    ],
    ['const items = [{ label: text.menu.file }]', []],
  ])('in menus and dialogs: %s', (code, texts) => {
    expect(textsIn(code, [inTemplates]).map(({ text }) => text)).toEqual(texts);
  });
});

describe('every language', () => {
  const english = entriesOf(en).filter(([path]) => path !== 'locale');

  test.each(languages)('%s has the texts of English, with the same values', async (language) => {
    const own = new Map(entriesOf(await loadText(language)));
    for (const [path, text] of english) {
      const translated = own.get(path);
      expect(translated?.trim(), path).toBeTruthy();
      const values = placeholdersOf(translated ?? '').sort();
      // In a text for one thing the number may be left out, or be there: in French it also stands for none.
      const others = placeholdersOf(own.get(path.replace(/\.one$/, '.other')) ?? '').sort();
      if (path.endsWith('.one')) expect(others, path).toEqual(expect.arrayContaining(values));
      else expect(values, path).toEqual(placeholdersOf(text).sort());
    }
    expect([...own.keys()].sort()).toEqual(
      entriesOf(en)
        .map(([path]) => path)
        .sort(),
    );
  });

  test.each(languages)('%s names the region that the system prefers, and only one of its own language', async (one) => {
    const { locale } = await loadText(one);
    const language = languageOf(locale);
    expect((await loadText(one, ['xx-XX', `${language}-XY`, locale])).locale).toBe(`${language}-XY`);
    expect((await loadText(one, ['xx-XX'])).locale).toBe(locale);
  });

  test('no text stands beside its braces', () => {
    for (const [path, text] of english) expect(text.replaceAll(/\{\w+\}/g, ''), path).not.toMatch(/[{}]/);
  });
});

describe('the language made by machine', () => {
  test('lengthens and accents every text, and keeps its values', () => {
    const text = pseudo('Sign in to {connection}');
    expect(text).toMatch(/^\[Šîĝñ îñ ţö \{connection\}.+\]$/);
    const longer = format(text, { connection: 'Databricks' }).length;
    expect(longer / 'Sign in to Databricks'.length).toBeGreaterThanOrEqual(1.25);
  });

  test('leaves no letter of English', () => {
    expect(
      pseudo('The quick brown fox jumps over the lazy dog. THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG.'),
    ).not.toMatch(/[a-z]/i);
  });
});

describe('values in texts', () => {
  test('lists and numbers of things are those of the language', () => {
    expect(listText(['A', 'B', 'C'], 'en-GB')).toBe('A, B and C');
    expect(listText(['A', 'B', 'C'], 'de')).toBe('A, B und C');
    const files = { one: 'One file', other: '{count} files' };
    expect([0, 1, 2].map((count) => format(plural(files, count, 'en'), { count }))).toEqual([
      '0 files',
      'One file',
      '2 files',
    ]);
    expect(plural(files, 0, 'fr')).toBe('One file');
  });
});

test('every scope and every step of a provider has its text', () => {
  for (const { kind, scopes, steps } of Object.values(providerTemplates)) {
    const texts = en.providers[kind];
    expect(scopes.map(({ name }) => name).sort(), kind).toEqual(Object.keys(texts.scopes).sort());
    expect(steps.map(({ name }) => name).sort(), kind).toEqual(Object.keys(texts.steps).sort());
  }
});
