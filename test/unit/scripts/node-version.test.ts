/** Which versions of Node are accepted. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkNodeVersion, nodeVersionIsSupported } from '../../../scripts/node-version.mjs';

describe('Node versions', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '22.99.1', '24.0.0', '25.1.0', '100.0.0'])('accepts %s', (version) => {
    expect(nodeVersionIsSupported(version)).toBe(true);
  });

  test.each(['18.20.0', '20.18.3', '21.7.0', '22.11.0', '23.11.0'])('refuses %s', (version) => {
    expect(nodeVersionIsSupported(version)).toBe(false);
  });

  test('says which versions would do', () => {
    expect(() => checkNodeVersion('18.0.0')).toThrow(/20\.19\+, 22\.12\+ or 24\+; this is Node 18\.0\.0/);
  });

  test('agrees with package.json', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(engines.node).toBe('^20.19.0 || ^22.12.0 || >=24.0.0');
  });
});
