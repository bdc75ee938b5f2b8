import { describe, expect, test } from 'vitest';
import { right, unknown, warnedOf, wrong } from '../../../../src/main/app/doctor/check.ts';
import { type PlannedCheck, runChecks } from '../../../../src/main/app/doctor/run-checks.ts';
import { type CheckId, type CheckResult, type CheckView, finding } from '../../../../src/shared/checks.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const fine = right(finding('clock_untold'));
const bad = wrong('it', finding('clock_untold'));

/** Checks that end when the test says so. */
function bench() {
  const clock = createVirtualClock();
  const aborter = new AbortController();
  const begun: string[] = [];
  const ends = new Map<string, (result: CheckResult | Error) => void>();
  const signals = new Map<string, AbortSignal>();
  const progress: (readonly CheckView[])[] = [];
  const plan = (check: CheckId, changes: Partial<PlannedCheck> = {}): PlannedCheck => ({
    check,
    connection: null,
    needs: [],
    after: [],
    limitMs: 1_000,
    run(signal) {
      const name = changes.connection == null ? check : `${check} ${changes.connection}`;
      begun.push(name);
      signals.set(name, signal);
      return new Promise((resolve, reject) => {
        ends.set(name, (result) => (result instanceof Error ? reject(result) : resolve(result)));
      });
    },
    ...changes,
  });
  const run = (planned: readonly PlannedCheck[], most?: number) =>
    runChecks({
      ...clock,
      planned,
      signal: aborter.signal,
      onProgress: (views) => progress.push(views),
      ...(most === undefined ? {} : { most }),
    });
  async function end(name: string, result: CheckResult | Error = fine): Promise<void> {
    ends.get(name)?.(result);
    await settled();
  }
  return { clock, aborter, begun, signals, progress, plan, run, end };
}

const outcomes = (views: readonly CheckView[]) => views.map(({ result }) => result?.outcome);
const codes = (views: readonly CheckView[]) => views.map(({ result }) => result?.findings[0]?.code);

describe('a run of checks', () => {
  test('begins at once what needs nothing, and the rest when what it needs is right', async () => {
    const { begun, plan, run, end } = bench();
    const done = run([plan('sigma'), plan('keychain'), plan('session', { needs: ['sigma', 'keychain'] })]);
    await settled();
    expect(begun).toEqual(['sigma', 'keychain']);
    await end('sigma');
    expect(begun).toHaveLength(2);
    await end('keychain', warnedOf('it', new AppError('vault_unprotected')));
    expect(begun).toEqual(['sigma', 'keychain', 'session']);
    await end('session');
    expect(outcomes(await done)).toEqual(['ok', 'warning', 'ok']);
  });

  test.each([
    ['failed', bad],
    ['is not known', unknown(finding('signed_out'))],
  ])('leaves out what needs one that %s, and names it', async (_, result) => {
    const { begun, plan, run, end } = bench();
    const done = run([
      plan('grant'),
      plan('identity', { needs: ['grant'] }),
      plan('session', { needs: ['identity'] }),
      plan('clock', { after: ['grant'] }),
    ]);
    await settled();
    await end('grant', result);
    // What only comes after it looks all the same.
    expect(begun).toEqual(['grant', 'clock']);
    await end('clock');
    const views = await done;
    expect(outcomes(views).slice(1)).toEqual(['skipped', 'skipped', 'ok']);
    expect(views[1]?.result?.findings).toEqual([finding('needs', { check: 'grant' })]);
    expect(views[2]?.result?.findings).toEqual([finding('needs', { check: 'identity' })]);
  });

  test('a connection needs its own, the whole needs those of every connection', async () => {
    const { begun, plan, run, end } = bench();
    const done = run([
      plan('metadata', { connection: 0 }),
      plan('metadata', { connection: 1 }),
      plan('scopes', { connection: 0, needs: ['metadata'] }),
      plan('scopes', { connection: 1, needs: ['metadata'] }),
      plan('session', { needs: ['scopes'] }),
    ]);
    await settled();
    await end('metadata 1', bad);
    await end('metadata 0');
    expect(begun).toEqual(['metadata 0', 'metadata 1', 'scopes 0']);
    await end('scopes 0');
    expect(outcomes(await done)).toEqual(['ok', 'failed', 'ok', 'skipped', 'skipped']);
  });

  test('ends one that takes longer than its limit, and no other', async () => {
    const { clock, signals, plan, run, end } = bench();
    const done = run([plan('sigma', { limitMs: 500 }), plan('keychain', { limitMs: 5_000 })]);
    await clock.advance(500);
    expect(signals.get('sigma')?.aborted).toBe(true);
    expect(signals.get('keychain')?.aborted).toBe(false);
    await end('keychain');
    const views = await done;
    expect(views[0]?.result).toMatchObject({ outcome: 'failed', owner: 'it' });
    expect(codes(views)).toEqual(['too_slow', 'clock_untold']);
    expect(clock.pending()).toEqual([]);
  });

  test('is stopped: what is over stays, the rest is not known, and nothing begins any more', async () => {
    const { aborter, begun, signals, progress, plan, run, end } = bench();
    const done = run([plan('sigma'), plan('keychain'), plan('clock', { needs: ['keychain'] })]);
    await settled();
    await end('sigma');
    aborter.abort();
    expect(codes(await done)).toEqual(['clock_untold', 'cancelled', 'cancelled']);
    expect(signals.get('keychain')?.aborted).toBe(true);
    const told = progress.length;
    await end('keychain');
    expect(begun).not.toContain('clock');
    expect(progress).toHaveLength(told);
  });

  test('that is stopped before it begins asks nothing', async () => {
    const { aborter, begun, plan, run } = bench();
    aborter.abort();
    expect(outcomes(await run([plan('sigma')]))).toEqual(['skipped']);
    expect(begun).toEqual([]);
  });

  test('runs only so many at the same time', async () => {
    const { begun, plan, run, end } = bench();
    const done = run([plan('sigma'), plan('keychain'), plan('clock')], 2);
    await settled();
    expect(begun).toEqual(['sigma', 'keychain']);
    await end('keychain');
    expect(begun).toEqual(['sigma', 'keychain', 'clock']);
    await end('sigma');
    await end('clock');
    expect(outcomes(await done)).toEqual(['ok', 'ok', 'ok']);
  });

  test('says what broke of a check that throws, and nothing that it had in its hands', async () => {
    const { plan, run, end } = bench();
    const done = run([plan('sigma'), plan('keychain')]);
    await settled();
    await end('sigma', new TypeError('secret-in-a-message'));
    await end('keychain', new AppError('offline', { reason: 'noConnection', host: 'one.example' }));
    const views = await done;
    expect(views[0]?.result?.findings).toEqual([finding('unforeseen', { kind: 'TypeError' })]);
    expect(JSON.stringify(views)).not.toContain('secret-in-a-message');
    expect(views[1]?.result).toMatchObject({ outcome: 'failed', owner: 'it', error: { code: 'offline' } });
  });

  test('tells of every beginning and every end', async () => {
    const { progress, plan, run, end } = bench();
    const done = run([plan('sigma')]);
    await settled();
    await end('sigma');
    await done;
    expect(progress.map(([view]) => view?.state)).toEqual(['running', 'done']);
  });
});
