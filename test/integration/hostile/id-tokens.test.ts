/** ID tokens, good and bad (OpenID Connect Core section 3.1.3.7, RFC 8725). */
import { createHash, createSecretKey } from 'node:crypto';
import { exportSPKI, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import {
  createSigner,
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  paths,
  type Scene,
  type Script,
  type Signer,
  signedBy,
  startHostileFixture,
  unsignedJwt,
} from '../../support/hostile-fixture.ts';
import { type Answer, cut, endless, html, json, raw, redirect, silent } from '../../support/hostile-server.ts';

let fixture: HostileFixture;
/** Another key, under the name of the server's own and under one of its own. */
let forger: Signer;
let stranger: Signer;
beforeAll(async () => {
  fixture = await startHostileFixture();
  [forger, stranger] = await Promise.all([createSigner('key-1'), createSigner('key-2')]);
});
afterAll(() => fixture.stop());

const OPENID = { scopes: ['all-apis', 'openid', 'email'] } satisfies Script;
const nowS = () => Math.floor(Date.now() / 1_000);
const claiming = (claims: (scene: Scene) => Record<string, unknown>): Script => ({ claims });
const as = (idToken: NonNullable<Script['idToken']>, script: Script = {}): Script => ({ ...script, idToken });
/** The claims as they are, under another header and an empty or foolish signature. */
const headed = (header: Record<string, unknown>, signature = '', script: Script = {}) =>
  as((claims) => unsignedJwt({ typ: 'JWT', kid: 'key-1', ...header }, claims, signature), script);
const hs256 = (claims: Record<string, unknown>, key: string) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(createSecretKey(Buffer.from(key)));
const advertising = (...algorithms: string[]): Script => ({
  describe: () => ({ id_token_signing_alg_values_supported: algorithms }),
});

/** A token of the server's own, with one part of another. */
async function patched(
  claims: Record<string, unknown>,
  scene: Scene,
  change: (parts: string[]) => void,
): Promise<string> {
  const parts = (await signedBy(claims, scene.signer)).split('.');
  change(parts);
  return parts.join('.');
}

const leftHalf = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

const refused: readonly (readonly [rule: string, script: Script])[] = [
  ['no signature and the algorithm none', headed({ alg: 'none' })],
  ['the algorithm none in other letters', headed({ alg: 'nOnE' })],
  ['the algorithm none, advertised by the server', headed({ alg: 'none' }, '', advertising('none', 'RS256'))],
  ['no algorithm', headed({})],
  ['an algorithm that is a list', headed({ alg: ['RS256'] }, 'AAAA')],
  [
    'an algorithm that is not advertised',
    as((claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32))),
  ],
  [
    'the client secret as the key of HS256',
    as((claims) => hs256(claims, fixture.clientSecret), { confidential: true }),
  ],
  [
    'the client secret as the key of HS256, advertised',
    as((claims) => hs256(claims, fixture.clientSecret), { confidential: true, ...advertising('HS256') }),
  ],
  [
    'the public key as the key of HS256',
    as(
      async (claims, { signer }) => {
        const pem = await exportSPKI((await importJWK(signer.publicJwk, 'RS256', { extractable: true })) as CryptoKey);
        return hs256(claims, pem);
      },
      advertising('HS256', 'RS256'),
    ),
  ],
  ['an empty signature', headed({ alg: 'RS256' })],
  ['a signature that is none', headed({ alg: 'RS256' }, 'AAAA')],
  ['the key of another signer under the right name', as((claims) => signedBy(claims, forger))],
  ['the key of another signer under its own name', as((claims) => signedBy(claims, stranger))],
  ['a key that came along in the header', as((claims) => signedBy(claims, forger, { jwk: forger.publicJwk }))],
  [
    'a key that is to be fetched elsewhere',
    as((claims, { elsewhere }) =>
      signedBy(claims, forger, { jku: `${elsewhere.origin}/keys`, x5u: `${elsewhere.origin}/cert` }),
    ),
  ],
  [
    'claims that were changed afterwards',
    as((claims, scene) =>
      patched(claims, scene, (parts) => {
        parts[1] = Buffer.from(JSON.stringify({ ...claims, sub: '8', email: 'eve@example.com' })).toString('base64url');
      }),
    ),
  ],
  [
    'a header that was changed afterwards',
    as((claims, scene) =>
      patched(claims, scene, (parts) => {
        parts[0] = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'key-1', typ: 'x' })).toString('base64url');
      }),
    ),
  ],
  [
    'a critical header that is not known',
    as((claims) => unsignedJwt({ alg: 'RS256', kid: 'key-1', crit: ['b64'], b64: false }, claims, 'AAAA')),
  ],

  ['another audience', claiming(() => ({ aud: 'another-app' }))],
  ['audiences without us', claiming(() => ({ aud: ['another-app', 'a-third'] }))],
  ['no audience', claiming(() => ({ aud: undefined }))],
  ['an empty list of audiences', claiming(() => ({ aud: [] }))],
  ['an audience that is an object', claiming(() => ({ aud: { sightglass: true } }))],
  ['several audiences and no authorized party', claiming(() => ({ aud: ['sightglass', 'another-app'] }))],
  [
    'several audiences and another authorized party',
    claiming(() => ({ aud: ['sightglass', 'another-app'], azp: 'another-app' })),
  ],
  ['our audience and another authorized party', claiming(() => ({ azp: 'another-app' }))],

  ['another issuer', claiming(() => ({ iss: 'https://evil.example' }))],
  ['the issuer of another server that is configured', claiming(({ otherIssuer }) => ({ iss: otherIssuer }))],
  ['an issuer with a slash more', claiming(({ issuer }) => ({ iss: `${issuer}/` }))],
  ['no issuer', claiming(() => ({ iss: undefined }))],

  ['a time that is over', claiming(() => ({ exp: nowS() - 3_600, iat: nowS() - 7_200 }))],
  ['a time that was over two minutes ago', claiming(() => ({ exp: nowS() - 120, iat: nowS() - 600 }))],
  ['no end', claiming(() => ({ exp: undefined }))],
  ['an end that is a text', claiming(() => ({ exp: `${nowS() + 600}` }))],
  ['no beginning', claiming(() => ({ iat: undefined }))],
  ['a beginning that is a text', claiming(() => ({ iat: `${nowS()}` }))],
  ['a beginning in an hour', claiming(() => ({ iat: nowS() + 3_600, exp: nowS() + 7_200 }))],
  ['not to be used before an hour from now', claiming(() => ({ nbf: nowS() + 3_600 }))],

  ['another nonce', claiming(() => ({ nonce: 'another' }))],
  ['no nonce', claiming(() => ({ nonce: undefined }))],
  ['null as nonce', claiming(() => ({ nonce: null }))],
  ['null as subject', claiming(() => ({ sub: null }))],
  ['null as audience', claiming(() => ({ aud: null }))],
  ['null as end', claiming(() => ({ exp: null }))],
  ['an empty nonce', claiming(() => ({ nonce: '' }))],
  ['a list with the nonce', claiming((scene) => ({ nonce: [scene.nonce()] }))],

  ['no subject', claiming(() => ({ sub: undefined }))],
  ['a subject that is a number', claiming(() => ({ sub: 7 }))],

  ['the hash of another access token', claiming(() => ({ at_hash: leftHalf('another') }))],
  ['a hash that is a number', claiming(() => ({ at_hash: 7 }))],

  ['two parts', as(async (claims, scene) => (await signedBy(claims, scene.signer)).split('.').slice(0, 2).join('.'))],
  [
    'five parts, as if it were encrypted',
    as((claims) => `${unsignedJwt({ alg: 'dir', enc: 'A256GCM' }, claims, 'a')}.b.c`),
  ],
  [
    'a header that is no JSON',
    as((claims, scene) =>
      patched(claims, scene, (parts) => {
        parts[0] = 'AAAA';
      }),
    ),
  ],
  [
    'claims that are no JSON',
    as((claims, scene) =>
      patched(claims, scene, (parts) => {
        parts[1] = 'AAAA';
      }),
    ),
  ],
  ['claims that are a list', as(() => unsignedJwt({ alg: 'RS256', kid: 'key-1' }, [], 'AAAA'))],
  [
    'letters that no base64url has',
    as((claims, scene) =>
      patched(claims, scene, (parts) => {
        parts[2] = '!!!!';
      }),
    ),
  ],
  ['nothing', as(() => '')],
  ['a word', as(() => 'token')],
];

