import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createChecksFeature } from '../../../../src/main/app/doctor/checks-feature.ts';
import type { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { partsOfDoctor } from '../../../support/doctor-parts.ts';
import { profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { draftFor, newDraft, silentLog, withConnection } from '../../../support/profiles.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const one = { windowId: 'one', kind: 'viewer' } as const;
const other = { windowId: 'other', kind: 'viewer' } as const;

/** The feature over one saved profile, at servers that never answer. */
async function desk() {
  const { profiles, secrets, profile, vault } = await profileSetupFixture();
  const clock = createVirtualClock(Date.UTC(2026, 2, 4));
  const asked: { url: string; signal: AbortSignal | null; sent: string }[] = [];
  const parts = partsOfDoctor(clock, {
    secrets,
    vault,
    fetch: (url, init) => {
      asked.push({ url, signal: init?.signal ?? null, sent: `${JSON.stringify(init?.headers)} ${String(init?.body)}` });
      return new Promise(() => undefined);
    },
  });
  const feature = createChecksFeature({
    ...clock,
    parts,
    profiles,
    secrets,
    allowLoopbackHttp: false,
    timers: clock,
    randomUuid: randomUUID,
    log: silentLog,
    onChange: () => undefined,
  });
  const start = async (draft: ProfileDraft, caller: typeof one | typeof other = one) =>
    feature.handlers['checks.start'](draft, caller);
  const cancel = (caller: typeof one | typeof other = one) => feature.handlers['checks.cancel'](undefined, caller);
  const shown = ({ windowId }: typeof one | typeof other = one) => feature.windowState(windowId).checks;
  /** Ends the run that is under way. */
  async function stop(caller: typeof one | typeof other = one): Promise<void> {
    await cancel(caller);
    await settled();
    await settled();
  }
  return { feature, clock, asked, start, cancel, shown, stop, profile, draft: draftFor(profile) };
}

describe('a test of a set-up', () => {
  test('is shown to the window that asked, and to no other', async () => {
    const { start, shown, stop, draft, profile } = await desk();
    const { runId } = await start(draft);
    expect(shown()).toMatchObject({
      runId,
      phase: 'running',
      isSaved: true,
      connections: [{ label: 'Lake', connectionId: profile.connections[0]?.id }],
    });
    expect(shown(other)).toBeNull();
    await stop();
  });

  test('is one at a time in each window', async () => {
    const { start, shown, stop, draft } = await desk();
    const { runId } = await start(draft);
    await expect(start(draft)).rejects.toMatchObject({ code: 'request_refused', values: { reason: 'testUnderWay' } });
    await start(draft, other);
    expect(shown()?.runId).toBe(runId);
    await stop();
    expect((await start(draft)).runId).not.toBe(runId);
    await stop();
    await stop(other);
  });

  test('that two presses ask for at once is one', async () => {
    const { start, stop, draft } = await desk();
    const both = await Promise.allSettled([start(draft), start(draft)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await stop();
  });

  test('comes a few times in a row and then only as fast as a person corrects something', async () => {
    const { clock, start, stop, draft } = await desk();
    for (let count = 0; count < 6; count += 1) {
      await start(draft);
      await stop();
    }
    await expect(start(draft)).rejects.toMatchObject({ values: { reason: 'tooManyTests' } });
    // Another window has no allowance of its own.
    await expect(start(draft, other)).rejects.toMatchObject({ values: { reason: 'tooManyTests' } });
    await clock.advance(10_000);
    await start(draft);
    await stop();
  });

  test('is stopped: requests under way end, and what is not over is not known', async () => {
    const { asked, start, shown, stop, draft } = await desk();
    await start(draft);
    await settled();
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every(({ signal }) => signal?.aborted === false)).toBe(true);
    await stop();
    expect(shown()?.phase).toBe('cancelled');
    expect(shown()?.checks.every(({ state }) => state === 'done')).toBe(true);
    expect(asked.every(({ signal }) => signal?.aborted)).toBe(true);
    await stop();
    expect(shown()).toBeNull();
  });

  test('ends with its window, and nothing of it is kept', async () => {
    const { feature, asked, start, shown, draft } = await desk();
    await start(draft);
    await settled();
    feature.windowClosed?.('one');
    await settled();
    await settled();
    expect(asked.every(({ signal }) => signal?.aborted)).toBe(true);
    expect(shown()).toBeNull();
  });

  test('ends with the program', async () => {
    const { feature, asked, start, draft } = await desk();
    await start(draft);
    await settled();
    await feature.close?.();
    expect(asked.every(({ signal }) => signal?.aborted)).toBe(true);
  });

  test.each<[string, (draft: ProfileDraft) => ProfileDraft, object]>([
    [
      'a stored secret at another server',
      (draft) =>
        withConnection(draft, {
          server: { provider: 'databricks', host: 'https://other.example', level: 'workspace', accountId: null },
        }),
      { code: 'secret_missing', values: { reason: 'clientOfSecretChanged' } },
    ],
    [
      'a stored secret for another application',
      (draft) => withConnection(draft, { clientId: 'another' }),
      { code: 'secret_missing', values: { reason: 'clientOfSecretChanged' } },
    ],
    [
      'a stored secret of a profile with another Sigma',
      (draft) => ({
        ...draft,
        workbooks: draft.workbooks.map((workbook) => ({ ...workbook, url: 'https://other.example/org/workbook/T-1' })),
      }),
      { code: 'secret_missing', values: { reason: 'sigmaChanged' } },
    ],
    [
      'the ids of another profile',
      (draft) => withConnection(draft, { id: randomUUID() }),
      { code: 'profile_missing', values: { reason: 'notOfThisProfile' } },
    ],
    ['a profile that is not there', (draft) => ({ ...draft, id: randomUUID() }), { code: 'profile_missing' }],
    [
      'an address that is not secure',
      (draft) =>
        withConnection(draft, {
          server: { provider: 'databricks', host: 'http://localhost:4000', level: 'workspace', accountId: null },
          clientSecret: 'typed-secret',
        }),
      { code: 'insecure_server' },
    ],
    [
      'more connections than anybody has',
      (draft) => ({
        ...draft,
        connections: Array.from({ length: 17 }, (_, index) => ({
          ...(newDraft.connections[0] as ProfileDraft['connections'][number]),
          sigmaConnectionId: `number-${index}`,
        })),
      }),
      { code: 'request_refused', values: { reason: 'tooManyConnections' } },
    ],
    [
      'more ports than anybody has',
      (draft) =>
        withConnection(draft, {
          clientSecret: 'typed-secret',
          redirectUris: Array.from({ length: 33 }, (_, index) => `http://localhost:${4_000 + index}/callback`),
        }),
      { code: 'request_refused', values: { reason: 'tooManyRedirects' } },
    ],
  ])('asks nobody about %s', async (_, change, error) => {
    const { asked, start, shown, draft } = await desk();
    await expect(start(change(draft))).rejects.toMatchObject(error);
    expect(asked).toEqual([]);
    expect(shown()).toBeNull();
    // The window is free for the next.
    await start(draft);
    expect(shown()).not.toBeNull();
  });

  test('of a change that matters does not count as saved; of another name it does', async () => {
    const { start, shown, stop, draft } = await desk();
    await start({ ...draft, name: 'Other' });
    expect(shown()?.isSaved).toBe(true);
    await stop();
    await start(withConnection(draft, { scopes: ['all-apis'] }));
    expect(shown()?.isSaved).toBe(false);
    await stop();
    await start(withConnection(draft, { clientSecret: 'another-secret' }));
    expect(shown()?.isSaved).toBe(false);
    expect(JSON.stringify(shown())).not.toContain('another-secret');
    await stop();
  });

  test('of what is new knows no ids that a window could use', async () => {
    const { start, shown, stop } = await desk();
    await start(newDraft);
    expect(shown()?.connections).toEqual([{ label: 'Lake', connectionId: null }]);
    await stop();
  });
});
