import { describe, expect, test } from 'vitest';
import * as release from '../../../../scripts/release/descriptions.mjs';
import type { EndOfUpdate, WantedUpdate } from '../../../../src/main/app/updates/installer.ts';
import type { UpdateParts } from '../../../../src/main/app/updates/update-parts.ts';
import { createUpdatesFeature } from '../../../../src/main/app/updates/updates-feature.ts';
import { noPolicy, type PolicyValues, parsePolicy } from '../../../../src/main/settings/policy/policy.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { RestartHold } from '../../../../src/shared/updates.ts';
import { noUpdates } from '../../../support/no-updates.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const NOW = Date.UTC(2026, 10, 26);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const keys = release.makeKeys();
const key = release.readPrivateKey(keys.privateKey);
const here = { windowId: 'w', kind: 'viewer' } as const;

interface World {
  readonly policy?: PolicyValues;
  readonly parts?: Partial<UpdateParts>;
  readonly origin?: Partial<UpdateParts['origin']>;
}

/** A computer with version 1.0.0, and a server that has something. */
function computer({ policy, parts, origin }: World = {}, store = createFakeStore()) {
  const clock = createVirtualClock(NOW);
  const files = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const fetched: WantedUpdate[] = [];
  const ends: EndOfUpdate[] = [];
  const told: string[] = [];
  const world = {
    hold: null as RestartHold | null,
    fetching: (_wanted: WantedUpdate, _signal: AbortSignal): Promise<void> => Promise.resolve(),
    onAnswered: () => {},
    quits: 0,
    forgotten: 0,
  };
  const feature = createUpdatesFeature({
    ...clock,
    parts: {
      ...noUpdates,
      origin: {
        isPackaged: true,
        mayUpdate: true,
        key: keys.publicKey,
        url: 'https://updates.example.com/sightglass',
        updatedBy: 'itself',
        ...origin,
      },
      policy: policy ? parsePolicy(policy) : noPolicy,
      installer: {
        async fetch(wanted, { signal }) {
          fetched.push(wanted);
          await world.fetching(wanted, signal);
        },
        atEnd: (end) => void ends.push(end),
      },
      fetch: Object.assign(
        async (url: string) => {
          asked.push(url);
          const file = files.get(new URL(url).pathname.split('/').at(-1) ?? '');
          world.onAnswered();
          return file ? new Response(Buffer.from(file)) : new Response('', { status: 404 });
        },
        { close: async () => {} },
      ),
      quit() {
        world.quits += 1;
      },
      forgetRolledBack() {
        world.forgotten += 1;
      },
      ...parts,
    },
    version: '1.0.0',
    settings: store,
    notices: { add: (error) => void told.push(error.code) },
    timers: clock,
    holdsRestart: () => world.hold,
    random: () => 0,
    randomUuid: () => '3f2b6c1e-9d0a-4c55-8a53-0f5b9a7c1d11',
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onChange: () => {},
  });
  const offer = (version: string, change: { releaseDate?: number; channel?: string } = {}) => {
    const { releaseDate = NOW - DAY, channel = 'latest' } = change;
    const file = { url: 'Sightglass-x86_64.AppImage', sha512: `${'A'.repeat(86)}==`, size: 10 };
    const built = JSON.stringify({ version, files: [file], releaseDate: new Date(releaseDate).toISOString() });
    const name = `${channel}-linux.yml`;
    const bytes = Buffer.from(
      JSON.stringify(release.describe(name, built, { now: clock.now(), expiresInDays: 30, notes: 'News.' })),
    );
    files.set(name, bytes);
    files.set(`${name}.sig`, Buffer.from(release.signatureOf(bytes, key)));
  };
  const ask = async (name: keyof typeof feature.handlers, input?: unknown) => {
    try {
      await (feature.handlers[name] as (input: unknown, caller: typeof here) => unknown)(input, here);
      await settled();
      return null;
    } catch (error) {
      if (error instanceof AppError) return [error.code, 'reason' in error.values ? error.values.reason : null];
      throw error;
    }
  };
  const view = () => feature.sharedState().updates;
  return { feature, clock, store, world, files, asked, fetched, ends, told, offer, ask, view };
}

