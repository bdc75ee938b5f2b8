/** A workbook in the set-up form: addresses that are pasted or typed, and how it opens in fields and back. */
import { describe, expect, test } from 'vitest';
import { addressNoteLines, optionsSummary } from '../../../src/renderer/set-up/address-words.ts';
import { checkForm } from '../../../src/renderer/set-up/check-form.ts';
import { emptyForm } from '../../../src/renderer/set-up/form-values.ts';
import {
  emptyControl,
  emptyWorkbook,
  optionsOf,
  settledWorkbook,
  withAddress,
  workbookDraft,
  workbookValues,
} from '../../../src/renderer/set-up/workbook-values.ts';
import { hideable, usualOptions, WorkbookOptions } from '../../../src/shared/profile/workbook-options.ts';
import { en } from '../../../src/shared/text/en.ts';

const trips = 'https://app.sigmacomputing.com/org/workbook/Trips-a1';
const w1 = '1c9f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c12';
const fares = 'https://app.sigmacomputing.com/org/workbook/Fares-b2';
const stored = (options: object = {}) =>
  workbookValues({ id: w1, title: 'Mine', url: trips, options: WorkbookOptions.parse(options) });

const everything = {
  menuPosition: 'bottom',
  hide: [...hideable],
  theme: { kind: 'named', name: 'Acme Night' },
  language: { kind: 'named', tag: 'pt-BR', variant: 'formal' },
  page: 'p1',
  element: null,
  tag: 'Production',
  bookmark: 'b1',
  controls: [
    { id: 'Region', value: 'West,North' },
    { id: 'Empty', value: '' },
  ],
};

describe('how a workbook opens', () => {
  test.each([
    {},
    everything,
    { theme: { kind: 'workbook' }, language: { kind: 'sigma' }, element: 'e1' },
    { theme: { kind: 'named', name: 'Surface' } },
    { theme: { kind: 'named', name: 'app' }, language: { kind: 'named', tag: 'de', variant: null } },
    { theme: { kind: 'named', name: 'custom' } },
    { theme: { kind: 'named', name: 'dark' } },
  ])('comes back from the fields as it was: %j', (options) => {
    expect(workbookDraft(stored(options)).options).toEqual(WorkbookOptions.parse(options));
  });

  test('leaves out rows in which nothing was entered, and keeps a value without an id, which is a mistake', () => {
    const controls = [emptyControl(), { ...emptyControl(), value: ' ' }, { ...emptyControl(), id: 'a' }];
    expect(optionsOf({ ...emptyWorkbook(), controls }).controls).toEqual([
      { id: '', value: ' ' },
      { id: 'a', value: '' },
    ]);
  });

  test('is one line of what is set', () => {
    expect(optionsSummary(emptyWorkbook(), en)).toBe('As usual, with the menu on top');
    expect(optionsSummary(stored(everything), en)).toBe(
      'Page p1 · Version Production · Bookmark b1 · Menu at the bottom · 9 parts hidden · Theme Acme Night · ' +
        'Language pt-BR · 2 control values',
    );
    expect(
      optionsSummary(stored({ menuPosition: 'none', theme: { kind: 'workbook' }, language: { kind: 'sigma' } }), en),
    ).toBe('No menu · The workbook’s own theme · Language as Sigma chooses');
  });
});

