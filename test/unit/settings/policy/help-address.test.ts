/** Which addresses of an administrator lead people to help, and how they are shown. */
import { describe, expect, test } from 'vitest';
import { isHelpAddress, isHelpName, shownHelpAddress } from '../../../../src/main/settings/policy/help-address.ts';

describe('an address for help', () => {
  test.each([
    'https://help.example.com/sightglass?team=data#chat',
    'HTTPS://help.example.com',
    'https://hilfe.beispiel.de:8443/',
    'mailto:help@example.com',
    'MAILTO:help+sightglass@example.com',
    'mailto:help@example.com?subject=Sightglass%20on%20my%20computer',
  ])('is taken: %s', (address) => {
    expect(isHelpAddress(address)).toBe(true);
  });

  test.each([
    '',
    'help.example.com',
    'help@example.com',
    'http://help.example.com/',
    'https://',
    'https://ada@help.example.com/',
    'https://ada:secret@help.example.com/',
    'https://help.example.com/\u202egpj',
    ' https://help.example.com/',
    'https://help.example.com/a b',
    `https://help.example.com/${'a'.repeat(1_000)}`,
    'mailto:',
    'mailto:help',
    'mailto://help@example.com',
    'mailto:help@example.com,all@example.com',
    'mailto:help@example.com?to=all@example.com',
    'mailto:help@example.com?cc=all@example.com',
    'mailto:help@example.com?attach=/etc/passwd',
    'mailto:help@example.com?body=x',
    'mailto:help@example.com?subject=a&subject=b',
    'mailto:help@example.com?subject=a%0D%0ABcc:all@example.com',
    'mailto:help@example.com%0D%0ABcc:all@example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'tel:+1234',
    'ms-msdt:/id',
    'sightglass://open?profile=Finance',
  ])('is not taken: %s', (address) => {
    expect(isHelpAddress(address)).toBe(false);
  });

  test('is shown as people read it', () => {
    expect(shownHelpAddress('mailto:help@example.com?subject=Sightglass')).toBe('help@example.com');
    expect(shownHelpAddress('https://help.example.com/sightglass')).toBe('https://help.example.com/sightglass');
    // A name that looks like another one is shown as what it is.
    expect(shownHelpAddress('https://hеlp.example.com/')).toBe('https://xn--hlp-rdd.example.com/');
  });
});

test.each([
  ['IT service desk', true],
  ['Дежурная служба', true],
  ['', false],
  [' ', false],
  ['IT ', false],
  ['IT\ndesk', false],
  ['IT\u202eksed', false],
  ['a'.repeat(61), false],
])('the name %j: %s', (name, isTaken) => {
  expect(isHelpName(name)).toBe(isTaken);
});
