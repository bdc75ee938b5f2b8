/** Two servers are configured, and one of them is not what it seems (RFC 9700 section 4.4, RFC 9207). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  type Outcome,
  paths,
  type Scene,
  startHostileFixture,
} from '../../support/hostile-fixture.ts';
import { html, json, raw, redirect } from '../../support/hostile-server.ts';
import { visit } from '../../support/plain-browser.ts';

let fixture: HostileFixture;
beforeAll(async () => {
  fixture = await startHostileFixture();
});
afterAll(() => fixture.stop());

/** The other server did not hear of this sign-in at all. */
const expectOtherUntouched = ({ scene }: Outcome) => expect(scene.other.journal).toEqual([]);
const noTokenAnywhere = ({ as, other }: Scene) =>
  expect([...as.received(paths.token), ...other.received(paths.token)]).toEqual([]);

describe('a code of one server', () => {
  test('with the name of another in its answer is sent to neither', async () => {
    const outcome = await fixture.attempt({ respond: (response, { otherIssuer }) => response.set('iss', otherIssuer) });
    expectRefused(outcome, 'authorization_issuer_mismatch', false);
    noTokenAnywhere(outcome.scene);
    expectOtherUntouched(outcome);
  });

  test('the same, the other way round', async () => {
    const outcome = await fixture.attempt({
      atOther: true,
      respond: (response, { otherIssuer }) => response.set('iss', otherIssuer),
    });
    expectRefused(outcome, 'authorization_issuer_mismatch', false);
    noTokenAnywhere(outcome.scene);
  });

  test('with the name of another is refused also where no name was promised', async () => {
    const outcome = await fixture.attempt({
      describe: () => ({ authorization_response_iss_parameter_supported: undefined }),
      respond: (response, { otherIssuer }) => response.set('iss', otherIssuer),
    });
    expectRefused(outcome, 'authorization_issuer_mismatch', false);
    expectOtherUntouched(outcome);
  });

  test('without any name goes to the server that was asked, where no name was promised', async () => {
    const outcome = await fixture.attempt({
      describe: () => ({ authorization_response_iss_parameter_supported: false }),
      respond: (response) => response.delete('iss'),
    });
    expectSignedIn(outcome);
    expectOtherUntouched(outcome);
  });
});

describe('a server that sends the browser on to an honest one', () => {
  /** The honest server gives its code for the request of the attacker, and says its own name. */
  const onward = (withName: boolean) => ({
    browse: async ({
      scene,
      callback,
      arrive,
    }: Parameters<NonNullable<Parameters<HostileFixture['attempt']>[0]>['browse'] & object>[0]) => {
      const { as, other, otherIssuer } = scene;
      other.answer(paths.authorize, ({ query }, response) => {
        const answer = new URLSearchParams({ code: 'code-of-the-honest-server', state: query.get('state') ?? '' });
        if (withName) answer.set('iss', otherIssuer);
        response.writeHead(302, { location: `${query.get('redirect_uri')}?${answer}` }).end();
      });
      // What the attacker learnt from the authorization request goes on to the honest server.
      const [asked] = as.received(paths.authorize);
      const onwards = await visit(`${other.origin}${paths.authorize}?${asked?.query}`);
      expect(new URL(String(onwards.headers.location)).origin).toBe(new URL(callback).origin);
      await arrive(String(onwards.headers.location));
    },
  });

  test('does not get the code of the honest server, which says its name', async () => {
    const outcome = await fixture.attempt(onward(true));
    expectRefused(outcome, 'authorization_issuer_mismatch', false);
    noTokenAnywhere(outcome.scene);
  });

  test('does not get it either when itself promised no name', async () => {
    const outcome = await fixture.attempt({
      ...onward(true),
      describe: () => ({ authorization_response_iss_parameter_supported: undefined }),
    });
    expectRefused(outcome, 'authorization_issuer_mismatch', false);
    noTokenAnywhere(outcome.scene);
  });

  test('does not get it when the honest one says no name and itself promised one', async () => {
    const outcome = await fixture.attempt(onward(false));
    expectRefused(outcome, 'authorization_issuer_mismatch', false);
    noTokenAnywhere(outcome.scene);
  });
});