describe('an address', () => {
  test('that is pasted fills the fields, names the workbook, and says what it brought', () => {
    const { values, note } = withAddress(
      emptyWorkbook(),
      `${trips}/page/p1/edit?Region=West&Empty=&:hide_send=true&:hide_menu=false&:theme=Dark&:jwt=secret.secret`,
      true,
    );
    expect(values).toMatchObject({ title: 'Trips', url: trips, page: 'p1', themeChoice: 'Dark', hide: ['send'] });
    expect(values.controls).toMatchObject([
      { id: 'Region', value: 'West' },
      { id: 'Empty', value: '' },
    ]);
    expect(note && addressNoteLines(note, en)).toEqual([
      'Taken from the address: Page p1, Hidden: Send, Not hidden: The whole menu, Theme Dark, Region = West and Empty = nothing.',
      'Not used: /edit. A workbook opens for viewing; people edit it from its menu.',
      'Not used: :jwt. Every load is signed anew.',
    ]);
    expect(JSON.stringify([values, note])).not.toContain('secret');
  });

  test('says what it brought in short, and nothing that turns the sentence around', () => {
    const { note } = withAddress(
      emptyWorkbook(),
      `${trips}?%E2%80%AERegion=${'W'.repeat(80)}&:bookmark=%E2%80%AEb1&%3A%E2%80%AEodd=1`,
      true,
    );
    expect(note && addressNoteLines(note, en)).toEqual([
      `Taken from the address: Bookmark b1 and Region = ${'W'.repeat(60)}….`,
      'Not used: :odd. Sigma has no such parameter that we know.',
    ]);
  });

  test('of another workbook takes what belonged to the earlier one away, and says so', () => {
    const { values, note } = withAddress(stored(everything), `${fares}?City=Berlin`, true);
    expect(values).toMatchObject({
      title: 'Mine',
      url: fares,
      page: '',
      tag: '',
      bookmark: '',
      menuPosition: 'bottom',
    });
    expect(values.controls).toMatchObject([{ id: 'City', value: 'Berlin' }]);
    expect(note && addressNoteLines(note, en)).toEqual([
      'Taken from the address: City = Berlin.',
      'Page, version, bookmark and control values of the earlier workbook were removed.',
    ]);
    expect(withAddress(stored(everything), fares, true).note).toMatchObject({ isCleared: true });
    expect(withAddress(stored(), fares, true).note).toBeNull();
  });

  test('of the same workbook changes what it names, and keeps the rows of its controls', () => {
    const before = stored(everything);
    const { values, note } = withAddress(before, `${trips}/element/e1?Region=South`, true);
    expect(values).toMatchObject({ page: '', element: 'e1', tag: 'Production', bookmark: 'b1' });
    expect(values.controls).toEqual([{ ...before.controls[0], value: 'South' }, before.controls[1]]);
    expect(note).toMatchObject({ isCleared: false });
  });

  test('that is left after typing keeps what other fields hold', () => {
    expect(withAddress(stored(everything), fares)).toMatchObject({ values: { url: fares, page: 'p1' }, note: null });
    const half = stored(everything);
    expect(withAddress(half, 'https:/', false)).toEqual({ values: { ...half, url: 'https:/' }, note: null });
  });

  test('that nobody left yet is taken apart when the form is saved, and so is one of an earlier version', () => {
    const entered = { ...stored(), url: `${trips}/page/p1?Region=West` };
    expect(settledWorkbook(entered)).toMatchObject({ url: trips, page: 'p1', controls: [{ id: 'Region' }] });
    const plain = stored(everything);
    expect(settledWorkbook(plain)).toBe(plain);
    const { draft } = checkForm({ ...emptyForm(), workbooks: [entered] }, en);
    expect(draft).toBeNull();
    const { problems } = checkForm({ ...emptyForm(), workbooks: [entered] }, en);
    expect([...problems.keys()].filter((field) => field.startsWith('workbooks'))).toEqual([]);
  });
});

describe('what is wrong with how a workbook opens stands at its field', () => {
  const problemsOf = (values: object) => {
    const workbook = { ...stored(), ...values };
    const { problems } = checkForm({ ...emptyForm(), workbooks: [workbook] }, en);
    return Object.fromEntries([...problems].filter(([field]) => field.startsWith('workbooks.')));
  };
  const row = (key: string, id: string, value = 'x') => ({ key, id, value });

  test.each([
    [{ themeChoice: 'custom', themeName: ' ' }, { [`workbooks.${w1}.options.theme.name`]: 'Enter a name.' }],
    [
      { languageChoice: 'named', language: 'German' },
      { [`workbooks.${w1}.options.language.tag`]: 'Enter a language code, such as de or pt-BR.' },
    ],
    [{ page: 'p', element: 'e' }, { [`workbooks.${w1}.options.element`]: 'Enter either a page or an element.' }],
    [
      { controls: [row('k0', '', ''), row('k1', ':jwt'), row('k2', 'a'), row('k3', 'a')] },
      {
        [`workbooks.${w1}.options.controls.k1.id`]: 'The ID of a control does not start with a colon.',
        [`workbooks.${w1}.options.controls.k3.id`]: 'Another row has a value for this control already.',
      },
    ],
    [{ controls: [row('k1', ' ')] }, { [`workbooks.${w1}.options.controls.k1.id`]: 'Enter the control ID.' }],
    [
      { controls: [1, 2, 3, 4].map((n) => row(`k${n}`, `c${n}`, 'x'.repeat(1_900))) },
      {
        [`workbooks.${w1}.options.controls`]:
          'Together these values make the address longer than web servers take. Leave some out.',
      },
    ],
    [{ url: 'https://app.sigmacomputing.com/embed/1-abc' }, { [`workbooks.${w1}.url`]: en.fieldFaults.legacyEmbed }],
    [{ url: 'https://app.sigmacomputing.com/acme' }, { [`workbooks.${w1}.url`]: en.fieldFaults.organisationHome }],
    [{}, {}],
  ])('%j', (values, problems) => {
    expect(problemsOf(values)).toEqual(problems);
  });

  test('stands nowhere in a form that was filled from what is usual', () => {
    expect(optionsOf(emptyWorkbook())).toEqual(usualOptions);
  });
});
