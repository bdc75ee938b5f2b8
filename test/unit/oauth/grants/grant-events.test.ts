/** What the keeper tells the outside: the state of every change, and what happened. */
import { describe, expect, test } from 'vitest';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { GrantEvent } from '../../../../src/main/oauth/grants/grant-events.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { dead, gate, ID, keeping, MINUTE, offline, renewedUnsaved } from '../../../support/keeping-grants.ts';
import { settled } from '../../../support/virtual-clock.ts';

const ada = { id: '1', userName: 'ada@example.com', displayName: 'Ada' };
const grace = { id: '2', userName: 'grace@example.com', displayName: 'Grace' };

/** The events in short: tokens and people by what tells them apart. */
const inShort = (events: readonly GrantEvent[]) =>
  events.map((event) => {
    if (event.kind === 'renewed' || event.kind === 'restored') return [event.kind, event.grant.accessToken];
    if (event.kind !== 'adopted') return [event.kind, event.connectionId];
    const { grant, earlier, lastPerson } = event;
    return [event.kind, grant.accessToken, earlier?.accessToken ?? null, lastPerson?.userName ?? null];
  });

describe('what happened', () => {
  test('is told of a sign-in, of each renewal, and of signing out', async () => {
    const { keeper, clock, events } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    clock.sleep(1);
    await keeper.renew(ID);
    await keeper.forget(ID);
    expect(inShort(events)).toEqual([
      ['adopted', 'access-1000000', null, null],
      ['renewed', 'access-1000001'],
      ['forgotten', ID],
    ]);
  });

  test('is told of a grant that ended, with its reason', async () => {
    const { keeper, clock, server, events } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    const error = dead();
    server.refresh = () => Promise.reject(error);
    await expect(keeper.renew(ID)).rejects.toBe(error);
    expect(events.at(-1)).toEqual({ kind: 'ended', connectionId: ID, problem: error });
    expect(events).toHaveLength(2);
  });

  test('tells of a renewal that failed, and not of one that came too late', async () => {
    const { keeper, clock, server, events, renewed } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    server.refresh = () => Promise.reject(offline());
    await expect(keeper.renew(ID)).rejects.toMatchObject({ code: 'offline' });
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    keeper.tryAgain(ID);
    const asked = keeper.renew(ID);
    await keeper.forget(ID);
    answer.open(await renewed(grantAt(clock.now())));
    await expect(asked).rejects.toMatchObject({ code: 'grant_missing' });
    expect(events.map(({ kind }) => kind)).toEqual(['adopted', 'renewal-failed', 'forgotten']);
  });

  test('is told of a grant that was stored in an earlier run, and not of one that is for something else', async () => {
    const { keeper, clock, stored, events } = keeping({ isCurrentFor: ({ connectionId }) => connectionId === ID });
    stored.set(ID, grantAt(clock.now()));
    stored.set('other', grantAt(clock.now(), { connectionId: 'other' }));
    await keeper.restore([ID, 'other', 'never']);
    expect(inShort(events)).toEqual([['restored', 'access-1000000']]);
  });

  test('is not told of a sign-in that the store refused', async () => {
    const { keeper, clock, events } = keeping({ save: () => Promise.reject(new Error('EROFS')) });
    await expect(keeper.adopt(grantAt(clock.now()))).rejects.toMatchObject({ code: 'vault_write_failed' });
    expect(events).toEqual([]);
  });

  test('is told in the same turn as it is so: before any other caller can be handed the new grant', async () => {
    const order: string[] = [];
    const { keeper, clock } = keeping({
      onChange: (_, view) => order.push(`view of ${view.person?.userName ?? 'no person'}`),
      onEvent: (event) => order.push(event.kind),
    });
    await keeper.adopt(grantAt(clock.now(), { person: ada }));
    order.length = 0;
    const adopted = keeper.adopt(grantAt(clock.now() + 1, { person: grace }));
    while (order.length === 0) {
      // In every turn before, a caller gets the earlier one.
      expect((await keeper.fresh(ID)).person).toEqual(ada);
      if (order.length > 0) break;
      await Promise.resolve();
    }
    expect(order).toEqual(['view of grace@example.com', 'adopted']);
    await adopted;
  });
});

