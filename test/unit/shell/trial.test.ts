import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginTrial, expectTrial, forgetOutcome, readOutcome, tellOutcome } from '../../../src/main/shell/trial.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-trial-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept = { file: '1.0.0.kept', sha512: 'a hash' };
const updated = (): void => expectTrial(folder, { from: '1.0.0', to: '1.1.0', kept });
const start = (boot = 'one boot', version = '1.1.0') => beginTrial({ folder, version, boot });

describe('a version that came as an update', () => {
  test('is put back after two starts of which nothing more was heard', () => {
    updated();
    expect(start().verdict).toBe(null);
    expect(start().verdict).toBe(null);
    expect(start().verdict).toMatchObject({ from: '1.0.0', to: '1.1.0', kept });
  });

  test('is put back after two starts that failed, also of two days', () => {
    updated();
    start('Monday').failed();
    start('Tuesday').failed();
    expect(start('Wednesday').verdict).not.toBe(null);
  });

  test('stays when the computer lost its power twice while it started', () => {
    updated();
    start('first boot');
    start('second boot');
    const third = start('third boot');
    expect(third.verdict).toBe(null);
    third.proven();
    expect(start('third boot').verdict).toBe(null);
  });

  test('does not stay for ever when it never gets so far, however often the computer is started', () => {
    updated();
    for (let boot = 0; boot < 4; boot += 1) expect(start(`boot ${boot}`).verdict).toBe(null);
    expect(start('last boot').verdict).not.toBe(null);
  });

  test('stays when a person or the system ended it before it had a window', () => {
    updated();
    for (let times = 0; times < 5; times += 1) start().ended();
    expect(start().verdict).toBe(null);
  });

  test('stays once its window was drawn, whatever happens later, and nothing is kept any more', () => {
    writeFileSync(join(folder, kept.file), 'the version before');
    mkdirSync(join(folder, 'fetched/pending'), { recursive: true });
    updated();
    start();
    const proven = start();
    proven.proven();
    proven.failed();
    expect(readdirSync(folder)).toEqual(['fetched']);
    expect(existsSync(join(folder, 'fetched/pending'))).toBe(false);
    expect([start().verdict, start().verdict, start().verdict]).toEqual([null, null, null]);
  });

  test('is put back also where the version before has a mark of its build', () => {
    expectTrial(folder, { from: '1.0.0+build.5', to: '1.1.0', kept: { file: '1.0.0+build.5.kept', sha512: 'a hash' } });
    start();
    start();
    expect(start().verdict).not.toBe(null);
  });

  test('leaves nothing on the disk when something else was installed since', () => {
    writeFileSync(join(folder, kept.file), 'the version before');
    updated();
    start('one boot', '1.2.0');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that was never put in place leaves what the version that runs is put back with', () => {
    writeFileSync(join(folder, '1.0.0.exe'), 'the version that runs');
    expectTrial(folder, { from: '1.0.0', to: '1.1.0', kept: { file: '1.0.0.exe', sha512: 'a hash' } });
    start('one boot', '1.0.0');
    expect(readdirSync(folder)).toEqual(['1.0.0.exe']);
  });

  test('is not judged when something else was installed since', () => {
    updated();
    start();
    start();
    expect(start('one boot', '1.2.0').verdict).toBe(null);
    expect(start().verdict).toBe(null);
  });

  test('is not put back where nothing was kept', () => {
    expectTrial(folder, { from: '1.0.0', to: '1.1.0', kept: null });
    for (let times = 0; times < 6; times += 1) expect(start().verdict).toBe(null);
  });

  test('is not judged by what cannot be read', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{"to":"1.1.0"}',
      JSON.stringify({ from: '1', to: '1.1.0', kept: { file: '../x', sha512: '' }, attempts: [] }),
    ]) {
      writeFileSync(join(folder, 'trial.json'), text);
      expect(start().verdict).toBe(null);
    }
  });
});

test('what was put back is told to the version that is back, until it is forgotten, and to no other one', () => {
  expect(readOutcome(folder, '1.0.0')).toBe(null);
  tellOutcome(folder, { from: '1.1.0', to: '1.0.0' });
  expect(readOutcome(folder, '1.2.0')).toBe(null);
  expect(readOutcome(folder, '1.0.0')).toEqual({ from: '1.1.0', to: '1.0.0' });
  forgetOutcome(folder);
  expect(readOutcome(folder, '1.0.0')).toBe(null);
});
