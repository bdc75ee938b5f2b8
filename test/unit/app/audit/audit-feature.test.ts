/** What is recorded, when, and under which key the end of the trail is kept. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditEdges } from '../../../../src/main/app/audit/audit-edges.ts';
import { createAuditFeature } from '../../../../src/main/app/audit/audit-feature.ts';
import { parseLine } from '../../../../src/main/audit/chain.ts';
import { openChoices } from '../../../../src/main/settings/choices.ts';
import { type PolicyValues, parsePolicy } from '../../../../src/main/settings/policy/policy.ts';
import { createMemoryVault, type Vault } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { allLines, newFolder } from '../../../support/audit-trail.ts';
import { grantAt } from '../../../support/grants.ts';
import { silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const here = { windowId: 'window', kind: 'viewer' } as const;
const everything = { query: '', kind: null, from: null, until: null, before: null } as const;

let folder: string;
let store: ReturnType<typeof createFakeStore>;
let vault: Vault;
beforeEach(async () => {
  folder = await newFolder();
  store = createFakeStore();
  vault = { ...createMemoryVault(), mode: 'encrypted' };
});

/** A run of the program, as far as its trail is concerned. */
function run(policy: PolicyValues = {}, profiles: readonly Profile[] = [], more: Partial<AuditEdges> = {}) {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const notices: AppError[] = [];
  const choices = openChoices(createFakeStore(), policy);
  const edges: AuditEdges = {
    folder,
    store,
    policy: Object.keys(policy).length > 0 ? parsePolicy(policy) : { isManaged: false, values: {}, notUnderstood: [] },
    policyFault: null,
    systemLog: () => null,
    chooseFile: async () => null,
    ...more,
  };
  let kept = [...profiles];
  const feature = createAuditFeature({
    audit: edges,
    choices,
    createSigner: () => {
      throw new Error('Nothing is signed here.');
    },
    fetch: Object.assign(async () => new Response(null, { status: 204 }), { close: async () => {} }),
    log: silentLog,
    notices: {
      add: () => {},
      addRevocable(error: AppError) {
        notices.push(error);
        return () => void notices.splice(notices.indexOf(error), 1);
      },
    } as never,
    now: clock.now,
    platform: 'test',
    profiles: {
      all: () => kept,
      find: (id: string) => kept.find((one) => one.id === id) ?? null,
      keep: async (profile: Profile) => {
        kept = [...kept.filter(({ id }) => id !== profile.id), profile];
      },
      remove: async (id: string) => {
        kept = kept.filter((one) => one.id !== id);
      },
    } as never,
    random: () => 0.5,
    randomUuid: randomUUID,
    text: en,
    timers: clock,
    vault,
    version: '1.2.3',
  });
  const read = async (wanted = {}) => feature.handlers['audit.read']({ ...everything, ...wanted }, here);
  const events = async () => (await read()).entries.map(({ event }) => event).reverse();
  return {
    clock,
    feature,
    choices,
    notices,
    read,
    events,
    verify: () => feature.handlers['audit.verify'](undefined, here),
  };
}

const end = async ({ feature }: ReturnType<typeof run>) => void (await feature.close?.());

