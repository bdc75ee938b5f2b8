import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFile } from '../../../src/main/log/log-file.ts';
import { readNewestOfLog } from '../../../src/main/log/read-log.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'log-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('what was logged is read back, the newest file first', async () => {
  const file = createLogFile({ directory, maxBytes: 40 });
  for (let number = 1; number <= 6; number += 1) {
    file.write(`line ${number} of a log`);
    await file.flush();
  }
  const read = await readNewestOfLog(directory, 10_000);
  expect(read.map(({ name }) => name)).toEqual(
    ['sightglass.log', 'sightglass.1.log', 'sightglass.2.log', 'sightglass.3.log'].slice(0, read.length),
  );
  expect(read[0]?.text).toContain('line 6 of a log\n');
});

test('of a log that is too long the newest whole lines are read', async () => {
  await writeFile(join(directory, 'sightglass.log'), 'first line\nsecond line 🙂\nthird line\n');
  await writeFile(join(directory, 'sightglass.1.log'), 'older\n');
  expect(await readNewestOfLog(directory, 24)).toEqual([
    { name: 'sightglass.log', text: 'third line\n' },
    { name: 'sightglass.1.log', text: 'older\n' },
  ]);
  expect(await readNewestOfLog(directory, 11)).toEqual([{ name: 'sightglass.log', text: 'third line\n' }]);
});

test('a log that is not there is none', async () => {
  expect(await readNewestOfLog(join(directory, 'gone'), 1_000)).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'a pipe in the place of the log is left out, and not waited for',
  async () => {
    execFileSync('mkfifo', [join(directory, 'sightglass.log')]);
    await writeFile(join(directory, 'sightglass.1.log'), 'older\n');
    expect(await readNewestOfLog(directory, 1_000)).toEqual([{ name: 'sightglass.1.log', text: 'older\n' }]);
  },
);