describe('an ID token is refused, and the access token with it, for', () => {
  test.each(refused)('%s', async (_, script) => {
    const outcome = await fixture.attempt({ ...OPENID, ...script });
    expectRefused(outcome, 'id_token_invalid', true);
    expect(outcome.scene.as.received(paths.me), 'the access token was used').toEqual([]);
  });

  test('being of an earlier sign-in', async () => {
    let earlier = '';
    expectSignedIn(
      await fixture.attempt({
        ...OPENID,
        idToken: async (claims, scene) => {
          earlier = await signedBy(claims, scene.signer);
          return earlier;
        },
      }),
    );
    const outcome = await fixture.attempt({ ...OPENID, idToken: () => earlier });
    expectRefused(outcome, 'id_token_invalid', true);
  });

  test.each([
    ['7', 7],
    ['an object', {}],
    ['a list', ['a.b.c']],
    ['true', true],
  ])('being %s', async (_, idToken) => {
    const outcome = await fixture.attempt({
      ...OPENID,
      token: async (scene) => json({ ...(await fixture.tokenAnswer(scene, OPENID)), id_token: idToken }),
    });
    expectRefused(outcome, 'id_token_invalid', true);
  });
});

describe('an ID token is good', () => {
  test.each<[string, Script]>([
    ['with the server’s signature', {}],
    ['with the hash of the access token', claiming(({ issued }) => ({ at_hash: leftHalf(issued.accessToken) }))],
    ['half a minute after its end, for clocks differ', claiming(() => ({ exp: nowS() - 30, iat: nowS() - 600 }))],
    ['half a minute before its beginning', claiming(() => ({ iat: nowS() + 30 }))],
    [
      'with us among several audiences and as authorized party',
      claiming(() => ({ aud: ['another-app', 'sightglass'], azp: 'sightglass' })),
    ],
    [
      'without the name of the key, where there is one key',
      as((claims, { signer }) => signedBy(claims, signer, { kid: undefined })),
    ],
  ])('%s', async (_, script) => {
    const outcome = await fixture.attempt({ ...OPENID, ...script });
    expect(expectSignedIn(outcome).person?.userName).toBe('ada@example.com');
    expect(outcome.scene.as.received(paths.keys)).toHaveLength(1);
  });

  test('with null for what may be left out, in it and in the keys', async () => {
    const nothing = { nbf: null, azp: null, at_hash: null, auth_time: null, email_verified: null, name: null };
    const outcome = await fixture.attempt({
      ...OPENID,
      ...claiming(() => nothing),
      me: () => json({}, { status: 404 }),
      keys: ({ signer }) => json({ keys: [null, { ...signer.publicJwk, x5c: null, key_ops: null, ext: null }] }),
    });
    expect(expectSignedIn(outcome).person).toEqual({
      id: '7',
      userName: 'ada@example.com',
      displayName: 'ada@example.com',
    });
  });

  test('and need not be there, where the server gives none', async () => {
    const outcome = await fixture.attempt({
      ...OPENID,
      token: async (scene) => json({ ...(await fixture.tokenAnswer(scene, OPENID)), id_token: undefined }),
    });
    expectSignedIn(outcome);
  });

  test('and is not looked at, where none was asked for', async () => {
    const outcome = await fixture.attempt({
      me: () => json({}, { status: 403 }),
      token: async (scene) =>
        json({
          ...(await fixture.tokenAnswer(scene)),
          id_token: unsignedJwt({ alg: 'none' }, { email: 'eve@example.com' }),
        }),
    });
    expect(expectSignedIn(outcome).person).toBeNull();
  });
});