describe('runs', () => {
  test('follow one another in one chain, under a key that the vault keeps', async () => {
    for (let count = 0; count < 3; count += 1) {
      const one = run();
      await one.feature.restore?.();
      expect(await one.verify()).toMatchObject({ fault: null, seal: 'sealed' });
      await end(one);
    }
    expect(vault.names()).toEqual(['audit/head-key']);
    const records = (await allLines(folder)).map(parseLine);
    expect(new Set(records.map((record) => record?.run)).size).toBe(3);
    expect(records.map((record) => record?.event)).toEqual([
      'trail.file',
      ...Array.from({ length: 3 }, () => ['program.started', 'program.ended']).flat(),
    ]);
    expect(JSON.stringify(store.get('head'))).not.toContain(await vault.get('audit/head-key'));
  });

  test('tell of a head that somebody else wrote', async () => {
    const first = run();
    await first.feature.restore?.();
    await end(first);
    const head = store.get('head') as { head: { last: { seq: number } }; mac: string };
    await store.assign({ head: { ...head, head: { ...head.head, last: { ...head.head.last, seq: 1 } } } });
    const second = run();
    await second.feature.restore?.();
    expect(await second.events()).toContain('trail.reset');
    expect(await second.verify()).toMatchObject({ marks: 1 });
    await end(second);
  });

  test('without a keychain have a head without a seal, and say so; a locked one leaves the last head as it is', async () => {
    vault = createMemoryVault();
    const open = run();
    await open.feature.restore?.();
    expect(await open.verify()).toMatchObject({ fault: null, seal: 'unsealed' });
    await end(open);
    const kept = store.get('head');
    const locked = async () => {
      throw new AppError('vault_locked', { reason: 'notRead' });
    };
    vault = { ...createMemoryVault(), mode: 'encrypted', get: locked, put: locked };
    const shut = run();
    await shut.feature.restore?.();
    expect(await shut.verify()).toMatchObject({ fault: null, seal: 'locked' });
    await end(shut);
    expect(store.get('head')).toEqual(kept);
  });
});

describe('recording', () => {
  test('is switched off by the person, which is the last that is recorded, and on again', async () => {
    const one = run();
    await one.feature.restore?.();
    await one.choices.set('auditTrail', false);
    one.feature.watch.onLinkRefused('unknown');
    await one.choices.set('auditTrail', true);
    one.feature.watch.onLinkRefused('editing');
    expect(await one.events()).toEqual([
      'trail.file',
      'program.started',
      'trail.switched',
      'trail.switched',
      'link.refused',
    ]);
    await end(one);
  });

  test('is not switched off where a policy demands it, which is told with each change of the policy', async () => {
    const first = run({ auditTrail: true, auditDays: 30 });
    await first.feature.restore?.();
    await expect(first.choices.set('auditTrail', false)).rejects.toMatchObject({ code: 'request_refused' });
    await end(first);
    const second = run({ auditTrail: true, auditDays: 60 });
    await second.feature.restore?.();
    const { entries, setByAdministrator } = await second.read({ kind: 'policy' });
    expect(setByAdministrator).toBe(true);
    expect(entries.map(({ event }) => event)).toEqual([
      'policy.changed',
      'policy.read',
      'policy.changed',
      'policy.read',
    ]);
    expect(entries[0]?.data).toEqual({ added: [], removed: [], changed: ['auditDays'] });
    await end(second);
  });
});

test('a policy that becomes another one while the program runs is told when that is seen, and not again at the next start', async () => {
  const later = { auditTrail: true, tabSleepMinutes: 20 };
  let fault: string | null = null;
  let values: PolicyValues = { auditTrail: true };
  const readPolicy = async () => ({ policy: parsePolicy(values), fault });
  const one = run({ auditTrail: true }, [], { readPolicy });
  await one.feature.restore?.();
  const changes = async (of = one) => (await of.read()).entries.filter(({ event }) => event === 'policy.changed');
  expect(await changes()).toHaveLength(1);
  // A place that cannot be read has lost nothing.
  [values, fault] = [{}, 'EACCES'];
  await one.clock.advance(60 * 60_000);
  expect(await changes()).toHaveLength(1);
  [values, fault] = [later, null];
  await one.clock.advance(60 * 60_000);
  expect((await changes())[0]?.data).toEqual({ added: ['tabSleepMinutes'], removed: [], changed: [] });
  values = { auditTrail: true };
  one.feature.wake?.('resume');
  await expect.poll(async () => (await changes()).length).toBe(3);
  values = later;
  one.feature.wake?.('unlock');
  await expect.poll(async () => (await changes()).length).toBe(4);
  await end(one);
  expect(one.clock.pending()).toEqual([]);
  const two = run(later, [], { readPolicy });
  await two.feature.restore?.();
  expect(await changes(two)).toHaveLength(4);
  await end(two);
});