describe('looking for updates', () => {
  test('begins a while after the start, and goes on a few times a day', async () => {
    const { feature, clock, asked, view } = computer();
    await feature.restore?.();
    expect(asked).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(asked).toEqual(['https://updates.example.com/sightglass/latest-linux.yml']);
    expect(view()).toMatchObject({ status: 'idle', problem: { code: 'update_not_fetched' } });
    // After a failure sooner than usual.
    await clock.advance(HOUR);
    expect(asked.length).toBe(2);
  });

  test('asks nobody while it is off, not even when a person wants it to', async () => {
    const { feature, clock, asked, ask, view } = computer({ policy: {} });
    await feature.restore?.();
    await clock.advance(3 * DAY);
    expect(await ask('updates.check')).toEqual(['request_refused', 'noUpdate']);
    expect(asked).toEqual([]);
    expect(view()).toEqual({ status: 'off', reason: 'managed' });
  });

  test('goes on soon after a sleep in which it came due', async () => {
    const { feature, clock, asked, offer } = computer();
    offer('1.0.0');
    await feature.restore?.();
    await clock.advance(2 * MINUTE);
    expect(asked.length).toBe(2);
    clock.sleep(DAY);
    feature.wake?.('resume');
    await clock.advance(MINUTE);
    expect(asked.length).toBe(4);
  });

  test('finds nothing where the server has the same version, or an older one', async () => {
    const { offer, ask, view, fetched } = computer();
    for (const version of ['1.0.0', '0.9.0']) {
      offer(version);
      expect(await ask('updates.check')).toBe(null);
      expect(view()).toMatchObject({ status: 'idle', problem: null, checkedAt: NOW });
    }
    expect(fetched).toEqual([]);
  });

  test('takes no description a second time that is older than the last one, also after a new start', async () => {
    const { offer, files, ask, store, clock } = computer();
    offer('1.0.0');
    const old = new Map(files);
    await clock.advance(HOUR);
    offer('1.1.0');
    await ask('updates.check');
    const again = computer({}, store);
    for (const [name, bytes] of old) again.files.set(name, bytes);
    await again.ask('updates.check');
    expect(again.view()).toMatchObject({ problem: { code: 'update_untrusted', values: { reason: 'replayed' } } });
  });

  test('asks once more where description and signature do not fit, since a server may get new ones meanwhile', async () => {
    const { offer, ask, view, files, asked, world } = computer();
    offer('1.1.0');
    const signature = files.get('latest-linux.yml.sig');
    files.set('latest-linux.yml.sig', Buffer.from('of the one before'));
    world.onAnswered = () => {
      if (signature && asked.length === 2) files.set('latest-linux.yml.sig', signature);
    };
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'ready', problem: null });
    expect(asked.length).toBe(4);
    files.set('latest-linux.yml.sig', Buffer.from('of nobody'));
    await ask('updates.check');
    expect(view()).toMatchObject({ problem: { code: 'update_untrusted', values: { reason: 'signature' } } });
    expect(asked.length).toBe(8);
  });

  test('asks for the channel that the person chose, and forgets what the other one had', async () => {
    const { offer, ask, view, asked, ends } = computer();
    offer('1.1.0');
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'ready', channel: 'latest' });
    offer('1.2.0-beta.1', { channel: 'beta' });
    expect(await ask('updates.choose', { channel: 'beta' })).toBe(null);
    expect(ends.at(-1)).toBe('left');
    expect(view()).toMatchObject({ status: 'idle', channel: 'beta' });
    await ask('updates.check');
    expect(asked.at(-1)).toContain('/beta-linux.yml.sig');
    expect(view()).toMatchObject({ status: 'ready', release: { version: '1.2.0-beta.1' } });
  });
});

