/** Whether the certificate of Windows bears the name that updates have to bear. How files are signed: test/packages. */
import { expect, test } from 'vitest';
import { isNameIn } from '../../../../scripts/package/sign-windows.mjs';

test.each([
  ['/CN=Acme', 'Acme'],
  ['/C=DE/O=Acme/CN=Acme, Inc./emailAddress=a@b.example', 'Acme, Inc.'],
  ['CN=Acme\\, Inc., O=Acme, C=DE', 'Acme, Inc.'],
  ['C = DE, CN = Acme Ltd', 'Acme Ltd'],
])('%s is called %s', (subject, name) => {
  expect(isNameIn(subject, name)).toBe(true);
});

test.each([
  ['/CN=Acme, Inc.', 'Acme'],
  ['/O=Acme/CN=Other', 'Acme'],
  ['/CN=Acme2', 'Acme'],
  ['/OU=SCN=Acme', 'Acme'],
  ['', 'Acme'],
])('%s is not called %s', (subject, name) => {
  expect(isNameIn(subject, name)).toBe(false);
});
