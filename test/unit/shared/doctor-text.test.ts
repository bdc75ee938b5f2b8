/** A run of the doctor in words. */
import { describe, expect, test } from 'vitest';
import { type CheckId, type CheckResult, type CheckView, finding } from '../../../src/shared/checks.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import {
  changeText,
  checkTitle,
  doctorChanges,
  doctorTicket,
  doctorVerdict,
  verdictTitle,
} from '../../../src/shared/text/doctor-text.ts';
import { en } from '../../../src/shared/text/en.ts';

const done = (
  check: CheckId,
  outcome: CheckResult['outcome'],
  more: Partial<CheckResult> & { connection?: number } = {},
): CheckView => {
  const { connection = null, ...rest } = more;
  return { check, connection, state: 'done', result: { outcome, owner: null, findings: [], error: null, ...rest } };
};
const waiting = (check: CheckId): CheckView => ({ check, connection: null, state: 'waiting', result: null });

const view = (checks: readonly CheckView[], more: Partial<DoctorView> = {}): DoctorView => ({
  runId: 'run',
  phase: 'done',
  startedAt: Date.parse('2026-11-27T18:00:00Z'),
  isSaved: true,
  profile: { id: 'p', name: 'Finance' },
  connections: [{ label: 'Lakehouse', connectionId: 'c' }],
  matters: [],
  checks: [...checks],
  ...more,
});

describe('what is wrong', () => {
  const sigma = done('sigma', 'failed');
  const client = done('client', 'failed');
  const clock = done('clock', 'warning');
  const disk = done('disk', 'ok');

  test('is first what matters, then what comes first', () => {
    expect(doctorVerdict(view([disk, clock, sigma, client]), ['client'])).toEqual({ kind: 'wrong', check: client });
    expect(doctorVerdict(view([disk, clock, sigma, client]), [])).toEqual({ kind: 'wrong', check: sigma });
    // What is wrong elsewhere comes before what is only doubtful where it matters.
    expect(doctorVerdict(view([clock, sigma]), ['clock'])).toEqual({ kind: 'wrong', check: sigma });
    expect(doctorVerdict(view([disk, clock]), [])).toEqual({ kind: 'doubtful', check: clock });
  });

  test('is what stands in the way rather than what nothing fails with', () => {
    const old = done('electron', 'failed');
    expect(doctorVerdict(view([old, sigma]), [])).toEqual({ kind: 'wrong', check: sigma });
    expect(doctorVerdict(view([old, clock]), [])).toEqual({ kind: 'wrong', check: old });
    const files = done('files', 'failed', { error: { code: 'settings_unreadable', values: {} } });
    expect(doctorVerdict(view([old, files, sigma]), [])).toEqual({ kind: 'wrong', check: files });
  });

  test('is nothing where all is right, and not known before the end', () => {
    expect(doctorVerdict(view([disk]), [])).toEqual({ kind: 'right', check: null });
    expect(doctorVerdict(view([done('grant', 'skipped')]), [])).toEqual({ kind: 'nothing', check: null });
    expect(doctorVerdict(view([disk], { phase: 'cancelled' }), [])).toEqual({ kind: 'stopped', check: null });
    expect(doctorVerdict(view([sigma], { phase: 'cancelled' }), [])).toEqual({ kind: 'wrong', check: sigma });
    expect(doctorVerdict(view([sigma], { phase: 'running' }), [])).toEqual({ kind: 'looking', check: null });
  });

  test('is called as an error is, or as it was seen, or by the check', () => {
    const title = (check: CheckView) => verdictTitle(en, doctorVerdict(view([check]), []), null);
    expect(title(done('client', 'failed', { error: { code: 'client_rejected', values: {} } }))).toContain(
      en.errors.client_rejected.title,
    );
    expect(title(done('disk', 'failed', { findings: [finding('disk_tight', { megabytes: 3 })] }))).toMatch(
      /^Only 3 MB/,
    );
    expect(title(sigma)).toBe(en.checks.names.sigma);
  });

  test('says of the error for whose sake somebody looks that it was not explained', () => {
    expect(verdictTitle(en, { kind: 'right', check: null }, 'No network')).toBe(
      'Nothing wrong was found that explains “No network”.',
    );
    expect(verdictTitle(en, { kind: 'looking', check: null }, 'No network')).toBe(
      'Looking for the cause of “No network”…',
    );
    expect(verdictTitle(en, { kind: 'right', check: null }, null)).toBe(en.doctor.verdicts.right);
  });
});

test('a check is named with its connection where there are several', () => {
  const check = done('metadata', 'ok', { connection: 1 });
  const two = [
    { label: 'Lakehouse', connectionId: null },
    { label: ' ', connectionId: null },
  ];
  expect(checkTitle(en, view([]), { ...check, connection: 0 })).toBe(en.checks.names.metadata);
  expect(checkTitle(en, { connections: two }, { ...check, connection: 0 })).toBe(
    `${en.checks.names.metadata} · Lakehouse`,
  );
  expect(checkTitle(en, { connections: two }, check)).toBe(`${en.checks.names.metadata} · Connection 2`);
  expect(checkTitle(en, { connections: two }, { ...check, connection: null })).toBe(en.checks.names.metadata);
});

describe('what has changed', () => {
  const stopped = { findings: [finding('cancelled')] };
  test('is what ended otherwise than before, of the same connection', () => {
    const before = [done('disk', 'ok'), done('sigma', 'failed'), done('ports', 'failed', { connection: 0 })];
    const after = [done('disk', 'ok'), done('sigma', 'ok'), done('ports', 'ok', { connection: 1 })];
    const changes = doctorChanges(before, after);
    expect(changes.map((change) => changeText(en, view([]), change))).toEqual(['Sigma’s address: now right']);
  });

  test('is nothing of what is not over, was stopped, or was not there before', () => {
    const before = [done('sigma', 'failed'), done('clock', 'skipped', stopped)];
    const after = [waiting('sigma'), done('clock', 'ok'), done('disk', 'ok')];
    expect(doctorChanges(before, after)).toEqual([]);
    expect(doctorChanges([done('sigma', 'failed')], [done('sigma', 'skipped', stopped)])).toEqual([]);
  });
});

test('a ticket begins with what is wrong, and holds every check', () => {
  const checks = [
    done('disk', 'ok'),
    done('client', 'failed', { connection: 0, owner: 'databricks', error: { code: 'client_rejected', values: {} } }),
  ];
  const about = { version: '1.2.3', platform: 'linux x64' };
  const lines = doctorTicket(en, view(checks), about).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'Sightglass 1.2.3 (linux x64): doctor for the set-up “Finance”',
    'Begun: 2026-11-27T18:00:00.000Z',
    expect.stringContaining(en.errors.client_rejected.title),
  ]);
  expect(lines).toContain('[Wrong] Application');
  expect(lines).toContain('[Right] Free space');
  expect(lines).toContain('  For Databricks’ administrator');
  expect(doctorTicket(en, view([done('disk', 'ok')], { profile: null, connections: [] }), about)).toMatch(
    /^Sightglass 1\.2\.3 \(linux x64\): doctor for this computer\n/,
  );
});