describe('an update', () => {
  test('is fetched by itself, and put in place at the end', async () => {
    const { offer, ask, view, fetched, ends } = computer();
    offer('1.1.0');
    await ask('updates.check');
    expect(fetched).toMatchObject([{ version: '1.1.0', url: 'https://updates.example.com/sightglass' }]);
    expect(ends.at(-1)).toBe('installed');
    expect(view()).toMatchObject({
      status: 'ready',
      release: { version: '1.1.0', notes: 'News.', publishedAt: NOW - DAY },
      heldBy: null,
    });
  });

  test('is only told of where the administrator wants that, and fetched when the person does', async () => {
    const { offer, ask, view, fetched } = computer({ policy: { updates: 'notify' } });
    offer('1.1.0');
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'available', canDownload: true, deferred: null });
    expect(fetched).toEqual([]);
    expect(await ask('updates.download')).toBe(null);
    expect(view()).toMatchObject({ status: 'ready' });
  });

  test('is only told of where somebody else installs it', async () => {
    const { offer, ask, view, fetched } = computer({ origin: { updatedBy: 'administrator' } });
    offer('1.1.0');
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'available', canDownload: false, updatedBy: 'administrator' });
    expect(await ask('updates.download')).toEqual(['request_refused', 'noUpdate']);
    expect(fetched).toEqual([]);
  });

  test('asks for no password at the end of the program, but when the person wants it now', async () => {
    const { offer, ask, ends } = computer({ origin: { updatedBy: 'password' } });
    offer('1.1.0');
    await ask('updates.check');
    expect(ends).not.toContain('installed');
    await ask('updates.restart');
    expect(ends.at(-1)).toBe('installed-and-started');
  });

  test('waits for as long as the administrator says, also against the person', async () => {
    const { offer, ask, view, fetched, clock } = computer({ policy: { updates: 'automatic', updateDeferralDays: 3 } });
    offer('1.1.0', { releaseDate: NOW });
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'available', deferred: { by: 'policy' }, canDownload: false });
    expect(await ask('updates.download')).toEqual(['request_refused', 'noUpdate']);
    await clock.advance(3 * DAY);
    await ask('updates.check');
    expect(fetched.length).toBe(1);
  });

  test.each(['editing', 'signing-in', 'saving'] as const)(
    'does not restart the program while a person is %s',
    async (hold) => {
      const { offer, ask, view, world, ends } = computer();
      offer('1.1.0');
      await ask('updates.check');
      world.hold = hold;
      expect(view()).toMatchObject({ status: 'ready', heldBy: hold });
      expect(await ask('updates.restart')).toEqual(['update_restart_held', hold]);
      expect([world.quits, ends.at(-1)]).toEqual([0, 'installed']);
      world.hold = null;
      expect(await ask('updates.restart')).toBe(null);
      expect([world.quits, ends.at(-1)]).toEqual([1, 'installed-and-started']);
    },
  );

  test('is put in place without a start afterwards when the person stayed, as over a form that asks', async () => {
    for (const [updatedBy, end] of [
      ['itself', 'installed'],
      ['password', 'left'],
    ] as const) {
      const { offer, ask, clock, ends } = computer({ origin: { updatedBy } });
      offer('1.1.0');
      await ask('updates.check');
      await ask('updates.restart');
      await clock.advance(MINUTE);
      expect(ends.at(-1)).toBe('installed-and-started');
      await ask('updates.restart');
      await clock.advance(MINUTE);
      expect(ends.at(-1)).toBe('installed-and-started');
      await clock.advance(MINUTE);
      expect(ends.at(-1)).toBe(end);
    }
  });

  test('that was taken back after a restart that did not come about stays where it is', async () => {
    const { offer, ask, clock, ends } = computer();
    offer('1.1.0');
    await ask('updates.check');
    await ask('updates.restart');
    offer('1.0.0');
    await ask('updates.check');
    await clock.advance(HOUR);
    expect(ends.at(-1)).toBe('left');
  });

  test('that is ready is put in place now also while the server is asked for a newer one', async () => {
    const { offer, ask, world, ends } = computer();
    offer('1.1.0');
    await ask('updates.check');
    let refused: unknown = 'not asked';
    world.onAnswered = () => {
      world.onAnswered = () => {};
      void ask('updates.restart').then((answer) => {
        refused = answer;
      });
    };
    await ask('updates.check');
    expect([refused, world.quits, ends.at(-1)]).toEqual([null, 1, 'installed-and-started']);
  });

  test('that could not be fetched is tried again, and the reason stands there until then', async () => {
    const { feature, offer, view, world, clock, fetched } = computer();
    offer('1.1.0');
    world.fetching = () => Promise.reject(new AppError('update_not_fetched', { reason: 'disk' }));
    await feature.restore?.();
    await clock.advance(2 * MINUTE);
    expect(view()).toMatchObject({ status: 'available', problem: { values: { reason: 'disk' } } });
    world.fetching = () => Promise.resolve();
    await clock.advance(HOUR);
    expect(fetched.length).toBe(2);
    expect(view()).toMatchObject({ status: 'ready', problem: null });
  });

  test('that is taken back by the server is not put in place any more', async () => {
    const { offer, ask, view, ends } = computer();
    offer('1.1.0');
    await ask('updates.check');
    offer('1.0.0');
    await ask('updates.check');
    expect([view().status, ends.at(-1)]).toEqual(['idle', 'left']);
  });

  test('that is ready stays so while the server is not there', async () => {
    const { offer, ask, view, files, ends } = computer();
    offer('1.1.0');
    await ask('updates.check');
    files.clear();
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'ready', problem: { code: 'update_not_fetched' } });
    expect(ends.at(-1)).toBe('installed');
  });

  test('is not spoken of for a day when the person says later', async () => {
    const { offer, ask, view } = computer({ policy: { updates: 'notify' } });
    offer('1.1.0');
    await ask('updates.check');
    expect(await ask('updates.later')).toBe(null);
    expect(view()).toMatchObject({ deferred: { by: 'person', until: NOW + DAY }, canDownload: true });
  });

  test('that is being fetched is given up when the program ends', async () => {
    const { feature, offer, ask, world, ends } = computer();
    offer('1.1.0');
    world.fetching = (_wanted, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await ask('updates.check');
    await feature.close?.();
    expect(ends).not.toContain('installed');
  });
});