describe('who was signed in before', () => {
  const sequence = async (...people: (Grant['person'] | 'signs out' | 'is ended')[]) => {
    const { keeper, clock, server, events } = keeping();
    for (const person of people) {
      clock.sleep(1);
      if (person === 'signs out') await keeper.forget(ID);
      else if (person === 'is ended') {
        const { refresh } = server;
        server.refresh = () => Promise.reject(dead());
        await keeper.renew(ID).catch(() => undefined);
        server.refresh = refresh;
      } else await keeper.adopt(grantAt(clock.now(), { person }));
    }
    return events.flatMap((event) => (event.kind === 'adopted' ? [event.lastPerson?.userName ?? null] : []));
  };

  test('is told with a grant that takes the place of another', async () => {
    expect(await sequence(ada, grace, ada)).toEqual([null, ada.userName, grace.userName]);
  });

  test('is still known when the earlier grant ended or was signed out', async () => {
    expect(await sequence(ada, 'is ended', grace)).toEqual([null, ada.userName]);
    expect(await sequence(ada, 'signs out', grace)).toEqual([null, ada.userName]);
  });

  test('is the last person who was known, across grants that name none', async () => {
    expect(await sequence(ada, null, grace)).toEqual([null, ada.userName, ada.userName]);
  });

  test('is told for each connection by itself', async () => {
    const { keeper, clock, events } = keeping();
    await keeper.adopt(grantAt(clock.now(), { person: ada }));
    await keeper.adopt(grantAt(clock.now(), { person: grace, connectionId: 'other' }));
    expect(events.at(-1)).toMatchObject({ lastPerson: null, earlier: null });
  });

  test('is known of a grant that was stored in an earlier run', async () => {
    const { keeper, clock, stored, events } = keeping();
    stored.set(ID, grantAt(clock.now(), { person: ada }));
    await keeper.restore([ID]);
    await keeper.adopt(grantAt(clock.now() + 1, { person: grace }));
    expect(events.at(-1)).toMatchObject({ earlier: { person: ada }, lastPerson: ada });
  });
});

describe('the state that was pushed last is the state as it is', () => {
  test('after a renewal, and when a grant ends by itself', async () => {
    const { keeper, clock, views } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    await keeper.renew(ID);
    expect(views.at(-1)).toEqual(keeper.view(ID));
    await keeper.adopt(grantAt(clock.now(), { refreshToken: null }));
    await clock.advance(2 * HOUR);
    expect(views.at(-1)).toMatchObject({ status: 'ended' });
    expect(views.at(-1)).toEqual(keeper.view(ID));
  });

  test('while a renewal is under way, and after one that failed', async () => {
    const { keeper, clock, server, views } = keeping();
    await keeper.adopt(grantAt(clock.now()));
    const answer = gate<Grant>();
    server.refresh = () => answer.passed;
    const asked = keeper.renew(ID);
    expect(views.at(-1)).toMatchObject({ status: 'renewing' });
    answer.fail(offline());
    await expect(asked).rejects.toBeInstanceOf(AppError);
    expect(views.at(-1)).toEqual(keeper.view(ID));
    expect(views.at(-1)).toMatchObject({ status: 'signed-in', problem: { code: 'offline' } });
  });

  test('after a late save, and after signing out', async () => {
    const { keeper, clock, views, store } = await renewedUnsaved();
    store.full = false;
    await clock.advance(MINUTE);
    expect(views.at(-1)).toMatchObject({ problem: null });
    expect(views.at(-1)).toEqual(keeper.view(ID));
    await keeper.forget(ID);
    await settled();
    expect(views.at(-1)).toEqual(keeper.view(ID));
    expect(views.at(-1)).toMatchObject({ status: 'signed-out' });
  });
});