describe('keys', () => {
  const keysOf = (...signers: Signer[]): Answer => json({ keys: signers.map(({ publicJwk }) => publicJwk) });

  test('that were exchanged since the last sign-in are asked for once more', async () => {
    const running = fixture.program();
    expectSignedIn(await fixture.attempt(OPENID, running));
    const rotated = {
      ...OPENID,
      keys: () => keysOf(stranger),
      idToken: (c: Record<string, unknown>) => signedBy(c, stranger),
    };
    const outcome = await fixture.attempt(rotated, running);
    await running.stop();
    expectSignedIn(outcome);
    expect(outcome.scene.as.received(paths.keys)).toHaveLength(1);
  });

  test('that are new at the second look are found within one sign-in', async () => {
    const running = fixture.program();
    expectSignedIn(await fixture.attempt(OPENID, running));
    // The old keys are remembered; the new one stands beside them.
    const outcome = await fixture.attempt(
      { ...OPENID, keys: ({ signer }) => keysOf(signer, stranger), idToken: (claims) => signedBy(claims, stranger) },
      running,
    );
    await running.stop();
    expectSignedIn(outcome);
  });

  test('that the server does not have are not asked for again and again', async () => {
    const running = fixture.program();
    expectSignedIn(await fixture.attempt(OPENID, running));
    const outcome = await fixture.attempt({ ...OPENID, idToken: (claims) => signedBy(claims, stranger) }, running);
    await running.stop();
    expectRefused(outcome, 'id_token_invalid', true);
    expect(outcome.scene.as.received(paths.keys).length).toBeLessThanOrEqual(2);
  });

  test.each<[string, readonly ErrorCode[], (scene: Scene) => Answer, Script?]>([
    ['404', ['metadata_invalid'], () => json({}, { status: 404 })],
    ['500', ['id_token_invalid', 'server_busy'], () => html('', { status: 500 })],
    [
      '503 and Retry-After',
      ['server_busy', 'id_token_invalid'],
      () => json({}, { status: 503, headers: { 'retry-after': '5' } }),
    ],
    ['a page', ['metadata_invalid'], () => html('<h1>Log in to the Wi-Fi</h1>')],
    ['no keys', ['id_token_invalid'], () => json({ keys: [] })],
    ['a list', ['metadata_invalid'], ({ signer }) => json([signer.publicJwk])],
    ['keys that are no list', ['metadata_invalid'], ({ signer }) => json({ keys: signer.publicJwk })],
    ['keys that are texts', ['metadata_invalid'], () => json({ keys: ['key-1'] })],
    [
      'a key without its parts',
      ['id_token_invalid'],
      () => json({ keys: [{ kty: 'RSA', kid: 'key-1', alg: 'RS256', use: 'sig' }] }),
    ],
    [
      'a key for encryption',
      ['id_token_invalid'],
      ({ signer }) => json({ keys: [{ ...signer.publicJwk, use: 'enc' }] }),
    ],
    [
      'a symmetric key',
      ['id_token_invalid'],
      () => json({ keys: [{ kty: 'oct', kid: 'key-1', alg: 'RS256', k: 'AAAA' }] }),
    ],
    ['half a JSON', ['metadata_invalid'], () => raw('{"keys":[', 'application/json')],
    [
      'a redirect to another server',
      ['metadata_invalid'],
      ({ elsewhere }) => redirect(`${elsewhere.origin}/keys`, 307),
    ],
    ['more than it can ever send', ['response_too_large'], () => endless('{"keys":[')],
    ['a cut connection', ['offline'], () => cut],
    ['nothing, ever', ['offline'], () => silent, { hurried: true }],
  ])('that cannot be had, because of %s, make the token worthless', async (_, codes, keys, script = {}) => {
    const outcome = await fixture.attempt({ ...OPENID, ...script, keys });
    expect(codes).toContain(outcome.error?.code);
    expectRefused(outcome, outcome.error?.code as ErrorCode, true);
    expect(outcome.scene.as.received(paths.me)).toEqual([]);
  });

  test('that are nowhere prove nothing: the claims are not believed', async () => {
    const outcome = await fixture.attempt({
      ...OPENID,
      describe: () => ({ jwks_uri: undefined }),
      me: () => json({}, { status: 403 }),
    });
    expect(expectSignedIn(outcome).person).toBeNull();
  });

  test.each<[string, (scene: Scene) => unknown]>([
    ['on another server', ({ elsewhere }) => `${elsewhere.origin}/keys`],
    ['over http', () => 'http://dbc.example/keys'],
    ['in a file', () => 'file:///etc/passwd'],
    ['at no address', () => 7],
  ])('that are %s are not fetched', async (_, jwksUri) => {
    const outcome = await fixture.attempt({ ...OPENID, describe: (scene) => ({ jwks_uri: jwksUri(scene) }) });
    // Whether the metadata or the token is blamed, nothing is stored and the token is not used.
    expect(['metadata_endpoint_untrusted', 'metadata_invalid', 'id_token_invalid']).toContain(outcome.error?.code);
    expect(outcome.stored).toEqual([]);
    expect(outcome.scene.as.received(paths.me)).toEqual([]);
  });
});
