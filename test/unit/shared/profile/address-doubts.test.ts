/** What about an address may make trouble in Sigma. */
import { expect, test } from 'vitest';
import { addressDoubts } from '../../../../src/shared/profile/address-doubts.ts';

const long = (localPart: number, total: number) => {
  const labels = 'd'.repeat(total - localPart - 1 - 4).replace(/.{60}(?=.)/g, (label) => `${label.slice(0, -1)}.`);
  return `${'l'.repeat(localPart)}@${labels}.com`;
};

test.each<[what: string, address: string, doubts: string[]]>([
  ['a usual one', 'ada.moreno@example.com', []],
  ['all that a dot-atom may hold', "a!#$%&'*/=?^_`{|}~-b.c@sub-1.example.co", []],
  ['blanks around it, which are taken off', ' ada@example.com ', []],
  ['a guest of Entra ID', 'ada_example.com#EXT#@contoso.onmicrosoft.com', ['guest']],
  ['a guest, in small letters', 'ada_example.com#ext#@contoso.onmicrosoft.com', ['guest']],
  ['the mark of a guest elsewhere', 'ada#EXT#x@example.com', ['capitals']],
  ['letters outside of ASCII', 'jos\u00e9@example.com', ['letters']],
  ['a domain outside of ASCII', 'ada@b\u00fccher.example', ['letters']],
  ['capitals outside of ASCII', '\u00c9mile@example.com', ['letters', 'capitals']],
  ['254 octets', long(64, 254), []],
  ['255 octets', long(64, 255), ['long']],
  ['64 characters of 65 octets before the sign', `${'l'.repeat(63)}\u00e9@example.com`, ['letters', 'long']],
  ['65 characters before the sign', `${'l'.repeat(65)}@example.com`, ['long']],
  ['a domain without a dot', 'ada@localhost', ['domain']],
  ['a dot at the beginning', '.ada@example.com', ['form']],
  ['a dot before the sign', 'ada.@example.com', ['form']],
  ['two dots in a row', 'ada..moreno@example.com', ['form']],
  ['a quoted name', '"ada"@example.com', ['form']],
  ['brackets', 'ada(x)@example.com', ['form']],
  ['an address of the network in the place of a domain', 'ada@[10.0.0.1]', ['form']],
  ['a hyphen at the end of a label', 'ada@example-.com', ['form']],
  ['an underscore in the domain', 'ada@my_example.com', ['form']],
  ['a dot at the end of the domain', 'ada@example.com.', ['form']],
  ['a plus sign', 'ada+sigma@example.com', ['plus']],
  ['capitals', 'Ada@Example.com', ['capitals']],
  ['several at once', 'Ada+x@localhost', ['domain', 'plus', 'capitals']],
  ['nothing yet', '', []],
  ['half an address', 'Ada+', []],
  ['two addresses', 'Ada@example.com,ben@example.com', []],
  ['white space, which has a fault of its own', 'Ada @example.com', []],
])('%s', (_what, address, doubts) => {
  expect(addressDoubts(address)).toEqual(doubts);
});

test('is found at once, whatever was sent as an address', () => {
  const longest = `${'a'.repeat(160)}@${'a-'.repeat(79)}`;
  expect(addressDoubts(longest)).toEqual(['long', 'domain', 'form']);
});
