/** How a workbook opens: what may be asked for, and how it is stored. */
import { describe, expect, test } from 'vitest';
import { Workbook, WorkbookDraft } from '../../../../src/shared/profile/profile.ts';
import { hideable, usualOptions, WorkbookOptions } from '../../../../src/shared/profile/workbook-options.ts';

const id = '1c9f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c12';
const stored = { id, title: 'Trips', url: 'https://app.sigmacomputing.com/org/workbook/Trips-1' };
const draft = { ...stored, id: null };
const faultsOf = (options: unknown) =>
  WorkbookOptions.safeParse(options).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('how a workbook opens', () => {
  test('is with the menu on top, and with the theme and the language of the app, unless something else is set', () => {
    expect(usualOptions).toEqual({
      menuPosition: 'top',
      hide: [],
      theme: { kind: 'app' },
      language: { kind: 'app' },
      page: null,
      element: null,
      tag: null,
      bookmark: null,
      controls: [],
    });
    expect(WorkbookDraft.parse(draft).options).toEqual(usualOptions);
  });

  test.each<[string, object, string[]]>([
    [
      'a menu elsewhere',
      { menuPosition: 'left' },
      ['menuPosition: Invalid option: expected one of "top"|"bottom"|"none"'],
    ],
    ['a theme without a name', { theme: { kind: 'named', name: ' ' } }, ['theme.name: missing']],
    [
      'a theme that nobody can see',
      { theme: { kind: 'named', name: 'Da\u200brk' } },
      ['theme.name: unusableCharacters'],
    ],
    [
      'the name of a language',
      { language: { kind: 'named', tag: 'English', variant: null } },
      ['language.tag: notALanguage'],
    ],
    ['a page and an element', { page: 'p', element: 'e' }, ['element: pageAndElement']],
    ['a way out of the path', { page: '..' }, ['page: unusableCharacters']],
    ['another way out of the path', { tag: '.' }, ['tag: unusableCharacters']],
    ['a bookmark of two words', { bookmark: 'a b' }, ['bookmark: spaces']],
    ['a control without an id', { controls: [{ id: ' ', value: 'x' }] }, ['controls.0.id: missing']],
    ['a parameter of Sigma', { controls: [{ id: ':jwt', value: 'x' }] }, ['controls.0.id: startsWithColon']],
    [
      'a parameter of Sigma after a space',
      { controls: [{ id: ' :jwt', value: 'x' }] },
      ['controls.0.id: startsWithColon'],
    ],
    ['half of a pair', { controls: [{ id: 'a', value: '\ud800' }] }, ['controls.0.value: unusableCharacters']],
    ['a line break', { controls: [{ id: 'a', value: 'x\ny' }] }, ['controls.0.value: unusableCharacters']],
    [
      'a control twice',
      {
        controls: [
          { id: 'a', value: '1' },
          { id: 'b', value: '1' },
          { id: 'a', value: '2' },
        ],
      },
      ['controls.2.id: controlTwice'],
    ],
  ])('refuses %s', (_what, options, faults) => {
    expect(faultsOf(options)).toEqual(faults);
  });

  test('takes control values and ids of any language, with anything that a URL has to encode', () => {
    const controls = [
      { id: 'Région du Nord', value: 'Île-de-France,"x" & #+%=' },
      { id: '地域', value: '' },
      { id: 'emoji', value: '👩‍💻' },
      { id: '__proto__', value: ':null' },
    ];
    expect(WorkbookOptions.parse({ controls }).controls).toEqual(controls);
  });

  test('takes a custom theme, case and all, and a tag of two words', () => {
    const options = { theme: { kind: 'named', name: 'Acme Night' }, tag: 'QA Testing' };
    expect(WorkbookOptions.parse(options)).toMatchObject(options);
  });
});

describe('a stored workbook', () => {
  test('of an earlier version opens as usual', () => {
    expect(Workbook.parse(stored)).toEqual({ ...stored, options: usualOptions });
    expect(Workbook.parse({ ...stored, options: null }).options).toEqual(usualOptions);
    expect(Workbook.parse({ ...stored, options: { hide: ['menu'] } }).options).toEqual({
      ...usualOptions,
      hide: ['menu'],
    });
  });

  test('comes back as it was set', () => {
    const options = WorkbookOptions.parse({
      menuPosition: 'bottom',
      hide: [...hideable],
      theme: { kind: 'workbook' },
      language: { kind: 'named', tag: 'pt-BR', variant: 'formal' },
      element: 'chart 1',
      tag: 'Production',
      bookmark: 'b1',
      controls: [{ id: 'Region', value: 'West' }],
    });
    const json = JSON.parse(JSON.stringify(Workbook.parse({ ...stored, options })));
    expect(Workbook.parse(json).options).toEqual(options);
  });

  test('does without what only a later version knows', () => {
    const later = { menuPosition: 'left', hide: ['menu', 'sparkles'], wallpaper: 'blue', page: 'p1' };
    expect(Workbook.parse({ ...stored, options: later }).options).toEqual({
      ...usualOptions,
      hide: ['menu'],
      page: 'p1',
    });
    // A form or a file that says so is wrong, and is told.
    expect(WorkbookDraft.safeParse({ ...draft, options: { hide: ['sparkles'] } }).success).toBe(false);
  });

  test('may have an address that a new one may not have', () => {
    const url = 'https://app.sigmacomputing.com/embed/1-abc';
    expect(Workbook.parse({ ...stored, url }).url).toBe(url);
    expect(WorkbookDraft.safeParse({ ...draft, url }).error?.issues).toMatchObject([
      { path: ['url'], message: 'legacyEmbed' },
    ]);
  });
});

describe('a workbook whose values make its address too long for any token', () => {
  const long = (length: number) => [{ id: 'a', value: 'é'.repeat(length) }];

  test('is refused before anybody signs in', () => {
    const url = `${stored.url}${'x'.repeat(1_500)}`;
    expect(WorkbookDraft.safeParse({ ...draft, url, options: { controls: long(800) } }).error?.issues).toMatchObject([
      { path: ['options', 'controls'], message: 'addressTooLong' },
    ]);
    expect(WorkbookDraft.safeParse({ ...draft, url, options: { controls: long(600) } }).success).toBe(true);
  });

  test('is found to be so even where a value cannot be encoded', () => {
    expect(WorkbookDraft.safeParse({ ...draft, options: { controls: [{ id: 'a', value: '\ud800' }] } }).success).toBe(
      false,
    );
  });
});
