/** Which Chromium the interface tests ran in. */
import { expect, test } from 'vitest';
import { chromiumInWords } from '../../../scripts/chromium-version.mjs';

test.each([
  ['156.0.8078.108', '156.0.8078.100', ', as Electron 45.4.1 has it (156.0.8078.100).'],
  ['158.0.8100.1', '156.0.8078.100', ', newer than that of Electron 45.4.1 (156.0.8078.100).'],
  ['99.0.1.1', '156.0.8078.100', ', older than that of Electron 45.4.1 (156.0.8078.100).'],
  ['156.0.8078.108', null, '.'],
])('Chromium %s beside %s', (found, shipped, words) => {
  expect(chromiumInWords({ found, shipped, electron: '45.4.1' })).toBe(
    `The interface tests run in Chromium ${found}${words}`,
  );
});

test('a browser that does not tell', () => {
  expect(chromiumInWords({ found: null, shipped: '156.0.8078.100', electron: '45.4.1' })).toContain('does not say');
});
