import { describe, expect, test } from 'vitest';
import { EmailAddress, word } from '../../../../src/shared/profile/fields.ts';
import { holdsHiddenCharacters, shownName } from '../../../../src/shared/profile/visible-text.ts';

/** Each by its name, so that a failure can be read. */
const hidden: [string, string][] = [
  ['NUL', '\u0000'],
  ['escape', '\u001b'],
  ['delete', '\u007f'],
  ['a C1 control', '\u0085'],
  ['a soft hyphen', '\u00ad'],
  ['a combining grapheme joiner', '\u034f'],
  ['an Arabic letter mark', '\u061c'],
  ['a Hangul filler', '\u3164'],
  ['a Mongolian vowel separator', '\u180e'],
  ['a zero-width space', '\u200b'],
  ['a zero-width non-joiner', '\u200c'],
  ['a zero-width joiner', '\u200d'],
  ['a left-to-right mark', '\u200e'],
  ['a right-to-left mark', '\u200f'],
  ['a left-to-right embedding', '\u202a'],
  ['a right-to-left override', '\u202e'],
  ['a word joiner', '\u2060'],
  ['an invisible separator', '\u2063'],
  ['a left-to-right isolate', '\u2066'],
  ['a pop of isolates', '\u2069'],
  ['a blank braille pattern', '\u2800'],
  ['a variation selector', '\ufe0f'],
  ['a variation selector of the supplement', '\u{e0101}'],
  ['a byte order mark', '\ufeff'],
  ['an interlinear annotation', '\ufff9'],
  ['a noncharacter', '\uffff'],
  ['a tag', '\u{e0041}'],
  ['a private character', '\ue000'],
  ['half of a pair', '\ud83d'],
  ['the other half of a pair', '\ude00'],
  ['a no-break space', '\u00a0'],
  ['an em space', '\u2003'],
  ['an ideographic space', '\u3000'],
  ['a line separator', '\u2028'],
];

describe('an address', () => {
  test.each(hidden)('does not hold %s', (_, character) => {
    const parsed = EmailAddress.safeParse(`ada${character}lovelace@example.com`);
    expect(parsed.error?.issues[0]?.message).toBe('unusableCharacters');
  });

  test.each(['ada@example.com', 'zo\u00eb@b\u00fccher.example', 'o\u2019hara+test@example.com', '\u5f20@example.cn'])(
    'may be %s',
    (address) => {
      expect(EmailAddress.parse(` ${address}\n`)).toBe(address);
    },
  );

  test.each([
    'Ada<ada@example.com>',
    '<ada@example.com>',
    'ben,ada@example.com',
    'ada@example.com,ben',
    'ben;ada@example.com',
  ])('is not %s', (text) => {
    expect(EmailAddress.safeParse(text).error?.issues[0]?.message).toBe('notAnEmail');
  });
});

test.each(hidden)('an id does not hold %s', (_, character) => {
  expect(word(20).safeParse(`0o${character}a1`).success).toBe(false);
  expect(word(20).parse(' 0oa1 ')).toBe('0oa1');
});

describe('a name', () => {
  test.each(hidden)('holds nothing hidden but %s', (_, character) => {
    expect(holdsHiddenCharacters(`Ada${character}`)).toBe(true);
    expect(shownName(`Ada${character}`)).toBe('Ada');
  });

  test.each([
    'Ada Lovelace',
    "Se\u00e1n O'Brien-M\u00fcller",
    '\u738b\u5c0f\u660e',
    '\u0645\u062d\u0645\u062f',
    'e\u0301 \u{1f642}',
  ])('is shown as it is: %s', (name) => {
    expect(holdsHiddenCharacters(name)).toBe(false);
    expect(shownName(name)).toBe(name);
  });

  test('is shown in one line', () => {
    expect(shownName(' Ada \u200b\r\n\tLovelace\u00a0\u202egro.live ')).toBe('Ada Lovelace gro.live');
  });
});
