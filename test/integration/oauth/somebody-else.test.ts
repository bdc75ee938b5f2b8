/** Signing in as somebody else, in a browser that is signed in and goes on as the same person unless it is asked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignInOptions } from '../../../src/main/oauth/sign-in/sign-in-attempt.ts';
import type { SignInRequest } from '../../../src/main/oauth/sign-in/sign-in-request.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { startIdentityFixture } from '../../support/identity-fixture.ts';
import { arrive } from '../../support/signing-in.ts';

const common = ['openid', 'email', 'profile'];

describe.each(['okta', 'auth0', 'ping', 'entra', 'google'] as const)('at %s', (flavour) => {
  let fixture: Awaited<ReturnType<typeof startIdentityFixture>>;
  const scopes = flavour === 'google' ? common : [...common, 'offline_access'];
  /** One browser for all sign-ins of a test. */
  let cookies: Map<string, string>;

  beforeAll(async () => {
    fixture = await startIdentityFixture(flavour);
    fixture.idp.controlHandlers.setBehaviour({ remembersPeople: true });
  });
  afterAll(() => fixture.stop());

  /** As this person, if the server asks at all. */
  async function signInAs(person: string, account: SignInRequest['account'] = null) {
    const asked: string[] = [];
    let fail: (error: unknown) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const changes: Partial<SignInOptions> = {
      openBrowser: async (url) => {
        asked.push(new URL(url).searchParams.get('prompt') ?? '');
        await visitAs(url, person, cookies).then(arrive).catch(fail);
      },
    };
    const { clientId } = fixture.idp.clients.public;
    const client = { clientId, authentication: { method: 'none' } } as const;
    const signedIn = fixture.signIn(fixture.requestFor(client, scopes, { account }), person, changes);
    const grant = await Promise.race([signedIn, failed]);
    return { asked, userName: grant.person?.userName };
  }

  test('the browser goes on as the same person unless the server is asked', async () => {
    cookies = new Map();
    const usual = providerOf(fixture.server).accountPrompt(fixture.server as never, scopes);
    expect((await signInAs('Ada Moreno')).userName).toBe('ada.moreno@example.com');
    // This is what a person meets who was not asked.
    expect((await signInAs('Ben Okafor')).userName).toBe('ada.moreno@example.com');
    for (const reason of ['another', 'after-sign-out'] as const) {
      cookies = new Map();
      await signInAs('Ada Moreno');
      const { asked, userName } = await signInAs('Ben Okafor', { reason, usual });
      expect(asked.join().split(' ')).toContain(usual);
      expect(userName).toBe('ben.okafor@example.com');
    }
  });
});
