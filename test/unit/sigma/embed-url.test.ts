/** The address of a signed workbook. */
import { describe, expect, test } from 'vitest';
import { embedUrl, LONGEST_EMBED_URL, requireTakenLength, withControls } from '../../../src/main/sigma/embed-url.ts';
import { type EmbedParameters, LONGEST_UNSIGNED_URL } from '../../../src/shared/profile/embed-parameters.ts';
import type { ControlValue } from '../../../src/shared/profile/workbook-options.ts';

const workbook = 'https://app.sigmacomputing.com/org/workbook/Trips-6w2cUiJl';

const signed = (parameters: EmbedParameters, controls: ControlValue[] = []) =>
  embedUrl({ workbookUrl: workbook, jwt: 'h.p.s', parameters, controls });

const controlsOf = (values: Record<string, string>) => Object.entries(values).map(([id, value]) => ({ id, value }));

describe('embed URL', () => {
  test('is the published URL, the embed flag and the token', () => {
    expect(embedUrl({ workbookUrl: workbook, jwt: 'h.p.s' })).toBe(`${workbook}?:embed=true&:jwt=h.p.s`);
  });

  test('appends unsigned parameters with their colon', () => {
    expect(signed({ hide_menu: true, menu_position: 'none', explore: 'k1' })).toBe(
      `${workbook}?:embed=true&:jwt=h.p.s&:hide_menu=true&:menu_position=none&:explore=k1`,
    );
  });

  test('encodes values but leaves the commas of multi-values', () => {
    expect(signed({ theme: 'Dark & calm,Light' })).toBe(
      `${workbook}?:embed=true&:jwt=h.p.s&:theme=Dark%20%26%20calm,Light`,
    );
  });

  test('lets no value add a parameter of its own', () => {
    const url = new URL(signed({ bookmark: 'x&:jwt=other#y' }));
    expect(url.searchParams.getAll(':jwt')).toEqual(['h.p.s']);
    expect(url.hash).toBe('');
  });

  test('carries control values without a prefix, after Sigma’s own parameters and in their order', () => {
    const controls = [
      { id: 'Region', value: 'West,North' },
      { id: 'Customer Id', value: '' },
      { id: 'Zürich & #1', value: 'a+b=100%,“x”\\, y' },
      { id: 'Dates', value: 'min:2016-01-01,max:2016-02-01' },
      { id: 'Nothing', value: ':null' },
    ];
    const url = signed({ menu_position: 'top' }, controls);
    expect(url).toBe(
      `${workbook}?:embed=true&:jwt=h.p.s&:menu_position=top&Region=West,North&Customer%20Id=` +
        '&Z%C3%BCrich%20%26%20%231=a%2Bb%3D100%25,%E2%80%9Cx%E2%80%9D%2C%20y&Dates=min:2016-01-01,max:2016-02-01&Nothing=:null',
    );
    const query = [...new URL(url).searchParams];
    expect(query.slice(3).map(([name]) => name)).toEqual(controls.map(({ id }) => id));
    expect(new URL(url).hash).toBe('');
  });

  test('lets no control add a parameter of its own', () => {
    const url = new URL(signed({}, [{ id: 'a&:jwt', value: 'b&:jwt=other#c' }]));
    expect(url.searchParams.getAll(':jwt')).toEqual(['h.p.s']);
    expect(url.searchParams.get('a&:jwt')).toBe('b&:jwt=other#c');
  });

  test('is built from any text, even from half of a pair', () => {
    expect(signed({ bookmark: '\ud800' }, [{ id: '\udc00', value: '\ud800' }])).toContain(
      '&:bookmark=%EF%BF%BD&%EF%BF%BD=%EF%BF%BD',
    );
  });

  test('leaves out what is not wanted', () => {
    expect(signed({ ...({ explore: undefined } as object), bookmark: 'b1' })).toBe(
      `${workbook}?:embed=true&:jwt=h.p.s&:bookmark=b1`,
    );
  });
});

describe('the length of an embed URL', () => {
  const ofLength = (length: number) => `${workbook}?:jwt=`.padEnd(length, 'x');

  test('is what web servers take by default, to the byte', () => {
    expect(LONGEST_EMBED_URL).toBe(8 * 1024);
    const longest = ofLength(8_192);
    expect(requireTakenLength(longest, 3)).toBe(longest);
    expect(() => requireTakenLength(ofLength(8_193), 3)).toThrow(
      expect.objectContaining({
        code: 'embed_url_too_long',
        values: { length: 8_193, limit: 8_192, connections: 3 },
      }),
    );
  });

  test('leaves room for a token where the rest is as long as a profile may have it', () => {
    expect(LONGEST_EMBED_URL - LONGEST_UNSIGNED_URL).toBeGreaterThanOrEqual(2_000);
  });

  test('is counted in bytes', () => {
    expect(() => requireTakenLength(ofLength(8_191).replace('Trips', 'Trips\u00e9'), 1)).toThrow(
      expect.objectContaining({ code: 'embed_url_too_long', values: expect.objectContaining({ length: 8_193 }) }),
    );
  });
});

describe('the values of controls', () => {
  const url = `${workbook}?:embed=true&:jwt=h.p.s`;

  test('stand in the URL as they are called, several of one with plain commas', () => {
    expect(withControls(url, controlsOf({ Region: 'West,North & South', 'My control': 'a=b' }))).toBe(
      `${url}&My%20control=a%3Db&Region=West,North%20%26%20South`,
    );
  });

  test.each([':jwt', ' :jwt', ':embed', '', '\ud800'])('of a page that calls one %j are left out', (id) => {
    expect(withControls(url, controlsOf({ [id]: 'x' }))).toBe(url);
  });

  test('that are too long for a server are left out, and the others stay', () => {
    const taken = withControls(url, controlsOf({ long: 'x'.repeat(LONGEST_EMBED_URL), short: 'y' }));
    expect(taken).toBe(`${url}&short=y`);
  });
});
