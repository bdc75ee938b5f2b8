/** The address of a signed workbook. */
import { describe, expect, test } from 'vitest';
import {
  buildEmbedUrl,
  LONGEST_EMBED_URL,
  requireTakenLength,
  withControls,
} from '../../../src/main/sigma/embed-url.ts';

const workbook = 'https://app.sigmacomputing.com/org/workbook/Trips-6w2cUiJl';

describe('embed URL', () => {
  test('is the published URL, the embed flag and the token', () => {
    expect(buildEmbedUrl(workbook, 'h.p.s')).toBe(`${workbook}?:embed=true&:jwt=h.p.s`);
  });

  test('appends unsigned parameters with their colon', () => {
    expect(buildEmbedUrl(workbook, 'h.p.s', { hide_menu: true, menu_position: 'none', explore: 'k1' })).toBe(
      `${workbook}?:embed=true&:jwt=h.p.s&:hide_menu=true&:menu_position=none&:explore=k1`,
    );
  });

  test('encodes values but leaves the commas of multi-values', () => {
    expect(buildEmbedUrl(workbook, 'h.p.s', { theme: 'Dark & calm,Light' })).toBe(
      `${workbook}?:embed=true&:jwt=h.p.s&:theme=Dark%20%26%20calm,Light`,
    );
  });

  test('lets no value add a parameter of its own', () => {
    const url = new URL(buildEmbedUrl(workbook, 'h.p.s', { bookmark: 'x&:jwt=other#y' }));
    expect(url.searchParams.getAll(':jwt')).toEqual(['h.p.s']);
    expect(url.hash).toBe('');
  });

  test('leaves out what is not wanted', () => {
    expect(buildEmbedUrl(workbook, 'h.p.s', { ...({ explore: undefined } as object), bookmark: 'b1' })).toBe(
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

  test('is counted in bytes', () => {
    expect(() => requireTakenLength(ofLength(8_191).replace('Trips', 'Trips\u00e9'), 1)).toThrow(
      expect.objectContaining({ code: 'embed_url_too_long', values: expect.objectContaining({ length: 8_193 }) }),
    );
  });
});

describe('the values of controls', () => {
  const url = `${workbook}?:embed=true&:jwt=h.p.s`;

  test('stand in the URL as they are called, several of one with plain commas', () => {
    expect(withControls(url, { Region: 'West,North & South', 'My control': 'a=b' })).toBe(
      `${url}&My%20control=a%3Db&Region=West,North%20%26%20South`,
    );
  });

  test.each([':jwt', ' :jwt', ':embed', '', '\ud800'])('of a page that calls one %j are left out', (id) => {
    expect(withControls(url, { [id]: 'x' })).toBe(url);
  });

  test('that are too long for a server are left out, and the others stay', () => {
    const taken = withControls(url, { long: 'x'.repeat(LONGEST_EMBED_URL), short: 'y' });
    expect(taken).toBe(`${url}&short=y`);
  });
});
