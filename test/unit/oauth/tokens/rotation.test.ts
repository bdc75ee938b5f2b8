/**
 * A server that rotates refresh tokens, and everything that can fail after it did: the old token is dead by then, so the
 * new one has to be in the store before anything else is looked at.
 */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { createTokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';
import { gate, ID, keeping, MINUTE, offline } from '../../../support/keeping-grants.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const KEYS = 'https://as.example/keys';
const client = { clientId: 'client', authentication: { method: 'none' } } as const;

let signer: Awaited<ReturnType<typeof generateKeyPair>>;
let stranger: typeof signer;
let published: object;
beforeAll(async () => {
  signer = await generateKeyPair('ES256');
  stranger = await generateKeyPair('ES256');
  published = { ...(await exportJWK(signer.publicKey)), kid: 'one', alg: 'ES256' };
});

type Claims = Readonly<Record<string, unknown>>;
const nowS = (): number => Math.floor(Date.now() / 1_000);
const idToken = (changes: Claims = {}, key: CryptoKey = signer.privateKey): Promise<string> =>
  new SignJWT({
    iss: 'https://as.example',
    sub: 'ada',
    aud: 'client',
    iat: nowS(),
    exp: nowS() + 3_600,
    ...changes,
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .sign(key);
const withHs256 = (): Promise<string> =>
  new SignJWT({ iss: 'https://as.example', sub: 'ada', aud: 'client', iat: nowS(), exp: nowS() + 3_600 })
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(new Uint8Array(32));

/** What the servers answer in the place of what they should. */
interface Faults {
  refresh?: ((answer: Record<string, unknown>) => Response) | undefined;
  idToken?: (() => Promise<string>) | undefined;
  keys?: (() => Response) | undefined;
  exchange?: (() => Response | Promise<Response>) | undefined;
}

/** A grant at an identity provider that accepts each refresh token once, and what was asked of its servers. */
async function rotating(
  flow: 'token_exchange' | 'authorization_code',
  changes: { save?(grant: Grant): Promise<void> } = {},
) {
  const clock = createVirtualClock(Date.now());
  const faults: Faults = {};
  const asked: string[] = [];
  let live = 1;
  const refresh = async (token: string | null): Promise<Response> => {
    asked.push(`refresh ${token}`);
    if (token !== `rt-${live}`) return Response.json({ error: 'invalid_grant' }, { status: 400 });
    live += 1;
    const answer = {
      access_token: `access-${live}`,
      token_type: 'Bearer',
      expires_in: 3_600,
      refresh_token: `rt-${live}`,
      id_token: await (faults.idToken ?? idToken)(),
    };
    return faults.refresh?.(answer) ?? Response.json(answer);
  };
  const tokenClient = createTokenClient({
    ...clock,
    allowLoopbackHttp: false,
    async fetch(url, init) {
      const form = new URLSearchParams(String(init?.body ?? ''));
      if (url === KEYS) return faults.keys?.() ?? Response.json({ keys: [published] });
      if (form.get('grant_type') === 'refresh_token') return refresh(form.get('refresh_token'));
      asked.push('exchange');
      return (
        (await faults.exchange?.()) ??
        Response.json({ access_token: `of the platform ${live}`, token_type: 'Bearer', expires_in: 3_600 })
      );
    },
  });
  const kept = keeping({
    ...clock,
    refresh: (grant, onRotated) => tokenClient.refreshGrant(grant, client, { onRotated }),
    ...changes,
  });
  await kept.keeper.adopt(
    grantAt(clock.now(), {
      flow,
      refreshToken: 'rt-1',
      subject: 'ada',
      server: { ...grantAt(0).server, jwksUri: KEYS, idTokenAlgorithms: ['ES256'] },
      exchange:
        flow === 'authorization_code'
          ? null
          : {
              issuer: 'https://platform.example',
              tokenEndpoint: 'https://platform.example/token',
              revocationEndpoint: null,
              clientId: null,
              scopes: ['sql'],
            },
    }),
  );
  /** Asks now, without the pause after a failure. */
  const renew = () => {
    kept.keeper.tryAgain(ID);
    return kept.keeper.renew(ID);
  };
  return { ...kept, clock, faults, asked, renew };
}

const oneAnswer =
  (change: (answer: Record<string, unknown>) => unknown, init: ResponseInit = {}) =>
  (answer: Record<string, unknown>): Response =>
    Response.json(change(answer), init);
const without = (name: string) => oneAnswer((answer) => ({ ...answer, [name]: undefined }));
const refusal = (status: number, error: string) => () => Response.json({ error }, { status });
const noConnection = (): never => {
  throw offline();
};

/** Answers that hold a new refresh token, with something wrong besides. */
const halfAnswers: [string, NonNullable<Faults['refresh']>][] = [
  ['a lifetime of nothing', oneAnswer((answer) => ({ ...answer, expires_in: 'soon' }))],
  ['no token type', without('token_type')],
  ['another token type', oneAnswer((answer) => ({ ...answer, token_type: 'mac' }))],
  ['no access token', without('access_token')],
  ['an access token of null', oneAnswer((answer) => ({ ...answer, access_token: null }))],
  ['an error beside the tokens', oneAnswer((answer) => ({ ...answer, error: 'odd' }))],
  ['a scope that is no text', oneAnswer((answer) => ({ ...answer, scope: 7 }))],
  ['the status 201', oneAnswer((answer) => answer, { status: 201 })],
  ['the type of a web page', oneAnswer((answer) => answer, { headers: { 'content-type': 'text/html' } })],
  [
    'another member twice',
    (answer) =>
      new Response(`{"expires_in":1,${JSON.stringify(answer).slice(1)}`, {
        headers: { 'content-type': 'application/json' },
      }),
  ],
];

const faultsOfTheIdToken: [string, Faults][] = [
  ['the keys cannot be asked for', { keys: noConnection }],
  ['the keys are busy', { keys: () => new Response(null, { status: 503 }) }],
  ['the keys are no JSON', { keys: () => new Response('<html>') }],
  ['the keys are not those of the token', { keys: () => Response.json({ keys: [] }) }],
  ['there are no keys', { keys: () => new Response(null, { status: 404 }) }],
  ['another key signed the ID token', { idToken: () => idToken({}, stranger.privateKey) }],
  ['the ID token is for another application', { idToken: () => idToken({ aud: 'other' }) }],
  ['the ID token is of another issuer', { idToken: () => idToken({ iss: 'https://other.example' }) }],
  ['the ID token has expired', { idToken: () => idToken({ exp: nowS() - 3_600 }) }],
  ['the ID token is from the future', { idToken: () => idToken({ iat: nowS() + 3_600 }) }],
  ['the ID token names nobody', { idToken: () => idToken({ sub: undefined }) }],
  ['the ID token names another person', { idToken: () => idToken({ sub: 'eve' }) }],
  ['the ID token is signed with a shared secret', { idToken: withHs256 }],
  ['the ID token is no token', { idToken: async () => 'token' }],
];

const faultsOfTheExchange: [string, () => Response | Promise<Response>][] = [
  ['cannot be reached', noConnection],
  [
    'is not answered in time',
    () => Promise.reject(new AppError('offline', { reason: 'timedOut', host: 'platform.example' })),
  ],
  ['is busy', () => new Response(null, { status: 503 })],
  ['is answered with a web page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ['is answered with no token', () => Response.json({ token_type: 'Bearer' })],
  ['is refused with 400', refusal(400, 'invalid_request')],
  ['is refused with 401', refusal(401, 'invalid_grant')],
  ['is refused for its target', refusal(400, 'invalid_target')],
];

/** The first try fails, and the store has the new token; the next one succeeds with it. */
async function failsOnce(world: Awaited<ReturnType<typeof rotating>>, asked: string[]): Promise<void> {
  await expect(world.renew()).rejects.toBeInstanceOf(AppError);
  expect(world.stored.get(ID)?.refreshToken).toBe('rt-2');
  expect(world.keeper.view(ID).status).toBe('signed-in');
  for (const name of Object.keys(world.faults) as (keyof Faults)[]) world.faults[name] = undefined;
  await world.renew();
  expect(world.asked).toEqual(asked);
  expect(world.keeper.view(ID)).toMatchObject({ status: 'signed-in', problem: null });
}

describe('the new refresh token is in the store, and the next try succeeds with it, although', () => {
  test.each(faultsOfTheIdToken)('%s', async (_, faults) => {
    const world = await rotating('token_exchange');
    Object.assign(world.faults, faults);
    await failsOnce(world, ['refresh rt-1', 'refresh rt-2', 'exchange']);
    expect(world.stored.get(ID)).toMatchObject({ refreshToken: 'rt-3', accessToken: 'of the platform 3' });
  });

  test.each(halfAnswers)('the answer has %s', async (_, refresh) => {
    const world = await rotating('authorization_code');
    Object.assign(world.faults, { refresh });
    await failsOnce(world, ['refresh rt-1', 'refresh rt-2']);
    expect(world.stored.get(ID)).toMatchObject({ refreshToken: 'rt-3', accessToken: 'access-3' });
  });

  test.each(halfAnswers)('the answer before an exchange has %s', async (_, refresh) => {
    const world = await rotating('token_exchange');
    Object.assign(world.faults, { refresh });
    await failsOnce(world, ['refresh rt-1', 'refresh rt-2', 'exchange']);
  });
});

describe('the refresh token is left alone by the next try, although the exchange', () => {
  test.each(faultsOfTheExchange)('%s', async (_, exchange) => {
    const world = await rotating('token_exchange');
    Object.assign(world.faults, { exchange });
    await failsOnce(world, ['refresh rt-1', 'exchange', 'exchange']);
    expect(world.stored.get(ID)).toMatchObject({ refreshToken: 'rt-2', accessToken: 'of the platform 2' });
    await world.renew();
    expect(world.asked.slice(3)).toEqual(['refresh rt-2', 'exchange']);
  });
});

test('a refresh token that came with the ID token of another person needs the right one before it is believed', async () => {
  const world = await rotating('token_exchange');
  const refused = async () => {
    const failure = { code: 'id_token_invalid', values: { reason: 'otherPerson' } };
    await expect(world.renew()).rejects.toMatchObject(failure);
    world.faults.idToken = undefined;
    world.faults.refresh = without('id_token');
  };
  world.faults.idToken = () => idToken({ sub: 'eve' });
  await refused();
  await refused();
  world.faults.refresh = without('token_type');
  await expect(world.renew()).rejects.toMatchObject({ code: 'token_response_invalid' });
  world.faults.refresh = without('id_token');
  await refused();
  world.faults.refresh = undefined;
  await world.renew();
  world.faults.refresh = without('id_token');
  await world.renew();
  expect(world.asked.filter((request) => request === 'exchange')).toHaveLength(2);
});

test('a token that was refused twice at the exchange is replaced by a newer one', async () => {
  const world = await rotating('token_exchange');
  world.faults.exchange = refusal(400, 'invalid_request');
  for (let times = 0; times < 3; times += 1) {
    await expect(world.renew()).rejects.toMatchObject({ code: 'exchange_rejected' });
  }
  expect(world.asked).toEqual(['refresh rt-1', 'exchange', 'exchange', 'refresh rt-2', 'exchange']);
  expect(world.stored.get(ID)?.refreshToken).toBe('rt-3');
});

test('a token whose time has passed before it could be exchanged is replaced by a newer one', async () => {
  const world = await rotating('token_exchange');
  world.faults.exchange = () => new Response(null, { status: 503 });
  world.faults.idToken = () => idToken({ exp: nowS() + 360 });
  await expect(world.renew()).rejects.toMatchObject({ code: 'server_busy' });
  world.faults.exchange = undefined;
  // Five minutes, of which the last one is not relied on.
  world.clock.jump(5 * MINUTE);
  await world.renew();
  expect(world.asked).toEqual(['refresh rt-1', 'exchange', 'refresh rt-2', 'exchange']);
});

test.each<[string, unknown]>([
  ['no text', 7],
  ['null', null],
  ['empty', ''],
  ['no text of a token', 'rt\n2'],
])('a refresh token that is %s replaces none', async (_, refresh_token) => {
  const world = await rotating('authorization_code');
  world.faults.refresh = oneAnswer((answer) => ({ ...answer, refresh_token, token_type: undefined }));
  await expect(world.renew()).rejects.toMatchObject({ code: 'token_response_invalid' });
  expect(world.stored.get(ID)?.refreshToken).toBe('rt-1');
});

test('of two refresh tokens in one answer, neither replaces the one there is', async () => {
  const world = await rotating('authorization_code');
  world.faults.refresh = (answer) =>
    new Response(`{"refresh_token":"rt-0",${JSON.stringify(answer).slice(1)}`, {
      headers: { 'content-type': 'application/json' },
    });
  await expect(world.renew()).rejects.toMatchObject({ code: 'token_response_invalid' });
  expect(world.stored.get(ID)?.refreshToken).toBe('rt-1');
});

describe('a new refresh token that the store did not take', () => {
  const full = async () => {
    const disk = { isFull: true, saves: [] as (string | null)[] };
    const world = await rotating('token_exchange', {
      async save(grant) {
        if (disk.isFull && grant.refreshToken !== 'rt-1') throw new AppError('vault_write_failed', { reason: 'grant' });
        disk.saves.push(grant.refreshToken);
      },
    });
    world.faults.exchange = () => new Response(null, { status: 503 });
    await expect(world.renew()).rejects.toMatchObject({ code: 'server_busy' });
    expect(disk.saves).toEqual(['rt-1']);
    disk.isFull = false;
    return { ...world, disk };
  };

  test('is used by the next try, and saved with it', async () => {
    const { renew, faults, asked, disk } = await full();
    faults.exchange = undefined;
    await renew();
    expect(asked).toEqual(['refresh rt-1', 'exchange', 'exchange']);
    expect(disk.saves).toEqual(['rt-1', 'rt-2']);
  });

  test('is saved later, whatever becomes of the exchange', async () => {
    const { clock, disk } = await full();
    await clock.advance(MINUTE);
    expect(disk.saves).toEqual(['rt-1', 'rt-2']);
  });

  test('is saved when the program closes', async () => {
    const { keeper, disk } = await full();
    await keeper.dispose();
    expect(disk.saves).toEqual(['rt-1', 'rt-2']);
  });
});

test('a program that closes between refresh and exchange has saved the new refresh token by then', async () => {
  const world = await rotating('token_exchange');
  const begun = gate<void>();
  const answer = gate<Response>();
  world.faults.exchange = () => {
    begun.open();
    return answer.passed;
  };
  const renewed = world.renew().catch((error: unknown) => error);
  await begun.passed;
  const closed = world.keeper.dispose();
  expect(world.stored.get(ID)?.refreshToken).toBe('rt-2');
  answer.open(new Response(null, { status: 503 }));
  expect(await renewed).toMatchObject({ code: 'server_busy' });
  await closed;
  expect(world.stored.get(ID)?.refreshToken).toBe('rt-2');
});
