/** The doctor on a real computer: what is broken on the disk is named and mended, and a report is saved as it was shown. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckView } from '../../src/shared/checks.ts';
import { examine } from '../support/driver/examine.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const codesOf = (result: CheckView['result']) => result?.findings.map(({ code }) => code);

test('a folder that is open to others and files that are damaged are named, and mended by what it says', async () => {
  const app = await bench.launchWithProfile();
  const { userData } = bench;
  const before = await examine(app);
  for (const check of ['disk', 'folder', 'files', 'keychain', 'displays', 'policy', 'audit'] as const) {
    expect([check, before(check)?.outcome, codesOf(before(check))]).toEqual([check, 'ok', expect.any(Array)]);
  }
  expect(codesOf(before('keychain'))).toEqual(['keychain_tried']);
  expect(codesOf(before('audit'))).toEqual(['audit_written']);
  // Whatever this machine is, each says something, and none waits for its limit.
  for (const check of ['downloads', 'browser', 'graphics', 'sandbox', 'electron', 'version'] as const) {
    expect([check, codesOf(before(check))?.length]).not.toEqual([check, 0]);
    expect(codesOf(before(check))).not.toContain('too_slow_here');
    expect(codesOf(before(check))).not.toContain('unforeseen');
  }

  const damaged = join(userData, 'vault-set-aside.json');
  const keptAside = join(userData, 'settings.damaged-1700000000000.json');
  chmodSync(userData, 0o777);
  const open = await examine(app);
  expect(open('folder')).toMatchObject({ outcome: 'warning', owner: 'person', findings: [{ code: 'folder_open' }] });
  chmodSync(userData, 0o700);
  writeFileSync(damaged, '{"half of', { mode: 0o644 });
  writeFileSync(keptAside, '{', { mode: 0o600 });
  const broken = await examine(app);
  expect(broken('folder')?.outcome).toBe('ok');
  expect(broken('files')).toMatchObject({
    outcome: 'failed',
    owner: 'person',
    findings: [
      { code: 'files_damaged', values: { files: ['vault-set-aside.json'] } },
      { code: 'files_open', values: { files: ['vault-set-aside.json'] } },
      { code: 'files_kept_aside', values: { files: ['settings.damaged-1700000000000.json'] } },
    ],
  });
  rmSync(damaged);
  rmSync(keptAside);
  expect((await examine(app))('files')?.outcome).toBe('ok');
  // Nothing that was tried is left.
  expect(readdirSync(userData).filter((name) => name.startsWith('probe-'))).toEqual([]);
});

test('a report is one zip of what was shown, without names and without secrets, and stands in the trail', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  await examine(app);
  const path = join(bench.folder, 'report.zip');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
  const files = await app.window.evaluate(async () => {
    const shown = await window.sightglass.doctor.preview({ withNames: false });
    if (!shown.ok) throw new Error(JSON.stringify(shown.error));
    const saved = await window.sightglass.doctor.save({ withNames: false });
    if (!saved.ok || !saved.value.isSaved) throw new Error(JSON.stringify(saved));
    return shown.value.files;
  });
  expect(files.map(({ name }) => name)).toEqual([
    'report.json',
    'report.txt',
    'versions.json',
    'settings.json',
    'sightglass.log',
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const script =
    'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps([{"name": n, "text": z.read(n).decode("utf-8")} for n in z.namelist()]))';
  const read = execFileSync('python3', ['-c', script, path], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  expect(JSON.parse(read)).toEqual(files);

  const whole = JSON.stringify(files);
  const { embedClient } = bench.demo.sigma;
  const { clientSecret } = bench.demo.authorizationServer.clients.confidential;
  const [profile] = JSON.parse(readFileSync(join(bench.userData, 'settings.json'), 'utf8')).profiles;
  const names = [ada, 'Ada Moreno', profile.workbooks[0].title];
  for (const secretOrName of [embedClient.secret, clientSecret, ...names]) expect(whole).not.toContain(secretOrName);
  expect(whole).toContain('Person 1');
  expect(existsSync(`${path}.partial`)).toBe(false);

  const trail = readFileSync(join(bench.userData, 'audit', 'audit-000001.jsonl'), 'utf8');
  expect(trail).toContain('"doctor.run"');
  expect(trail).toContain('"doctor.report-saved"');
});
