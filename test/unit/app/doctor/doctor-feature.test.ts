import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { DoctorEdges } from '../../../../src/main/app/doctor/doctor-edges.ts';
import { createDoctorFeature } from '../../../../src/main/app/doctor/doctor-feature.ts';
import { computerCheckIds } from '../../../../src/shared/checks.ts';
import { wholeComputer } from '../../../support/doctor.ts';
import { partsOfDoctor } from '../../../support/doctor-parts.ts';
import { profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { silentLog } from '../../../support/profiles.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const one = { windowId: 'one', kind: 'viewer' } as const;
const other = { windowId: 'other', kind: 'viewer' } as const;

/** The doctor over one saved profile, at servers that never answer. */
async function desk(otherwise: Partial<DoctorEdges> = {}) {
  const { profiles, secrets, profile } = await profileSetupFixture();
  const vault = { mode: 'encrypted', backend: 'secret-service' } as const;
  const clock = createVirtualClock(Date.UTC(2026, 2, 4));
  const parts = partsOfDoctor(clock, {
    secrets,
    vault,
  });
  const feature = createDoctorFeature({
    ...clock,
    parts,
    doctor: { ...wholeComputer, ...otherwise },
    profiles,
    version: '1.2.3',
    platform: 'test',
    timers: clock,
    randomUuid: randomUUID,
    log: silentLog,
    onChange: () => undefined,
  });
  const shown = ({ windowId }: typeof one | typeof other = one) => feature.windowState(windowId).doctor;
  return { feature, shown, profile };
}

describe('the doctor', () => {
  test('looks at the computer alone where no set-up is meant, and says that all is well', async () => {
    const { feature } = await desk();
    const { signal } = new AbortController();
    const report = await feature.run({ profileId: null, signal, onProgress: () => undefined });
    expect(report).toMatchObject({ schema: 1, version: '1.2.3', platform: 'test', phase: 'done', profile: null });
    expect(report.checks.map(({ check }) => check)).toEqual([...computerCheckIds, 'keychain']);
    expect(report.checks.every(({ result }) => result?.outcome === 'ok')).toBe(true);
  });

  test('is shown to the window that asked, with what it was opened for, and to no other', async () => {
    const { feature, shown, profile } = await desk();
    const asked = { profileId: profile.id, matters: ['grant'] as const };
    const { runId } = await feature.handlers['doctor.start']({ ...asked, matters: [...asked.matters] }, one);
    expect(shown()).toMatchObject({
      runId,
      phase: 'running',
      profile: { id: profile.id, name: profile.name },
      matters: ['grant'],
    });
    expect(shown(other)).toBeNull();
    await feature.handlers['doctor.cancel'](undefined, one);
    await settled();
    expect(shown()?.phase).toBe('cancelled');
    expect(shown()?.checks.every(({ result }) => result !== null)).toBe(true);
  });

  test('runs once at a time in each window, and not of a set-up that is gone', async () => {
    const { feature, profile } = await desk();
    const start = async (profileId: string) => feature.handlers['doctor.start']({ profileId, matters: [] }, one);
    await expect(start(randomUUID())).rejects.toMatchObject({ code: 'profile_missing' });
    await start(profile.id);
    await expect(start(profile.id)).rejects.toMatchObject({ values: { reason: 'testUnderWay' } });
    feature.windowClosed?.('one');
    await settled();
    expect((await start(profile.id)).runId).toBeTruthy();
    feature.windowClosed?.('one');
  });
});

describe('free space', () => {
  const diskOf = async (freeBytes: DoctorEdges['freeBytes']) => {
    const { feature } = await desk({ freeBytes });
    const { signal } = new AbortController();
    const { checks } = await feature.run({ profileId: null, signal, onProgress: () => undefined });
    const result = checks.find(({ check }) => check === 'disk')?.result;
    return [result?.outcome, result?.owner, result?.findings[0]?.code];
  };

  test.each([
    [500_000_000, ['ok', null, 'disk_free']],
    [499_999_999, ['warning', 'person', 'disk_tight']],
    [10_000_000, ['warning', 'person', 'disk_tight']],
    [9_999_999, ['failed', 'person', 'disk_full']],
  ] as const)('of %i bytes', async (bytes, found) => {
    expect(await diskOf(async () => bytes)).toEqual(found);
  });

  test('that nobody can tell', async () => {
    const answer = diskOf(() => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' })));
    expect(await answer).toEqual(['warning', 'it', 'disk_unknown']);
  });
});
