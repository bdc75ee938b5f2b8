/** The log is printed as it stands, and followed over a change of files, line by line. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemTimers } from '../../../src/main/async/timers.ts';
import { readLog } from '../../../src/main/command-line/follow-log.ts';

let folder: string;
const log = () => join(folder, 'sightglass.log');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function follow(follows: boolean) {
  const pieces: string[] = [];
  const stopping = new AbortController();
  const ended = readLog({
    ...systemTimers,
    folder,
    follows,
    write: async (lines) => void pieces.push(lines),
    signal: stopping.signal,
  });
  return { ended, stop: () => stopping.abort(), text: () => pieces.join(''), pieces };
}

test('the log is printed to its end, with an end for its last line', async () => {
  writeFileSync(log(), 'one\ntwo\nhal');
  const { ended, text } = follow(false);
  await ended;
  expect(text()).toBe('one\ntwo\nhal\n');
});

test('what is added is printed when its line is whole, and so is what a new file holds', async () => {
  writeFileSync(log(), 'one\n');
  const { ended, stop, text, pieces } = follow(true);
  await expect.poll(text).toBe('one\n');
  // A letter of three bytes that comes in two writes.
  const letter = Buffer.from('日\n');
  appendFileSync(log(), letter.subarray(0, 2));
  appendFileSync(log(), letter.subarray(2));
  await expect.poll(text).toBe('one\n日\n');
  // The last line of the old file, and the first of the new one.
  appendFileSync(log(), 'last\n');
  renameSync(log(), join(folder, 'sightglass.1.log'));
  writeFileSync(log(), 'first\n');
  await expect.poll(text).toBe('one\n日\nlast\nfirst\n');
  expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
  stop();
  await ended;
});

test('a new file that is not there yet is waited for', async () => {
  writeFileSync(log(), 'one\n');
  const { ended, stop, text } = follow(true);
  await expect.poll(text).toBe('one\n');
  renameSync(log(), join(folder, 'sightglass.1.log'));
  appendFileSync(join(folder, 'sightglass.1.log'), 'two\n');
  await expect.poll(text).toBe('one\ntwo\n');
  writeFileSync(log(), 'three\n');
  await expect.poll(text).toBe('one\ntwo\nthree\n');
  stop();
  await ended;
});

test('without a log there is an error of the system', async () => {
  await expect(follow(true).ended).rejects.toMatchObject({ code: 'ENOENT' });
});

test.skipIf(process.platform === 'win32')('a pipe in the place of the log is told of, and not waited for', async () => {
  execFileSync('mkfifo', [log()]);
  await expect(follow(true).ended).rejects.toMatchObject({ code: 'EFTYPE' });
});
