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
