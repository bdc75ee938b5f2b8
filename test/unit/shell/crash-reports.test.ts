import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crashReportsFolder, openCrashReports } from '../../../src/main/shell/crash-reports.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 26);

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sightglass-crashes-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

function open({ isOn = true, folder = dataFolder } = {}) {
  const started: unknown[] = [];
  const paths: [string, string][] = [];
  const failed: string[] = [];
  const reports = openCrashReports({
    app: { setPath: (name, path) => void paths.push([name, path]) },
    crashReporter: { start: (options) => void started.push(options) },
    dataFolder: folder,
    isOn,
    now: () => now,
    onFailed: (code) => void failed.push(code),
  });
  return { ...reports, view: reports.look(), started, paths, failed };
}

/** A report as the reporter leaves it, with what it notes beside it. */
function leave(name: string, at: number, folder = 'pending'): void {
  const inside = join(crashReportsFolder(dataFolder), folder);
  mkdirSync(inside, { recursive: true });
  for (const ending of ['dmp', 'meta']) {
    const file = join(inside, `${name}.${ending}`);
    writeFileSync(file, 'memory');
    utimesSync(file, at / 1_000, at / 1_000);
  }
}

const filesLeft = () =>
  readdirSync(crashReportsFolder(dataFolder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .sort();

describe('crash reports', () => {
  test('go into a folder of this person alone, and are sent nowhere', () => {
    mkdirSync(crashReportsFolder(dataFolder));
    chmodSync(crashReportsFolder(dataFolder), 0o755);
    const { started, paths } = open();
    expect(paths).toEqual([['crashDumps', crashReportsFolder(dataFolder)]]);
    expect(started).toEqual([{ uploadToServer: false, ignoreSystemCrashHandler: true }]);
    expect(statSync(crashReportsFolder(dataFolder)).mode & 0o777).toBe(0o700);
  });

  test('are five at the most, of thirty days at the most, wherever the reporter puts them', () => {
    for (let age = 1; age <= 7; age += 1) leave(`day-${age}`, now - age * DAY, age % 2 === 0 ? 'completed' : 'pending');
    leave('old', now - 31 * DAY, 'reports');
    const { view } = open();
    expect(view).toMatchObject({ kept: 5, newestAt: now - DAY });
    expect(filesLeft()).toEqual(
      [1, 2, 3, 4, 5]
        .flatMap((age) =>
          ['dmp', 'meta'].map((ending) => `${age % 2 === 0 ? 'completed' : 'pending'}/day-${age}.${ending}`),
        )
        .sort(),
    );
    rmSync(crashReportsFolder(dataFolder), { recursive: true });
    leave('old', now - 31 * DAY);
    expect(open().view).toMatchObject({ kept: 0, newestAt: null });
  });

  test('are neither made nor kept where an administrator switched them off', () => {
    leave('day-1', now - DAY);
    const { view, started, paths } = open({ isOn: false });
    expect(view).toEqual({ isOn: false, kept: 0, newestAt: null, isAfterCrash: false });
    expect([started, paths]).toEqual([[], []]);
    expect(filesLeft()).toEqual([]);
  });

  test('are counted anew when somebody looks, and removed when somebody says so', () => {
    const { look, remove } = open();
    leave('during', now + 1);
    expect(look()).toMatchObject({ kept: 1, isAfterCrash: false });
    expect(remove()).toMatchObject({ kept: 0, newestAt: null });
    expect(filesLeft()).toEqual([]);
  });

  test('that cannot be kept do not keep the program from starting, and none is made', () => {
    writeFileSync(join(dataFolder, 'file'), '');
    const { failed, started, view } = open({ folder: join(dataFolder, 'file') });
    expect(failed.length).toBeGreaterThan(0);
    expect(started).toEqual([]);
    expect(view.kept).toBe(0);
  });
});

describe('a run that did not come to its end', () => {
  test('is known at the next start, and one that did is not', () => {
    expect(open().hasEndedBadly).toBe(false);
    const second = open();
    expect(second.hasEndedBadly).toBe(true);
    second.ended();
    expect(open().hasEndedBadly).toBe(false);
  });

  test('that ends on a disk that may only be read ends all the same', () => {
    const { ended, failed } = open();
    const [mark = ''] = readdirSync(dataFolder).filter((name) => statSync(join(dataFolder, name)).isFile());
    rmSync(join(dataFolder, mark));
    mkdirSync(join(dataFolder, mark, 'x'), { recursive: true });
    ended();
    expect(failed.length).toBe(1);
  });

  test('counts as a crash when it left a report', () => {
    open();
    expect(open().view.isAfterCrash).toBe(false);
    const mark = readdirSync(dataFolder).find((name) => statSync(join(dataFolder, name)).isFile()) ?? '';
    utimesSync(join(dataFolder, mark), (now - DAY) / 1_000, (now - DAY) / 1_000);
    leave('crash', now - DAY / 2);
    expect(open().view.isAfterCrash).toBe(true);
    // A report of an earlier run says nothing of the last one.
    expect(open().view.isAfterCrash).toBe(false);
    expect(existsSync(join(dataFolder, mark))).toBe(true);
  });
});
