/** An export is never written into what lies in its place already: in a folder of many it may be somebody else's. */
import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportTrail } from '../../../../src/main/app/audit/audit-export.ts';

test.skipIf(process.platform === 'win32')('a link beside the file leads nowhere', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-export-'));
  const [path, foreign] = [join(folder, 'out.csv'), join(folder, 'foreign')];
  writeFileSync(foreign, 'of somebody else');
  symlinkSync(foreign, `${path}.partial`);
  expect(await exportTrail(join(folder, 'none'), path, 'csv')).toBe(0);
  expect(readFileSync(foreign, 'utf8')).toBe('of somebody else');
  expect(readFileSync(path, 'utf8')).toContain('seq');
  expect(existsSync(`${path}.partial`)).toBe(false);
});
