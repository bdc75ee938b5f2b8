/** What a load asks Sigma for: the options of the workbook, the place of the person, and the app itself. */
import { describe, expect, test } from 'vitest';
import {
  addressOf,
  appearanceOf,
  controlsOf,
  type EmbedParameters,
  parametersOf,
  unsignedUrl,
} from '../../../../src/shared/profile/embed-parameters.ts';
import { hideable, usualOptions, type WorkbookOptions } from '../../../../src/shared/profile/workbook-options.ts';

const url = 'https://app.sigmacomputing.com/org/workbook/Trips-1';
const light = appearanceOf(false, 'en');
const withOptions = (options: Partial<WorkbookOptions>): WorkbookOptions => ({ ...usualOptions, ...options });
const parameters = (options: Partial<WorkbookOptions>) => parametersOf(withOptions(options), {}, light);

describe('the parameters of a load', () => {
  test('ask for the menu, and follow the app, unless something else is set', () => {
    expect(parameters({})).toEqual({ menu_position: 'top', theme: 'Light', lng: 'en' });
    expect(parametersOf(usualOptions, {}, appearanceOf(true, 'en')).theme).toBe('Dark');
  });

  test('leave the language out where Sigma cannot have it', () => {
    expect(parametersOf(usualOptions, {}, appearanceOf(false, 'pseudo'))).not.toHaveProperty('lng');
  });

  test.each<[string, Partial<WorkbookOptions>, EmbedParameters]>([
    ['the workbook’s own theme', { theme: { kind: 'workbook' } }, { menu_position: 'top', lng: 'en' }],
    ['a theme', { theme: { kind: 'named', name: 'Surface' } }, { menu_position: 'top', theme: 'Surface', lng: 'en' }],
    ['Sigma’s choice of language', { language: { kind: 'sigma' } }, { menu_position: 'top', theme: 'Light' }],
    [
      'a language',
      { language: { kind: 'named', tag: 'pt-BR', variant: 'formal' } },
      { menu_position: 'top', theme: 'Light', lng: 'pt-BR', lng_variant: 'formal' },
    ],
    ['a bookmark', { bookmark: 'b1' }, { menu_position: 'top', theme: 'Light', lng: 'en', bookmark: 'b1' }],
    [
      'a menu without some of its parts',
      { menuPosition: 'bottom', hide: ['save_as', 'send'] },
      { menu_position: 'bottom', hide_save_as: true, hide_send: true, theme: 'Light', lng: 'en' },
    ],
    [
      'no menu: hiding it too would say nothing, hiding what is not in it does',
      { menuPosition: 'none', hide: ['menu', 'tooltip'] },
      { menu_position: 'none', hide_tooltip: true, theme: 'Light', lng: 'en' },
    ],
  ])('for %s', (_what, options, expected) => {
    expect(parameters(options)).toEqual(expected);
  });

  test('can hide whatever Sigma can hide', () => {
    const all = parameters({ hide: [...hideable] });
    expect(Object.keys(all).filter((name) => name.startsWith('hide_'))).toEqual(hideable.map((part) => `hide_${part}`));
  });

  test('never ask for a height that follows the content', () => {
    expect(parameters({})).not.toHaveProperty('responsive_height');
  });
});

describe('where the person is goes before what the workbook opens with', () => {
  const options = withOptions({ bookmark: 'b1', controls: [{ id: 'Region', value: 'West' }] });
  const at = (place: Parameters<typeof parametersOf>[1]) => ({
    ...parametersOf(options, place, { theme: null, language: null }),
    controls: controlsOf(options, place),
  });

  test('but where nothing is known of the person', () => {
    expect(at({})).toEqual({ menu_position: 'top', bookmark: 'b1', controls: options.controls });
  });

  test('for an exploration, which holds its own values', () => {
    expect(at({ explore: 'k1' })).toEqual({ menu_position: 'top', explore: 'k1', controls: [] });
  });

  test('for another bookmark, which holds its own values', () => {
    expect(at({ bookmark: 'b2' })).toEqual({ menu_position: 'top', bookmark: 'b2', controls: [] });
  });

  test('for a bookmark that was left', () => {
    expect(at({ bookmark: null })).toEqual({ menu_position: 'top', controls: [] });
  });

  test('for control values', () => {
    const controls = [{ id: 'Region', value: 'North' }];
    expect(at({ controls })).toEqual({ menu_position: 'top', bookmark: 'b1', controls: [] });
    expect(at({ controls: [{ id: 'Year', value: '2016' }] }).controls).toEqual(options.controls);
    expect(at({ explore: 'k1', controls })).toEqual({ menu_position: 'top', explore: 'k1', controls: [] });
  });

  test('for another address', () => {
    const workbook = { url, options: withOptions({ page: 'p1' }) };
    expect(addressOf(workbook, {})).toBe(`${url}/page/p1`);
    expect(addressOf(workbook, { address: `${url}/edit` })).toBe(`${url}/edit`);
  });
});

describe('the address of a load', () => {
  test.each<[Partial<WorkbookOptions>, string]>([
    [{}, url],
    [{ page: 'p1' }, `${url}/page/p1`],
    [{ element: 'e 1/2' }, `${url}/element/e%201%2F2`],
    [{ tag: 'QA Testing', page: 'Zürich' }, `${url}/tag/QA%20Testing/page/Z%C3%BCrich`],
  ])('with %j', (options, expected) => {
    expect(addressOf({ url, options: withOptions(options) }, {})).toBe(expected);
  });

  test('has no doubled slash', () => {
    expect(addressOf({ url: `${url}/`, options: withOptions({ page: 'p1' }) }, {})).toBe(`${url}/page/p1`);
    expect(addressOf({ url: `${url}/`, options: usualOptions }, {})).toBe(`${url}/`);
  });
});

test('the URL of a preview has everything but the token', () => {
  const options = withOptions({ page: 'p1', controls: [{ id: 'Region', value: 'West,North' }] });
  expect(unsignedUrl({ url, options }, light)).toBe(
    `${url}/page/p1?:embed=true&:menu_position=top&:theme=Light&:lng=en&Region=West,North`,
  );
});
