/** Every query of a workbook runs with the rights of its viewer, as long as the session and the token last. */
import '../../support/quick-keys.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DemoServices, demoPeople, startDemoServices } from '../../../standins/demo-services.ts';
import { generateTrips, type Trip } from '../../../standins/warehouse/taxi-trips.ts';
import { type EmbedOptions, embedUrl, signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;

beforeAll(async () => {
  services = await startDemoServices();
});
afterAll(() => services.stop());
afterEach(() => vi.useRealTimers());
beforeEach(() => services.controls.warehouse.clearAudit());

interface Boot {
  sessionId: string;
  state: { variables: Record<string, string>; sort: { column: string; direction: string } };
  exploreKey: string | null;
}

async function open(accessToken: string, options: EmbedOptions = {}) {
  const html = await (await fetch(await embedUrl(services, accessToken, options))).text();
  const boot = JSON.parse(/id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? 'null') as Boot;
  const call = async (name: string, body: unknown, sessionId = boot.sessionId) => {
    const response = await fetch(`${services.sigma.origin}/api/${name}`, {
      method: 'POST',
      headers: { 'x-workbook-session': sessionId },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const query = (element: string, variables: Record<string, string> = {}) =>
    call('query', { element, state: { ...boot.state, variables: { ...boot.state.variables, ...variables } } });
  return { html, boot, call, query };
}

const tokenOf = async (person: string) => (await signIn(services, person)).access_token;

describe('the warehouse', () => {
  test('makes up the same trips every time', () => {
    expect(generateTrips()).toEqual(generateTrips());
    expect(generateTrips()).toHaveLength(3000);
  });

  test.each(demoPeople.filter(({ boroughs }) => boroughs.length > 0))(
    'shows $displayName exactly $remark',
    async ({ displayName, userName, boroughs }) => {
      const expected = generateTrips().filter((trip) => boroughs.includes(trip.borough));
      const { query } = await open(await tokenOf(displayName));
      expect((await query('boroughs')).body).toEqual(boroughs);
      expect((await query('summary')).body.trips).toBe(expected.length);
      const { rows } = (await query('export')).body as { rows: Trip[] };
      expect(new Set(rows.map((trip) => trip.borough))).toEqual(new Set(boroughs));

      const audit = await services.controls.warehouse.audit({ userName });
      expect(audit.map(({ rows }) => rows)).toEqual([expected.length, expected.length, expected.length]);
      expect(audit[1]?.what).toMatch(/^SELECT count/);
    },
  );

  test('cannot be talked into other boroughs by a filter', async () => {
    const { query } = await open(await tokenOf('Ada Moreno'));
    expect((await query('summary', { Borough: 'Queens' })).body.trips).toBe(0);
  });

  test('refuses a person without the privilege', async () => {
    const { query } = await open(await tokenOf('Eve Stone'));
    expect(await query('summary')).toMatchObject({
      status: 403,
      body: { code: 'EACCES', tokenExpired: false, message: expect.stringContaining('INSUFFICIENT_PERMISSIONS') },
    });
  });

  test('refuses tokens that expired or were revoked while the session goes on', async () => {
    const expiring = await open(await tokenOf('Ada Moreno'));
    const revoked = await open(await tokenOf('Ben Okafor'));
    await services.controls.authorizationServer.revokeGrants({ userName: 'ben.okafor@example.com' });
    await services.controls.authorizationServer.shiftClock({ seconds: 3601 });
    for (const [page, message] of [
      [expiring, '401 Unauthorized: token expired'],
      [revoked, '401 Unauthorized: invalid access token'],
    ] as const) {
      expect(await page.query('summary')).toMatchObject({
        status: 403,
        body: { code: 'EACCES', tokenExpired: true, message: expect.stringContaining(message) },
      });
      expect((await page.call('session', {})).status).toBe(200);
    }
    expect(await services.controls.warehouse.audit()).toEqual([]);
  });
});

describe('the session', () => {
  const expired = { status: 401, body: { code: 'EINVAL', message: 'Session expired. Reload the page.' } };

  test('ends with the JWT', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const now = Math.floor(Date.now() / 1000);
    const { query } = await open(await tokenOf('Ada Moreno'), { claims: { iat: now, exp: now + 60 } });
    vi.setSystemTime((now + 60) * 1000 - 1);
    expect((await query('summary')).status).toBe(200);
    vi.setSystemTime((now + 60) * 1000);
    expect(await query('summary')).toEqual(expired);
  });

  test('ends when control says so, for one person or for all', async () => {
    const ada = await open(await tokenOf('Ada Moreno'));
    const ben = await open(await tokenOf('Ben Okafor'), { claims: { sub: 'ben.okafor@example.com' } });
    expect(await services.controls.sigma.endSessions({ sub: 'ben.okafor@example.com' })).toEqual({ ended: 1 });
    expect(await ben.query('summary')).toEqual(expired);
    expect((await ada.query('summary')).status).toBe(200);
  });

  test('is known by its id alone', async () => {
    const { call } = await open(await tokenOf('Ada Moreno'));
    expect(await call('session', {}, 'guessed')).toEqual(expired);
  });
});

describe('the view', () => {
  test('starts from the parameters of the URL', async () => {
    const { boot, html } = await open(await tokenOf('Dana Whitfield'), {
      parameters: '&Borough=Brooklyn,Queens,Atlantis&MinFare=12&:theme=Dark&:hide_menu=true',
    });
    expect(boot.state.variables).toEqual({ Borough: 'Brooklyn,Queens', MinFare: '12' });
    expect(html).toContain('data-theme="dark"');
    expect(html).not.toContain('Export CSV');
  });

  test('comes back through its explore key and its bookmark', async () => {
    const token = await tokenOf('Dana Whitfield');
    const first = await open(token);
    const state = {
      variables: { Borough: 'Queens', MinFare: '5' },
      sort: { column: 'fare_amount', direction: 'desc' },
    };
    const { exploreKey } = (await first.call('explore', state)).body;
    const second = await open(token, { parameters: `&:explore=${exploreKey}` });
    expect(second.boot).toMatchObject({ state, exploreKey });

    const bookmark = (await first.call('bookmark', { action: 'create', name: 'Dear rides', state })).body;
    expect((await open(token, { parameters: `&:bookmark=${bookmark.id}` })).boot).toMatchObject({ state });
    expect((await open(token, { parameters: '&:explore=unknown' })).boot.exploreKey).toBeNull();
  });
});

describe('the page', () => {
  const asset = (path: string) => fetch(`${services.sigma.origin}/assets/${path}`);
  const folder = new URL('../../../standins/workbook/', import.meta.url);

  test('finds every file that it is made of', async () => {
    const { html } = await open(await tokenOf('Ada Moreno'));
    expect([...html.matchAll(/"\/assets\/([^"]+)"/g)].map((match) => match[1])).toEqual([
      'workbook.css',
      'workbook.js',
    ]);
    for (const name of readdirSync(folder).filter((file) => file !== 'README.md')) {
      const response = await asset(name);
      expect(response.status, name).toBe(200);
      expect(await response.text()).toBe(readFileSync(new URL(name, folder), 'utf8'));
    }
  });

  test.each(['README.md', 'sigma.ts', '..%2Fsigma%2Fsigma.ts', '%2e%2e/sigma/sigma.ts'])(
    'serves no other file (%s)',
    async (path) => {
      expect((await asset(path)).status).toBe(404);
    },
  );
});
