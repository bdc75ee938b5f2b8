/** Links into the program are read strictly: anybody can write one. */
import { describe, expect, test } from 'vitest';
import {
  isOpenLink,
  isPlaced,
  MOST_LINK_VALUES,
  nowhere,
  type OpenLink,
  parseOpenLink,
  writeOpenLink,
} from '../../../src/shared/open-link.ts';

const link = (parts: Partial<Omit<OpenLink, 'place'>> & Partial<OpenLink['place']> = {}): OpenLink => {
  const { profile = null, workbook = null, ...place } = parts;
  return { profile, workbook, place: { ...nowhere, ...place } };
};

describe('a link that is followed', () => {
  test.each<[string, OpenLink]>([
    ['sightglass://open', link()],
    ['sightglass://open/', link()],
    ['sightglass://open?profile=Finance', link({ profile: 'Finance' })],
    ['SightGlass://open?workbook=abc', link({ workbook: 'abc' })],
    [
      'sightglass://open/?profile=Finance%20EMEA&workbook=Umsatz+f%C3%BCr%20%22Q3%22',
      link({ profile: 'Finance EMEA', workbook: 'Umsatz für "Q3"' }),
    ],
    // The same letters, composed otherwise.
    ['sightglass://open?workbook=Umsatz%20fu%CC%88r', link({ workbook: 'Umsatz für' })],
    ['sightglass://open?profile=%20Finance%20', link({ profile: 'Finance' })],
    [`sightglass://open?profile=${'x'.repeat(200)}`, link({ profile: 'x'.repeat(200) })],
    ['sightglass://open?workbook=a&page=p_1-B', link({ workbook: 'a', page: 'p_1-B' })],
    ['sightglass://open?workbook=a&bookmark=9f8e', link({ workbook: 'a', bookmark: '9f8e' })],
    ['sightglass://open?workbook=a&c.Region=West', link({ workbook: 'a', controls: { Region: 'West' } })],
    [
      'sightglass://open?c.Region=West%2CNorth&c.Since=min:1&workbook=a',
      link({ workbook: 'a', controls: { Region: 'West,North', Since: 'min:1' } }),
    ],
    // An empty value empties the control. What every object has is a name like any other.
    ['sightglass://open?workbook=a&c.Region=', link({ workbook: 'a', controls: { Region: '' } })],
    ['sightglass://open?workbook=a&c.constructor=x', link({ workbook: 'a', controls: { constructor: 'x' } as never })],
    // A name of ours after the mark is the name of a control.
    ['sightglass://open?workbook=a&c.page=b', link({ workbook: 'a', controls: { page: 'b' } })],
    ['sightglass://open?workbook=a&c.c.x=1', link({ workbook: 'a', controls: { 'c.x': '1' } })],
    // A joiner where a script needs one.
    [
      'sightglass://open?workbook=a&c.City=%D9%85%DB%8C%E2%80%8C%D8%AE',
      link({ workbook: 'a', controls: { City: 'می\u200cخ' } }),
    ],
  ])('%s', (address, expected) => {
    expect(parseOpenLink(address)).toEqual(expected);
  });
});

const many = (count: number) => Array.from({ length: count }, (_, at) => `&c.C${at}=1`).join('');

