import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { PRODUCT } from '../../../src/main/app/updates/description.ts';
import { APP_ID, setAppId } from '../../../src/main/shell/app-id.ts';

test('is the one that the installers write into shortcuts, and that updates are signed for', () => {
  expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toContain(`\nappId: ${APP_ID}\n`);
  expect(APP_ID).toBe(PRODUCT);
});

test.each(['win32', 'linux', 'darwin'] as const)('is told to Windows alone: %s', (platform) => {
  const told: string[] = [];
  setAppId({ setAppUserModelId: (id) => void told.push(id) }, platform);
  expect(told).toEqual(platform === 'win32' ? [APP_ID] : []);
});
