import tls from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { systemTrust } from '../../../src/main/net/system-trust.ts';
import { authority } from '../../support/inspection.ts';

const canList = 'getCACertificates' in tls;
afterEach(() => {
  if (!canList) Reflect.deleteProperty(tls, 'getCACertificates');
});

test('further authorities make something to trust beyond what Node knows', async () => {
  expect(await systemTrust([authority])).not.toBeNull();
});

test('what is no certificate at all is a failure', async () => {
  await expect(systemTrust([null as unknown as string])).rejects.toThrow();
});

// Node before 22.15 cannot list the system's authorities, in any of its threads.
test.skipIf(canList)('without a list of the system there is nothing beyond what Node knows', async () => {
  expect(await systemTrust([])).toBeNull();
});

test.skipIf(canList)('a list that the other thread cannot read is a failure, and not an empty list', async () => {
  Reflect.set(tls, 'getCACertificates', () => []);
  await expect(systemTrust([authority])).rejects.toThrow('getCACertificates');
});
