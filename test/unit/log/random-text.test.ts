/** Text that nobody wrote, by what it is made of. What it means for the log is in redact.test.ts. */
import { expect, test } from 'vitest';
import { holdsRandomText, withoutRandomText } from '../../../src/main/log/random-text.ts';

const hidden = (text: string) => withoutRandomText(text, '#');

test.each([
  ['three kinds that change all the time', 'aB3dE6gH9jK2mN5pQ8sT1vW4', '#'],
  ['one character less', 'aB3dE6gH9jK2mN5pQ8sT1vW', 'aB3dE6gH9jK2mN5pQ8sT1vW'],
  ['32 hexadecimal digits', '0a1b2c3d4e5f60718293a4b5c6d7e8f9', '#'],
  ['hexadecimal digits in few changes', 'aaaabbbbccccddddeeeeffff11112345', '#'],
  ['nine different characters', 'aB1cD2eF3aB1cD2eF3aB1cD2eF3', 'aB1cD2eF3aB1cD2eF3aB1cD2eF3'],
  ['ten different characters', 'aB1cD2eF3gB1cD2eF3aB1cD2eF3', '#'],
  ['three numbers in one piece', 'abcdefgh1abcdefg2abcdefgh3abcdefghijklm', '#'],
  ['two numbers in one piece', 'abcdefgh1abcdefgh2abcdefghijklmnopqrstu', 'abcdefgh1abcdefgh2abcdefghijklmnopqrstu'],
  ['words with capitals', 'getElementsAndCreateGrantServices', 'getElementsAndCreateGrantServices'],
  ['words with an abbreviation', 'parseXMLHttpRequestHeaderValues', 'parseXMLHttpRequestHeaderValues'],
  ['an id', '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11', '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11'],
  [
    'an id between what is random',
    'aB3dE6gH9jK2/0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11/aB3dE6gH9jK2',
    'aB3dE6gH9jK2/0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11/aB3dE6gH9jK2',
  ],
  ['pieces with short words between them', '/x/aB3dE6gH9/cb/jK2mN5pQ8/v-w/sT1vW4yZ7/word', '/x/#/word'],
  ['pieces with long words between them', 'aB3dE6gH9jK2/somewhere/mN5pQ8sT1vW4', 'aB3dE6gH9jK2/somewhere/mN5pQ8sT1vW4'],
  [
    'a random piece among names',
    'createGrantServices/findConnectionOfProfile/aB3dE6gH9jK2mN5pQ8sT1vW4/parseHeadersOfResponse/storedConnectionSettings',
    'createGrantServices/findConnectionOfProfile/#/parseHeadersOfResponse/storedConnectionSettings',
  ],
  ['pieces with eight letters between them', 'aB3dE6gH9jK2/abcdefgh/mN5pQ8sT1vW4', '#'],
  [
    'pieces with nine letters between them',
    'aB3dE6gH9jK2/abcdefghi/mN5pQ8sT1vW4',
    'aB3dE6gH9jK2/abcdefghi/mN5pQ8sT1vW4',
  ],
  [
    'pieces with two words of nine letters in all between them',
    'aB3dE6gH9jK2/abcd/efghi/mN5pQ8sT1vW4',
    'aB3dE6gH9jK2/abcd/efghi/mN5pQ8sT1vW4',
  ],
  ['words in front and behind', 'first-word/aB3dE6gH9jK2/mN5pQ8sT1vW4/last-word', 'first-word/#/last-word'],
  [
    'an id behind what is random',
    'aB3dE6gH9jK2mN5pQ8sT1vW4/0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11',
    '#/0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11',
  ],
  ['what only looks like an id', 'x0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11', '#'],
  [
    'two kinds that change in every third place',
    'abcdEfghIjkl-mnopQrstUvwx-abcdEfghIjkl',
    'abcdEfghIjkl-mnopQrstUvwx-abcdEfghIjkl',
  ],
  ['two kinds that change in every second place', 'abCdEfGhIjKl-mnOpQrStUvWx', '#'],
  [
    'fewer changes than a third, of three kinds',
    'aBcdeFghi1jkl-mnopQrst2-uvwxYzab',
    'aBcdeFghi1jkl-mnopQrst2-uvwxYzab',
  ],
  ['a change in every third place, of three kinds', 'abcDef1ghI-jkl2mnOpq3rs-tuVwx4yzA', '#'],
  ['capitals that begin words', 'ABcdEFghIJklMNopQRstUVwx', '#'],
  ['capitals in a row', 'ABCDEF-GHIJKL-MNOPQR-STUVWX', 'ABCDEF-GHIJKL-MNOPQR-STUVWX'],
  ['digits in a row', '20241121-231347-123456-7890', '20241121-231347-123456-7890'],
  ['two stretches', 'aB3dE6gH9jK2mN5pQ8sT1vW4/between-the-two/aB3dE6gH9jK2mN5pQ8sT1vW4', '#/between-the-two/#'],
  [
    'percent-encoded letters of a language',
    'Stra%C3%9Fe%20f%C3%BCr%20M%C3%BCller',
    'Stra%C3%9Fe%20f%C3%BCr%20M%C3%BCller',
  ],
  ['percent-encoded dividers', 'aB3dE6gH9%2FjK2mN5pQ8%2BsT1vW4', '#'],
  ['escaped dividers', String.raw`aB3dE6gH9\/jK2mN5pQ8\u002bsT1vW4`, '#'],
])('%s', (_, text, expected) => {
  expect(hidden(text)).toBe(expected);
  expect(hidden(`(${text}) (${text})`)).toBe(`(${expected}) (${expected})`);
  expect(holdsRandomText(text)).toBe(expected !== text);
});
