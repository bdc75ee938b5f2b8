import { describe, expect, test } from 'vitest';
import type { ComputerEdges } from '../../../../src/main/app/doctor/computer-edges.ts';
import type { LookedAt } from '../../../../src/main/app/doctor/doctor-edges.ts';
import { plainFacts } from '../../../../src/main/app/doctor/program-facts.ts';
import { planDoctor } from '../../../../src/main/app/doctor/registry.ts';
import { runChecks } from '../../../../src/main/app/doctor/run-checks.ts';
import type { CheckView } from '../../../../src/shared/checks.ts';
import { wholeComputer, wholeDesk } from '../../../support/doctor.ts';
import { partsOfDoctor } from '../../../support/doctor-parts.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const never = (): Promise<never> => new Promise(() => undefined);

/** A run over this computer, some of whose answers never come. */
function begin(computer: Partial<ComputerEdges>, edges: Partial<LookedAt> = {}) {
  const clock = createVirtualClock();
  const aborter = new AbortController();
  const lookedAt = { ...wholeComputer, program: plainFacts, ...edges, computer: { ...wholeDesk, ...computer } };
  const planned = planDoctor(null, partsOfDoctor(clock), lookedAt);
  let last: readonly CheckView[] = [];
  const run = runChecks({
    ...clock,
    planned,
    signal: aborter.signal,
    onProgress: (views) => {
      last = views;
    },
  });
  return { clock, aborter, planned, run, last: () => last };
}

const outcomeOf = (checks: readonly CheckView[], id: CheckView['check']) => {
  const result = checks.find(({ check }) => check === id)?.result;
  return [result?.outcome, result?.findings[0]?.code];
};

const edgesOfComputer = Object.keys(wholeDesk) as (keyof ComputerEdges)[];
const idsOfEdges = {
  browser: 'browser',
  keychain: 'keychain',
  stored: 'folder',
  downloads: 'downloads',
  graphics: 'graphics',
  sandbox: 'sandbox',
  displays: 'displays',
  electron: 'electron',
} as const satisfies Record<keyof ComputerEdges, CheckView['check']>;

describe('a check of this computer that never answers', () => {
  test.each(edgesOfComputer)('%s: ends at its limit, and the others are not held up', async (edge) => {
    const { clock, planned, run, last } = begin({ [edge]: never });
    await settled();
    const id = idsOfEdges[edge];
    const others = last().filter(({ check }) => check !== id && !(edge === 'stored' && check === 'files'));
    expect(others.filter(({ result }) => result?.outcome !== 'ok').map(({ check }) => check)).toEqual([]);
    expect(last().find(({ check }) => check === id)?.state).toBe('running');
    const limitMs = planned.find(({ check }) => check === id)?.limitMs ?? 0;
    await clock.advance(limitMs - 1);
    expect(last().find(({ check }) => check === id)?.state).toBe('running');
    await clock.advance(1);
    const checks = await run;
    expect(outcomeOf(checks, id)).toEqual(['failed', 'too_slow_here']);
    if (edge === 'stored') expect(outcomeOf(checks, 'files')).toEqual(['skipped', 'needs']);
  });

  test('is one of many: where nothing answers, all end within a minute', async () => {
    const silent = Object.fromEntries(edgesOfComputer.map((edge) => [edge, never])) as unknown as ComputerEdges;
    const { clock, run } = begin(silent, { freeBytes: never });
    await clock.advance(60_000);
    const checks = await run;
    expect(checks.every(({ state }) => state === 'done')).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  test('is left behind when the run is stopped, like all that waits for its turn', async () => {
    const silent = Object.fromEntries(edgesOfComputer.map((edge) => [edge, never])) as unknown as ComputerEdges;
    const { aborter, clock, run } = begin(silent, { freeBytes: never });
    await settled();
    aborter.abort();
    const checks = await run;
    const ended = checks.filter(({ result }) => result?.findings[0]?.code === 'cancelled').map(({ check }) => check);
    expect(ended).toEqual(expect.arrayContaining(['disk', ...Object.values(idsOfEdges), 'files']));
    expect(clock.pending()).toEqual([]);
  });

  test('hears that it is over, so that it can end what it began', async () => {
    let heard: AbortSignal | null = null;
    const { aborter, run } = begin({
      browser: (signal) => {
        heard = signal;
        return never();
      },
    });
    await settled();
    aborter.abort();
    await run;
    expect((heard as AbortSignal | null)?.aborted).toBe(true);
  });
});

test('what throws in a check is told of as such, and ends nothing else', async () => {
  const { run } = begin({
    graphics: () => Promise.reject(new TypeError('a path in here')),
  });
  const checks = await run;
  expect(checks.find(({ check }) => check === 'graphics')?.result).toMatchObject({
    outcome: 'failed',
    findings: [{ code: 'unforeseen', values: { kind: 'TypeError' } }],
  });
  expect(checks.filter(({ result }) => result?.outcome !== 'ok').map(({ check }) => check)).toEqual(['graphics']);
});