test('what is verified while it is written, goes on in other files and becomes too old is whole', async () => {
  const one = run();
  await one.feature.restore?.();
  const kept = await one.read();
  expect(kept.entries.length).toBeGreaterThan(0);
  for (let round = 0; round < 4; round += 1) {
    for (let count = 0; count < 100; count += 1) one.feature.watch.onLinkRefused(`${round} ${'x'.repeat(480)}`);
    const under = one.verify();
    one.feature.watch.onLinkRefused('while it is verified');
    // Files become old, and the oldest go, under the walk.
    await one.clock.advance(40 * 24 * 60 * 60_000);
    expect((await under).fault, `round ${round}`).toBe(null);
  }
  expect(await allEvents()).toContain('trail.pruned');
  expect((await one.verify()).fault).toBe(null);
  await end(one);
});
const allEvents = async () => (await allLines(folder)).map((line) => parseLine(line)?.event);

test('a grant is told of with its person, also when it has ended or was signed out', async () => {
  const one = run();
  const { watch } = one.feature;
  const person = { id: '7', userName: 'ada@example.com', displayName: 'Ada' };
  const grant = { ...grantAt(0), person };
  const { connectionId } = grant;
  const problem = new AppError('offline', { reason: 'said', said: 'x' } as never);
  watch.grantEvent({ kind: 'adopted', grant, earlier: null, lastPerson: null });
  watch.grantEvent({ kind: 'renewed', grant });
  watch.grantEvent({ kind: 'renewal-failed', connectionId, problem });
  watch.grantEvent({ kind: 'ended', connectionId, problem });
  watch.grantEvent({ kind: 'forgotten', connectionId });
  watch.onSignInFailed(connectionId, problem);
  const { entries } = await one.read({ kind: 'signIn' });
  expect(entries.map(({ event }) => event).reverse()).toEqual([
    'sign-in.done',
    'renewal.done',
    'renewal.failed',
    'sign-in.ended',
    'sign-out.done',
    'sign-in.refused',
  ]);
  for (const { data, event } of entries) {
    if (event !== 'sign-in.refused') expect(data, event).toMatchObject({ platformUser: 'ada@example.com' });
  }
  const text = (await allLines(folder)).join('\n');
  for (const token of [grant.accessToken, grant.refreshToken]) expect(text).not.toContain(token);
  await end(one);
});

test('entries are found by every word of what they say, without accents and capitals, by kind and by time', async () => {
  const one = run();
  const { watch } = one.feature;
  watch.onLinkLed([{ profile: 'Büro', workbook: 'Revenue' }], ['Region'], true);
  watch.onLinkRefused('unknown');
  const count = async (wanted: object) => (await one.read(wanted)).entries.length;
  expect(await count({ query: 'REVENUE link' })).toBe(1);
  expect(await count({ query: 'buro region' })).toBe(1);
  expect(await count({ query: 'revenue unknown' })).toBe(0);
  expect(await count({ kind: 'link' })).toBe(2);
  expect(await count({ kind: 'session' })).toBe(0);
  const at = (await one.read()).entries[0]?.at ?? 0;
  expect(await count({ kind: 'link', from: at, until: at + 1 })).toBe(2);
  expect(await count({ until: at })).toBe(0);
  watch.onPictureTaken({ profileId: 'gone', title: 'Revenue' }, 'copied');
  watch.onPictureTaken({ profileId: 'gone', title: 'Revenue' }, 'printed');
  expect(await count({ kind: 'file', query: 'revenue' })).toBe(2);
  await end(one);
});

test('a trail that cannot be read or written is said in a notice, and the program goes on', async () => {
  const one = run();
  const broken = { ...store, assign: async () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) };
  store = broken as never;
  const two = run();
  await two.feature.restore?.();
  await end(two);
  expect(two.notices.map(({ code, values }) => [code, values.systemCode])).toEqual([['audit_not_written', 'ENOSPC']]);
  await end(one);
});
