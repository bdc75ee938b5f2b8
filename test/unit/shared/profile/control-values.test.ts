/** One text for the values of a control: as it is typed, and as a URL holds it. */
import { describe, expect, test } from 'vitest';
import {
  decodeValues,
  encodeValues,
  joinValues,
  percentEncoded,
  splitValues,
} from '../../../../src/shared/profile/control-values.ts';

describe('the values of a control as one text', () => {
  test.each<[string, string[]]>([
    ['', ['']],
    ['West', ['West']],
    ['West,North', ['West', 'North']],
    [',', ['', '']],
    ['Smith\\, John,Doe', ['Smith, John', 'Doe']],
    ['C:\\dir', ['C:\\dir']],
    ['ends in \\\\,next', ['ends in \\', 'next']],
    [' spaced , out ', [' spaced ', ' out ']],
    ['“quoted” ünïcödé & #', ['“quoted” ünïcödé & #']],
  ])('%j is %j', (text, values) => {
    expect(splitValues(text)).toEqual(values);
  });

  test('come back as they were, whatever is in them', () => {
    const pieces = ['', 'a', ',', '\\', ' ', '%', '&', '+', '=', '#', '"', 'é', '💡', ':null'];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 3_000; round += 1) {
      const value = () => Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join('');
      const values = Array.from({ length: 1 + random(4) }, value);
      expect(splitValues(joinValues(values))).toEqual(values);
      expect(decodeValues(encodeValues(joinValues(values)), decodeURIComponent)).toBe(joinValues(values));
    }
  });
});

describe('the values of a control in a URL', () => {
  test('have plain commas between them, and encoded ones in them', () => {
    expect(encodeValues('West,Smith\\, John')).toBe('West,Smith%2C%20John');
    expect(decodeValues('West,Smith%2C%20John', decodeURIComponent)).toBe('West,Smith\\, John');
  });

  test('keep the colons of ranges and of special values', () => {
    expect(encodeValues('min:1,max:5')).toBe('min:1,max:5');
    expect(encodeValues(':empty')).toBe(':empty');
  });

  test('hold a sign in place of half of a pair', () => {
    expect(percentEncoded('a\ud800b')).toBe('a%EF%BF%BDb');
    expect(percentEncoded('💡')).toBe(encodeURIComponent('💡'));
  });
});
