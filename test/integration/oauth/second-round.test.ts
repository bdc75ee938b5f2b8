/** A server that uses up the code while it refuses the secret of the application in the place where it does not want it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClock } from '../../../src/main/async/clock.ts';
import type { Fetch } from '../../../src/main/net/fetch.ts';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { createTokenClient } from '../../../src/main/oauth/tokens/token-client.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { startSigningIn, visit } from '../../support/signing-in.ts';

let fixture: Awaited<ReturnType<typeof startSigningIn>>;
beforeAll(async () => {
  fixture = await startSigningIn();
});
afterAll(() => fixture.stop());

/** What the token endpoint was sent: where the secret was, and the code. */
function burningCodes(fetch: Fetch) {
  const asked: string[] = [];
  const burnt = new Set<string>();
  const refusal = (error: string, status: number) => Response.json({ error }, { status });
  const burning: Fetch = async (url, init) => {
    const form = new URLSearchParams(String(init?.body ?? ''));
    const code = form.get('code');
    if (code === null) return fetch(url, init);
    const isInHeader = new Headers(init?.headers).has('authorization');
    asked.push(isInHeader ? 'header' : 'body');
    if (burnt.has(code)) return refusal('invalid_grant', 400);
    burnt.add(code);
    return isInHeader ? refusal('invalid_client', 401) : fetch(url, init);
  };
  return { burning, asked };
}

test('the browser that waits fetches another code, and the person notices nothing', async () => {
  const { burning, asked } = burningCodes(fixture.fetch);
  const { clientId, authentication } = fixture.confidentialClient;
  const clientSecret = 'clientSecret' in authentication ? authentication.clientSecret : null;
  const client: OAuthClient = { clientId, authentication: { method: 'automatic', clientSecret, key: null } };
  const tokenClient = createTokenClient({ ...createClock(), fetch: burning, allowLoopbackHttp: true });
  const rounds: URL[] = [];
  let last = '';
  /** From the authorization request to the page on which the tab ends, or on to the next request. */
  async function browse(url: string): Promise<void> {
    rounds.push(new URL(url));
    const callback = await visitAs(url, 'Ada Moreno');
    const { headers } = await visit(callback);
    const page = await visit(new URL(String(headers.location), callback).href);
    if (page.status === 303) return browse(String(page.headers.location));
    last = page.body;
  }
  let browsed = Promise.resolve();
  const open = async (url: string) => {
    browsed = browse(url);
  };
  const { all, stored, phases } = fixture.signIns(open, { tokenClient });
  const extraParameters = { prompt: 'consent', marked: 'yes' };
  const grant = await all.start(fixture.requestFor({ client, extraParameters })).result;
  await browsed;
  await all.dispose();

  expect(grant.person?.userName).toBe('ada.moreno@example.com');
  expect(grant.server.secretMethod).toBe('client_secret_post');
  expect(stored).toHaveLength(1);
  expect(asked).toEqual(['header', 'body', 'body']);
  expect(phases).toEqual(['preparing', ...['waiting-for-browser', 'exchanging', 'waiting-for-browser', 'exchanging']]);
  expect(last).toContain('You are signed in');
  // Nothing of the first request is used again, and consent is not asked for twice.
  const [first, second] = rounds.map(({ searchParams }) => searchParams);
  for (const name of ['state', 'code_challenge']) expect(second?.get(name)).not.toBe(first?.get(name));
  expect([first?.get('prompt'), second?.get('prompt'), second?.get('marked')]).toEqual(['consent', null, 'yes']);
});