describe('a link that is not', () => {
  test.each([
    [`sightglass://open?profile=${'x'.repeat(4_000)}`, 'tooLong'],
    [`sightglass://open?profile=${'x'.repeat(201)}`, 'characters'],
    ['https://open?profile=Finance', 'unreadable'],
    ['sightglass', 'unreadable'],
    ['', 'unreadable'],
    ['sightglass:open?profile=Finance', 'command'],
    ['sightglass:///open', 'command'],
    ['sightglass://import?file=/etc/passwd', 'command'],
    ['sightglass://open.example/?profile=Finance', 'command'],
    ['sightglass://open/elsewhere', 'command'],
    ['sightglass://ada:secret@open', 'command'],
    ['sightglass://open:99', 'command'],
    ['sightglass://open#profile', 'command'],
    ['sightglass://open?profile=a&url=https://example.com', 'parameter'],
    ['sightglass://open?Profile=a', 'parameter'],
    ['sightglass://open?__proto__=a', 'parameter'],
    ['sightglass://open?profile=a&profile=b', 'parameter'],
    ['sightglass://open?profile=', 'characters'],
    ['sightglass://open?profile=%20', 'characters'],
    ['sightglass://open?profile=a%0Ab', 'characters'],
    ['sightglass://open?profile=a%00', 'characters'],
    ['sightglass://open?profile=%E2%80%AEecnaniF', 'characters'],
    ['sightglass://open?workbook=a%E2%80%8Bb', 'characters'],
    ['sightglass://open?workbook=%FF', 'characters'],
    // Sigma's own parameters, by whatever door.
    ['sightglass://open?workbook=a&:jwt=b', 'parameter'],
    ['sightglass://open?workbook=a&:embed=false', 'parameter'],
    ['sightglass://open?workbook=a&c.:jwt=b', 'characters'],
    ['sightglass://open?workbook=a&c.%3Ajwt=b', 'characters'],
    ['sightglass://open?workbook=a&c.%20:theme=b', 'characters'],
    ['sightglass://open?workbook=a&c.=b', 'characters'],
    ['sightglass://open?workbook=a&Region=b', 'parameter'],
    ['sightglass://open?workbook=a&C.Region=b', 'parameter'],
    ['sightglass://open?workbook=a&c.Region=b&c.Region=c', 'parameter'],
    ['sightglass://open?workbook=a&page=p&page=q', 'parameter'],
    ['sightglass://open?workbook=a&element=e', 'parameter'],
    ['sightglass://open?workbook=a&tag=t', 'parameter'],
    // Nothing that leads elsewhere once it is part of an address.
    ['sightglass://open?workbook=a&page=..', 'characters'],
    ['sightglass://open?workbook=a&page=.%2E', 'characters'],
    ['sightglass://open?workbook=a&page=p%2F..%2Fadmin', 'characters'],
    ['sightglass://open?workbook=a&page=p%253Fx', 'characters'],
    ['sightglass://open?workbook=a&page=p%3F:jwt=x', 'characters'],
    ['sightglass://open?workbook=a&page=', 'characters'],
    [`sightglass://open?workbook=a&page=${'p'.repeat(257)}`, 'characters'],
    ['sightglass://open?workbook=a&bookmark=b%26:explore=x', 'characters'],
    ['sightglass://open?workbook=a&bookmark=:x', 'characters'],
    // Values that read as others, and more of them than anybody reads.
    ['sightglass://open?workbook=a&c.Region=%E2%80%AEtseW', 'characters'],
    ['sightglass://open?workbook=a&c.Region=We%E2%80%8Bst', 'characters'],
    ['sightglass://open?workbook=a&c.Region=a%0Ab', 'characters'],
    ['sightglass://open?workbook=a&c.Reg%E2%80%8Bion=West', 'characters'],
    ['sightglass://open?workbook=a&c.Region=%FF', 'characters'],
    [`sightglass://open?workbook=a&c.Region=${'x'.repeat(501)}`, 'values'],
    [`sightglass://open?workbook=a&c.${'x'.repeat(257)}=1`, 'characters'],
    [`sightglass://open?workbook=a${many(MOST_LINK_VALUES + 1)}`, 'values'],
    // A place in no workbook.
    ['sightglass://open?page=p', 'place'],
    ['sightglass://open?profile=a&bookmark=b', 'place'],
    ['sightglass://open?profile=a&c.Region=West', 'place'],
  ])('%s', (address, fault) => {
    expect(parseOpenLink(address)).toBe(fault);
  });

  test('but one with as many values as may be is', () => {
    expect(parseOpenLink(`sightglass://open?workbook=a${many(MOST_LINK_VALUES)}`)).toBeTypeOf('object');
  });
});

describe('a link that is written', () => {
  test.each<OpenLink>([
    link(),
    link({ profile: 'R&D "EMEA" (50 %)', workbook: "Ada's = best?" }),
    link({
      workbook: 'a',
      page: 'p1',
      bookmark: 'b-2',
      controls: { Region: 'West,North', 'a=b&c': 'x + y\\,z', Since: '' },
    }),
    link({ workbook: 'Übersicht 売上', controls: { Größe: '👍' } }),
  ])('is read as it was meant, and needs no quotes on a command line: %j', (wanted) => {
    const written = writeOpenLink(wanted);
    expect(parseOpenLink(written ?? '')).toEqual(wanted);
    expect(written).toMatch(/^[\w:/?&=.%~-]+$/);
  });

  test.each<[string, OpenLink]>([
    ['a name too long', link({ profile: 'x'.repeat(201) })],
    ['a value too long', link({ workbook: 'a', controls: { Region: 'x'.repeat(501) } })],
    [
      'all together too long',
      link({ workbook: 'a', controls: Object.fromEntries(['A', 'B', 'C'].map((id) => [id, '売'.repeat(400)])) }),
    ],
    ['half of a pair', link({ workbook: 'a', controls: { Region: '\ud800' } })],
    ['a parameter of Sigma', link({ workbook: 'a', controls: { ':jwt': 'x' } })],
    ['a value that would be read as another one', link({ workbook: 'a', controls: { Region: 'u\u0308' } })],
    ['values without a workbook', link({ controls: { Region: 'West' } })],
  ])('is none where it would not be followed: %s', (_name, wanted) => {
    expect(writeOpenLink(wanted)).toBeNull();
  });
});

test('a link is placed by each of its parts', () => {
  expect(isPlaced(nowhere)).toBe(false);
  const parts = [{ page: 'a' }, { element: 'a' }, { tag: 'a' }, { bookmark: 'a' }, { controls: { A: '' } }];
  expect(parts.map((part) => isPlaced({ ...nowhere, ...part }))).toEqual(parts.map(() => true));
});

test('whatever begins with the scheme is a link, and nothing else', () => {
  expect(['sightglass:', ' SIGHTGLASS://x', 'sightglass://open" --x'].map(isOpenLink)).toEqual([true, true, true]);
  expect(['--import-env=sightglass:', '/sightglass:', 'sightglass', ''].map(isOpenLink)).toEqual(Array(4).fill(false));
});
