/** In a change of a profile, each step waits for the one before it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { asBefore, hostOf, profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { draftFor, otherServer, withConnection } from '../../../support/profiles.ts';
import { settled } from '../../../support/virtual-clock.ts';

let house: Awaited<ReturnType<typeof profileSetupFixture>>;
beforeEach(async () => {
  house = await profileSetupFixture();
});

describe('each step waits for the one before it', () => {
  const change = () =>
    house.setup.save(
      withConnection(
        { ...draftFor(house.profile), embedSecret: 'embed-secret-two' },
        { server: otherServer, clientSecret: 'client-secret-two' },
      ),
    );
  const removal = () => house.setup.remove(house.profile.id);
  const cancelled = () => `cancelled ${house.connectionId}`;

  test.each([
    ['a change', change],
    ['a removal', removal],
  ])('%s waits for the end of a sign-in under way', async (_name, begin) => {
    house.gates.cancel.hold();
    const done = begin();
    await settled();
    expect(house.happened).toEqual([]);
    expect(await house.stored()).toEqual(asBefore);
    house.gates.cancel.open();
    await done;
    expect(house.happened.slice(0, 2)).toEqual([cancelled(), 'closed']);
  });

  test.each([
    ['a change', change],
    ['a removal', removal],
  ])('%s waits until its grants are forgotten, before their secret goes', async (_name, begin) => {
    house.gates.forget.hold();
    const done = begin();
    await settled();
    expect(house.happened).toEqual([cancelled(), 'closed']);
    expect(await house.stored()).toEqual(asBefore);
    house.gates.forget.open();
    await done;
    expect(house.happened[2]).toBe('forgot');
  });

  test('a removal forgets all its grants in one turn, since which are revoked depends on which are kept', async () => {
    const draft = draftFor(house.profile);
    const second = { ...draft.connections[0], id: null, sigmaConnectionId: 'second', clientSecret: 'two' };
    await house.setup.save({ ...draft, connections: [...draft.connections, second as (typeof draft.connections)[0]] });
    house.happened.length = 0;
    house.gates.forget.hold();
    const done = removal();
    await settled();
    house.gates.forget.open();
    await done;
    expect(house.happened.filter((step) => step === 'forgot')).toHaveLength(2);
    expect(house.forgetting).toEqual({ atOnce: 2 });
  });

  test('the profile is stored when its secrets are', async () => {
    house.gates.put.hold();
    const done = change();
    await settled();
    expect(house.happened).toEqual([cancelled(), 'closed', 'forgot']);
    expect(hostOf(house.profiles.find(house.profile.id))).toBe('https://old.example');
    house.gates.put.open();
    await done;
  });

  test.each([
    ['a change', change, ['closed', 'kept']],
    ['a removal', removal, ['closed']],
  ])('what shows the profile closes once more when %s is stored', async (_name, begin, after) => {
    house.gates.settings.hold();
    const done = begin();
    await settled();
    const before = [...house.happened];
    expect(before).not.toContain('stored profiles');
    house.gates.settings.open();
    await done;
    expect(house.happened.slice(before.length)).toEqual(['stored profiles', ...after]);
  });
});
