/** Links into the program are read strictly: anybody can write one. */
import { describe, expect, test } from 'vitest';
import { isOpenLink, parseOpenLink } from '../../../src/shared/open-link.ts';

describe('a link that is followed', () => {
  test.each([
    ['sightglass://open', { profile: null, workbook: null }],
    ['sightglass://open/', { profile: null, workbook: null }],
    ['sightglass://open?profile=Finance', { profile: 'Finance', workbook: null }],
    ['SightGlass://open?workbook=abc', { profile: null, workbook: 'abc' }],
    [
      'sightglass://open/?profile=Finance%20EMEA&workbook=Umsatz+f%C3%BCr%20%22Q3%22',
      { profile: 'Finance EMEA', workbook: 'Umsatz für "Q3"' },
    ],
    // The same letters, composed otherwise.
    ['sightglass://open?workbook=Umsatz%20fu%CC%88r', { profile: null, workbook: 'Umsatz für' }],
    ['sightglass://open?profile=%20Finance%20', { profile: 'Finance', workbook: null }],
    [`sightglass://open?profile=${'x'.repeat(200)}`, { profile: 'x'.repeat(200), workbook: null }],
  ])('%s', (link, expected) => {
    expect(parseOpenLink(link)).toEqual(expected);
  });
});

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
  ])('%s', (link, fault) => {
    expect(parseOpenLink(link)).toBe(fault);
  });
});

test('whatever begins with the scheme is a link, and nothing else', () => {
  expect(['sightglass:', ' SIGHTGLASS://x', 'sightglass://open" --x'].map(isOpenLink)).toEqual([true, true, true]);
  expect(['--import-env=sightglass:', '/sightglass:', 'sightglass', ''].map(isOpenLink)).toEqual(Array(4).fill(false));
});