describe('metadata of one server', () => {
  test('that names the other’s token endpoint does not get the other a code', async () => {
    const outcome = await fixture.attempt({
      describe: ({ other }) => ({ token_endpoint: `${other.origin}${paths.token}` }),
    });
    expectRefused(outcome, 'metadata_endpoint_untrusted', false);
    expectOtherUntouched(outcome);
  });

  test('that is a copy of the other’s is refused', async () => {
    const outcome = await fixture.attempt({
      metadata: ({ other, otherIssuer }) =>
        json({
          issuer: otherIssuer,
          authorization_endpoint: `${other.origin}${paths.authorize}`,
          token_endpoint: `${other.origin}${paths.token}`,
        }),
    });
    expectRefused(outcome, 'metadata_issuer_mismatch', false);
    expectOtherUntouched(outcome);
  });

  test('that sends to the other’s metadata is not followed', async () => {
    const outcome = await fixture.attempt({ metadata: ({ other }) => redirect(`${other.origin}${paths.metadata}`) });
    expectRefused(outcome, 'metadata_invalid', false);
    expectOtherUntouched(outcome);
  });

  test('is not taken for the other’s in a later sign-in', async () => {
    const running = fixture.program();
    expectSignedIn(await fixture.attempt({}, running));
    const outcome = await fixture.attempt({ atOther: true }, running);
    await running.stop();
    const grant = expectSignedIn(outcome);
    expect(grant.server.issuer).toBe(outcome.scene.issuer);
    expectOtherUntouched(outcome);
  });
});

describe('after a sign-in to one server', () => {
  test('its state is refused by the sign-in to the other', async () => {
    const running = fixture.program();
    let earlier = '';
    const first = await fixture.attempt(
      {
        browse: async ({ callback }) => {
          earlier = callback;
        },
      },
      running,
    );
    expectRefused(first, 'sign_in_cancelled', false);
    const second = await fixture.attempt(
      {
        atOther: true,
        browse: async ({ scene, arrive }) => {
          expect((await visit(earlier)).status).toBe(400);
          noTokenAnywhere(scene);
          await arrive();
        },
      },
      running,
    );
    await running.stop();
    expectSignedIn(second);
    expectOtherUntouched(second);
  });

  test('its refresh token is renewed and revoked there and nowhere else', async () => {
    const running = fixture.program();
    const outcome = await fixture.attempt({}, running);
    const grant = expectSignedIn(outcome);
    const { as, other, elsewhere, client, issued } = outcome.scene;
    as.answer(
      paths.token,
      json({ access_token: 'next', token_type: 'Bearer', token_endpoint: `${elsewhere.origin}/` }),
    );
    as.answer(paths.revoke, html(''));
    const next = await running.tokenClient.refreshGrant(grant, client);
    expect(next.server).toEqual(grant.server);
    await running.tokenClient.revokeGrant(next, client);
    await running.stop();
    expect(new Set(as.received(paths.revoke).map(({ form }) => form.get('token')))).toEqual(
      new Set([issued.refreshToken, 'next']),
    );
    expect([...other.journal, ...elsewhere.journal]).toEqual([]);
  });

  test('a revocation that is sent on goes nowhere', async () => {
    const running = fixture.program();
    const outcome = await fixture.attempt({}, running);
    const grant = expectSignedIn(outcome);
    const { as, other, elsewhere, client } = outcome.scene;
    as.answer(paths.revoke, redirect(`${elsewhere.origin}/revoke`, 307));
    await expect(running.tokenClient.revokeGrant(grant, client)).rejects.toMatchObject({
      code: 'token_request_rejected',
    });
    as.answer(paths.revoke, raw('<b>no</b>', 'text/html', { status: 503 }));
    await expect(running.tokenClient.revokeGrant(grant, client)).rejects.toMatchObject({ code: 'server_busy' });
    await running.stop();
    expect([...other.journal, ...elsewhere.journal]).toEqual([]);
  });
});
