/** Which versions of Node are accepted. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  checkNodeForReleases,
  checkNodeVersion,
  nodeVersionBuildsReleases,
  nodeVersionIsSupported,
} from '../../../scripts/node-version.mjs';

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

  test.each([
    ['20.20.2', false],
    ['22.11.9', false],
    ['22.12.0', true],
    ['24.0.0', true],
  ])('%s builds releases: %s, as what downloads Electron asks', (version, builds) => {
    expect(nodeVersionBuildsReleases(version)).toBe(builds);
    const asks = JSON.parse(readFileSync('node_modules/@electron/get/package.json', 'utf8')).engines.node;
    expect(asks).toBe('>=22.12.0');
    if (!builds) expect(() => checkNodeForReleases(version)).toThrow(/22\.12 or newer.*this is Node/);
  });

  test('agrees with package.json', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(engines.node).toBe('^20.19.0 || ^22.12.0 || >=24.0.0');
  });
});