describe('what is chosen', () => {
  test('by the administrator, a person cannot change', async () => {
    const { ask, feature } = computer({ policy: { updates: 'automatic' } });
    expect(await ask('updates.choose', { mode: 'off' })).toEqual(['request_refused', 'chosenByAdministrator']);
    expect(await ask('updates.choose', { channel: 'beta' })).toBe(null);
    expect(feature.sharedState().updateChoices).toEqual({ mode: 'automatic', channel: 'beta', fixed: ['mode'] });
  });

  test('while the server is asked counts for what comes of it', async () => {
    const { feature, clock, offer, ask, world, fetched, view } = computer();
    offer('1.1.0');
    let refused: unknown = 'not asked';
    world.onAnswered = () => {
      world.onAnswered = () => {};
      void ask('updates.choose', { channel: 'beta' }).then((answer) => {
        refused = answer;
      });
      void ask('updates.choose', { mode: 'notify' });
    };
    await feature.restore?.();
    await clock.advance(2 * MINUTE);
    expect(refused).toEqual(['request_refused', 'updateUnderWay']);
    expect(fetched).toEqual([]);
    expect(view()).toMatchObject({ status: 'available' });
  });

  test('by a person outlives the run, and off means that nothing is put in place', async () => {
    const { ask, offer, ends, store } = computer();
    offer('1.1.0');
    await ask('updates.check');
    expect(await ask('updates.choose', { mode: 'off' })).toBe(null);
    expect(ends.at(-1)).toBe('left');
    expect(computer({}, store).view()).toEqual({ status: 'off', reason: 'person' });
  });
});

test.each([
  ['ENOSPC', 'update_not_installed'],
  ['WRONG_HASH', 'update_untrusted'],
])('that an update could not be put in place is told at the next start: %s', async (systemCode, code) => {
  const { feature, told } = computer({ parts: { notInstalled: { systemCode } } });
  await feature.restore?.();
  expect(told).toEqual([code]);
});

describe('a version that did not start', () => {
  const parts = { rolledBack: { from: '1.1.0', to: '1.0.0' } };

  test('is told of, remembered before that is forgotten, and not offered again', async () => {
    const { feature, offer, ask, view, told, world, fetched } = computer({ parts });
    await feature.restore?.();
    expect([told, world.forgotten]).toEqual([['update_rolled_back'], 1]);
    offer('1.1.0');
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'rolled-back', from: '1.1.0', to: '1.0.0' });
    expect(fetched).toEqual([]);
    expect(await ask('updates.later')).toBe(null);
    // It is not called the newest one while there is a newer one.
    expect(view()).toMatchObject({ status: 'idle', newer: { version: '1.1.0', reason: 'failed-before' } });
    offer('1.2.0');
    await ask('updates.check');
    expect(view()).toMatchObject({ status: 'ready', release: { version: '1.2.0' } });
  });

  test('is told of once more when it could not be remembered', async () => {
    const store = createFakeStore();
    store.failWith = new Error('no room');
    const { feature, world } = computer({ parts }, store);
    await feature.restore?.();
    expect(world.forgotten).toBe(0);
  });
});
