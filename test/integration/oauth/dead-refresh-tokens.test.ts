/** A refresh token that is dead, in the words of servers that do not say `invalid_grant`; and one that is not, in those of a filter. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/main/log/log.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { createGrantKeeper } from '../../../src/main/oauth/grants/grant-keeper.ts';
import { databricks } from '../../../src/main/providers/databricks.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { defaultBehaviour } from '../../../standins/authorization-server/authorization-server.ts';
import type { Behaviour } from '../../../standins/control/calls.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { arrive, startSigningIn } from '../../support/signing-in.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

let fixture: Awaited<ReturnType<typeof startSigningIn>>;
beforeAll(async () => {
  fixture = await startSigningIn();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  fixture.as.controlHandlers.setBehaviour({ ...defaultBehaviour });
  fixture.as.controlHandlers.clearFaults({});
});

/** A keeper that holds a grant from a real sign-in, and renews it at the server. */
async function signedIn() {
  const { all } = fixture.signIns(async (url) => void (await arrive(await visitAs(url, 'Ada Moreno'))));
  const grant = await all.start(fixture.requestFor()).result;
  await all.dispose();
  const clock = createVirtualClock(Date.now());
  const stored = new Map<string, Grant>();
  const keeper = createGrantKeeper({
    ...clock,
    random: () => 0,
    load: async (id) => stored.get(id) ?? null,
    save: async (kept) => void stored.set(kept.connectionId, kept),
    remove: async (id) => void stored.delete(id),
    refresh: (kept) =>
      fixture.tokenClient.refreshGrant(kept, fixture.publicClient, {
        rules: { server: databricks.authorizationServer(fixture.server), exchange: null },
      }),
    onChange: () => undefined,
    onEvent: () => undefined,
    log: createLog({ write: () => undefined, now: Date.now }),
  });
  await keeper.adopt(grant);
  const id = grant.connectionId;
  /** As a person who presses "Try now" does. */
  const renew = () => {
    keeper.tryAgain(id);
    return keeper.renew(id);
  };
  return { keeper, clock, stored, id, renew };
}

type Dead = Behaviour['deadRefreshToken'];

test.each<Dead>(['invalid_grant', 'invalid_request', 'bare invalid_request', 'own name', 'nothing'])(
  'a server that says "%s" has ended the grant',
  async (deadRefreshToken) => {
    const { keeper, stored, id, renew } = await signedIn();
    fixture.as.controlHandlers.setBehaviour({ deadRefreshToken });
    fixture.as.controlHandlers.revokeGrants({});
    await expect(renew()).rejects.toMatchObject({ code: 'grant_dead' });
    expect(keeper.view(id)).toMatchObject({ status: 'ended', problem: { code: 'grant_dead' } });
    expect(stored.size).toBe(0);
    await keeper.dispose();
  },
);

describe('where it may not have been the server who refused:', () => {
  test.each<Dead>(['unauthorized', 'page'])('"%s" asks for a sign-in once the token is over', async (dead) => {
    const { keeper, clock, stored, id, renew } = await signedIn();
    fixture.as.controlHandlers.setBehaviour({ deadRefreshToken: dead });
    fixture.as.controlHandlers.revokeGrants({});
    await expect(renew()).rejects.toMatchObject({ code: 'renewal_refused' });
    expect(keeper.view(id).status).toBe('signed-in');
    clock.sleep(3_600_000);
    await expect(renew()).rejects.toMatchObject({ code: 'renewal_refused' });
    expect(keeper.view(id)).toMatchObject({ status: 'ended', problem: { code: 'renewal_refused' } });
    await expect(keeper.fresh(id)).rejects.toMatchObject({ code: 'renewal_refused' });
    expect(stored.size).toBe(1);
    await keeper.dispose();
  });

  const filters: [string, object, ErrorCode][] = [
    ['the page of a filter', { status: 403, body: '<html>This category is blocked</html>' }, 'renewal_refused'],
    ['the page of a Wi-Fi', { status: 200, body: '<html>Log in to the Wi-Fi</html>' }, 'token_response_invalid'],
    ['a redirect to a page', { status: 302, headers: { location: 'https://portal.example/' } }, 'renewal_refused'],
    [
      'a list of allowed addresses',
      {
        status: 403,
        body: { error_code: '403', message: 'Source IP address 192.0.2.7 is blocked by Databricks IP ACL' },
      },
      'access_from_here_refused',
    ],
    ['an application that is not recognised', { status: 401, body: { error: 'invalid_client' } }, 'client_rejected'],
  ];
  test.each(filters)('%s asks for a sign-in, and the grant goes on when it is gone', async (_, answer, code) => {
    const { keeper, clock, id, renew } = await signedIn();
    clock.sleep(3_600_000);
    fixture.as.controlHandlers.failNext({ endpoint: 'token', times: 1, delayMs: 0, ...answer });
    await expect(renew()).rejects.toMatchObject({ code });
    expect(keeper.view(id)).toMatchObject({ status: 'ended', problem: { code } });
    await renew();
    expect(keeper.view(id)).toMatchObject({ status: 'signed-in', problem: null });
    await keeper.dispose();
  });
});
