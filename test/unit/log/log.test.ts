import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LogEvent } from '../../../src/main/log/events.ts';
import { createLog } from '../../../src/main/log/log.ts';
import { createLogFile } from '../../../src/main/log/log-file.ts';

describe('a line of the log', () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), now: () => 0 });
  beforeEach(() => void lines.splice(0));

  test('is one JSON object with its time, level and event first', () => {
    log.warn('grant.renewed', { connectionId: 'c', note: 'two\nlines' });
    expect(lines).toEqual([
      '{"at":"1970-01-01T00:00:00.000Z","level":"warn","event":"grant.renewed","connectionId":"c","note":"two\\nlines"}',
    ]);
  });

  test('says how grave it is', () => {
    log.info('grant.renewed');
    log.warn('grant.renewed');
    log.error('grant.renewed');
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'warn', 'error']);
  });

  test('holds no secret, and no field can pass for its head', () => {
    log.error('x.y' as LogEvent, {
      event: 'forged',
      level: 'info',
      at: 'never',
      refreshToken: 'abc',
      url: 'https://h/?code=abc',
    });
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'error',
      event: 'x.y',
      refreshToken: '[redacted]',
      url: 'https://h/?code=[redacted]',
    });
  });
});

describe('the log file', () => {
  let root: string;
  let directory: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'sightglass-log-'));
    directory = path.join(root, 'logs');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const read = (name: string) => readFile(path.join(directory, name), 'utf8');

  test('keeps the order of lines', async () => {
    const file = createLogFile({ directory });
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    for (const line of lines.slice(0, 200)) file.write(line);
    await file.flush();
    for (const line of lines.slice(200)) file.write(line);
    await file.flush();
    expect(await read('sightglass.log')).toBe(`${lines.join('\n')}\n`);
  });

  test.skipIf(process.platform === 'win32')(
    'gives a line up where a pipe is in its place, and does not wait',
    async () => {
      await mkdir(directory, { recursive: true });
      execFileSync('mkfifo', [path.join(directory, 'sightglass.log')]);
      const reported: string[] = [];
      const file = createLogFile({ directory, report: (message) => reported.push(message) });
      file.write('one');
      await file.flush();
      expect(reported).toEqual([`The log could not be written to ${directory} (ENXIO).`]);
    },
  );

  test('moves on before it grows past its size, and drops the oldest', async () => {
    const file = createLogFile({ directory, maxBytes: 20, keep: 2 });
    for (const line of ['aaaaaaaaa', 'bbbbbbbbb', 'ccccccccc', 'ddddddddd', 'eeeeeeeee', 'fffffffff', 'ggggggggg']) {
      file.write(line);
      await file.flush();
    }
    expect(await read('sightglass.log')).toBe('ggggggggg\n');
    expect(await read('sightglass.1.log')).toBe('eeeeeeeee\nfffffffff\n');
    expect(await read('sightglass.2.log')).toBe('ccccccccc\nddddddddd\n');
    await expect(stat(path.join(directory, 'sightglass.3.log'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a burst is split over files too', async () => {
    const file = createLogFile({ directory, maxBytes: 20, keep: 3 });
    for (const line of ['aaaaaaaaa', 'bbbbbbbbb', 'ccccccccc', 'a line longer than a whole file']) file.write(line);
    await file.flush();
    expect(await read('sightglass.2.log')).toBe('aaaaaaaaa\nbbbbbbbbb\n');
    expect(await read('sightglass.1.log')).toBe('ccccccccc\n');
    expect(await read('sightglass.log')).toBe('a line longer than a whole file\n');
  });

  test('a burst fills a file to its last byte, line breaks counted', async () => {
    const file = createLogFile({ directory, maxBytes: 20, keep: 3 });
    for (const line of ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff']) file.write(line);
    await file.flush();
    expect(await read('sightglass.1.log')).toBe('aaaa\nbbbb\ncccc\ndddd\n');
    expect(await read('sightglass.log')).toBe('eeee\nffff\n');
  });

  test('a burst fills up what an earlier line left of a file', async () => {
    const file = createLogFile({ directory, maxBytes: 20, keep: 3 });
    file.write('aaaaaaaaa');
    await file.flush();
    for (const line of ['bbbbbbbbb', 'ccccccccc', 'ddddddddd']) file.write(line);
    await file.flush();
    expect(await read('sightglass.1.log')).toBe('aaaaaaaaa\nbbbbbbbbb\n');
    expect(await read('sightglass.log')).toBe('ccccccccc\nddddddddd\n');
  });

  test('a first line longer than a whole file leaves no empty file behind', async () => {
    const file = createLogFile({ directory, maxBytes: 20, keep: 3 });
    file.write('a line longer than a whole file');
    await file.flush();
    expect(await read('sightglass.log')).toBe('a line longer than a whole file\n');
    await expect(stat(path.join(directory, 'sightglass.1.log'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.skipIf(process.platform === 'win32')('does not move on over a file that cannot be looked at', async () => {
    await mkdir(directory);
    await symlink('sightglass.1.log', path.join(directory, 'sightglass.1.log'));
    const reports: string[] = [];
    const file = createLogFile({ directory, maxBytes: 20, keep: 3, report: (message) => reports.push(message) });
    file.write('aaaaaaaaa');
    await file.flush();
    expect(reports).toEqual([]);
    file.write('longer than what is left');
    await file.flush();
    expect(reports).toEqual([`The log could not be written to ${directory} (ELOOP).`]);
    expect(await read('sightglass.log')).toBe('aaaaaaaaa\n');
  });

  test.skipIf(process.platform === 'win32')('is for its owner alone, even where it was not before', async () => {
    await mkdir(directory, { mode: 0o755 });
    await writeFile(path.join(directory, 'sightglass.log'), 'before\n', { mode: 0o644 });
    await chmod(directory, 0o755);
    const file = createLogFile({ directory });
    file.write('after');
    await file.flush();
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(directory, 'sightglass.log'))).mode & 0o777).toBe(0o600);
    expect(await read('sightglass.log')).toBe('before\nafter\n');
  });

  test('that cannot be written says so once and takes up again when it can', async () => {
    await writeFile(directory, 'a file where the directory should be');
    const reports: string[] = [];
    const file = createLogFile({ directory, report: (message) => reports.push(message) });
    file.write('lost');
    await file.flush();
    expect(reports).toHaveLength(1);
    file.write('lost too');
    await file.flush();
    await rm(directory);
    file.write('kept');
    await file.flush();
    expect(reports).toEqual([`The log could not be written to ${directory} (EEXIST).`]);
    expect(await read('sightglass.log')).toBe('kept\n');
  });

  test('that cannot be written says so to the terminal, unless it is told where', async () => {
    await writeFile(directory, 'a file where the directory should be');
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const file = createLogFile({ directory });
      file.write('lost');
      await file.flush();
      expect(stderr.mock.calls).toEqual([[`The log could not be written to ${directory} (EEXIST).\n`]]);
    } finally {
      stderr.mockRestore();
    }
  });
});
