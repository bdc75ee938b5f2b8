/** Nothing in the main process writes or resizes a picture by itself, which would hold everything else meanwhile. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../../src/main');
/** The icon of the program at a file that is dragged and in the notification area: small, and seldom. */
const allowed = ['downloads-wiring.ts: .resize(', 'notifications-wiring.ts: .resize('];

test('only small icons are resized, and no picture is encoded by Electron', () => {
  const found = readdirSync(main, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\.(?:toPNG|toJPEG|toDataURL|resize)\(/g)].map(
        ([call]) => `${relative(main, file)}: ${call}`,
      ),
    );
  expect(found.toSorted()).toEqual(allowed);
});
