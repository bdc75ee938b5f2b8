/** Sigma refuses what the real one refuses, in its words, and accepts every URL once. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { decryptConnectionToken } from '../../../standins/sigma/token-decryption.ts';
import { type EmbedOptions, embedUrl, encryptToken, signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;
let workspaceToken: string;
let accountToken: string;

beforeAll(async () => {
  services = await startDemoServices({ internalUsers: ['Boss@example.com'] });
  workspaceToken = (await signIn(services, 'Ada Moreno')).access_token;
  accountToken = (await signIn(services, 'Ada Moreno', { level: 'account' })).access_token;
});
afterAll(() => services.stop());
beforeEach(() => services.controls.sigma.clearJournal());

const now = () => Math.floor(Date.now() / 1000);

async function load(url: string) {
  const response = await fetch(url);
  const html = await response.text();
  const refused = /data-code="([^"]*)" data-message="([^"]*)"/.exec(html);
  const message = refused?.[2]?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return { response, html, refusal: refused ? { code: refused[1], message } : null };
}

const embed = async (options: EmbedOptions = {}, token = workspaceToken) =>
  load(await embedUrl(services, token, options));

describe('what is accepted', () => {
  test.each<[string, EmbedOptions]>([
    ['an embed user', {}],
    ['an embed user without account type and teams', { claims: { account_type: undefined, teams: undefined } }],
    [
      'an internal user without them',
      { claims: { sub: 'boss@example.com', account_type: undefined, teams: undefined } },
    ],
    ['a session of exactly 30 days', { claims: { iat: now(), exp: now() + 2_592_000 } }],
  ])('%s', async (_, options) => {
    const { response, refusal, html } = await embed(options);
    expect(refusal).toBeNull();
    expect(response.status).toBe(200);
    expect(html).toContain('NYC Taxi Trips');
  });

  test('tokens for several connections', async () => {
    const { connections, embedClient } = services.sigma;
    const [workspace, account] = connections;
    const connection_oauth_tokens = {
      [workspace?.id ?? '']: encryptToken(embedClient.secret, workspaceToken),
      [account?.id ?? '']: encryptToken(embedClient.secret, accountToken),
    };
    expect((await embed({ claims: { connection_oauth_tokens } })).refusal).toBeNull();
    const journal = await services.controls.sigma.journal();
    expect(journal[0]?.connectionIds).toEqual([workspace?.id, account?.id]);
  });
});

describe('what is refused', () => {
  const ofConnection = (connectionId: string, value: string) => ({
    claims: { connection_oauth_tokens: { [connectionId]: value } },
  });

  test.each<[string, EmbedOptions, string, string]>([
    ['ver as a number', { claims: { ver: 1.1 } }, 'EINVAL', 'connection_oauth_tokens is only supported in ver 1.1'],
    [
      'version in place of ver',
      { claims: { ver: undefined, version: '1.1' } },
      'EINVAL',
      'connection_oauth_tokens is only supported in ver 1.1',
    ],
    ['no kid', { header: { kid: undefined } }, 'EINVAL', 'kid is required in the header'],
    ['an unknown client', { header: { kid: 'somebody-else' } }, 'EINVAL', 'Unknown client id'],
    ['an issuer other than the client', { claims: { iss: 'somebody-else' } }, 'EINVAL', 'iss must be the client id'],
    ['a signature with another secret', { secret: 'another-secret' }, 'EINVAL', 'Invalid signature'],
    ['another audience', { claims: { aud: 'tableau' } }, 'EINVAL', 'aud must be "sigmacomputing"'],
    ['no audience', { claims: { aud: undefined } }, 'EINVAL', 'aud must be "sigmacomputing"'],
    ['an expired JWT', { claims: { iat: now() - 60, exp: now() - 1 } }, 'EINVAL', 'exp cannot be in the past'],
    [
      'a session over 30 days',
      { claims: { iat: now(), exp: now() + 2_592_001 } },
      'EINVAL',
      'exp cannot be more than 30 days after iat',
    ],
    ['no subject', { claims: { sub: undefined } }, 'EPERM', 'sub is required'],
    [
      'a subject with a space',
      { claims: { sub: 'ada moreno@example.com' } },
      'EINVAL',
      'sub cannot contain whitespace',
    ],
    ['no jti', { claims: { jti: undefined } }, 'EINVAL', 'jti is required'],
    [
      'an account type for an internal user',
      { claims: { sub: 'boss@example.com', teams: undefined } },
      'EINVAL',
      'Cannot update account type for internal users',
    ],
    [
      'teams for an internal user',
      { claims: { sub: 'BOSS@example.com', account_type: undefined } },
      'EINVAL',
      'Cannot update account type for internal users',
    ],
    ['an unknown connection', ofConnection('nowhere', 'irrelevant'), 'ENOENT', 'Connection nowhere was not found'],
    [
      'no token at all',
      { claims: { connection_oauth_tokens: undefined } },
      'EACCES',
      'Sign in to view this connection',
    ],
  ])('%s', async (_, options, code, message) => {
    const { refusal, response } = await embed(options);
    expect(refusal).toEqual({ code, message });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  test('a token that was encrypted with another secret, or not at all', async () => {
    const connectionId = services.sigma.workbooks[0]?.connectionId ?? '';
    for (const value of [encryptToken('another secret', workspaceToken), workspaceToken, 'a.b.c.d', '']) {
      const { refusal } = await embed(ofConnection(connectionId, value));
      expect(refusal).toEqual({ code: 'EINVAL', message: 'Invalid encrypted token' });
    }
  });

  test('a token of the other level', async () => {
    const { refusal } = await embed({}, accountToken);
    expect(refusal).toEqual({ code: 'EACCES', message: 'Sign in to view this connection' });
    const account = services.sigma.workbooks.find((workbook) => workbook.level === 'account');
    const encrypted = encryptToken(services.sigma.embedClient.secret, accountToken);
    const right = ofConnection(account?.connectionId ?? '', encrypted);
    expect((await embed({ ...right, workbookUrl: account?.url ?? '' })).refusal).toBeNull();
  });

  test('the same URL a second time, even at the same moment', async () => {
    const url = await embedUrl(services, workspaceToken);
    const answers = await Promise.all([load(url), load(url)]);
    expect(answers.filter(({ refusal }) => refusal === null)).toHaveLength(1);
    expect((await load(url)).refusal).toEqual({ code: 'EINVAL', message: 'jti has already been used' });
  });

  test('a workbook that does not exist, here or in another organisation', async () => {
    const { origin, workbooks } = services.sigma;
    const elsewhere = workbooks[0]?.url.replace('/sightglass-demo/', '/another/') ?? '';
    for (const workbookUrl of [`${origin}/sightglass-demo/workbook/Gone-4tQm`, elsewhere]) {
      expect((await embed({ workbookUrl })).refusal).toEqual({ code: 'ENOENT', message: 'Workbook not found' });
    }
  });

  test('a URL without :embed or :jwt', async () => {
    const url = await embedUrl(services, workspaceToken);
    expect((await load(url.replace(':embed=true&', ''))).refusal).toMatchObject({ code: 'EINVAL' });
    expect((await load(url.replace(/&:jwt=.*/, ''))).refusal).toMatchObject({ code: 'EINVAL' });
  });

  test('whatever control says, next', async () => {
    await services.controls.sigma.refuseNext({ code: 'ETIMEDOUT', message: 'The warehouse did not answer' });
    expect((await embed()).refusal).toEqual({ code: 'ETIMEDOUT', message: 'The warehouse did not answer' });
    expect((await embed()).refusal).toBeNull();
  });
});

describe('pages', () => {
  test('let themselves be framed by https pages and by the QuickStart only, and are never stored', async () => {
    const pages = [
      await embed(),
      await embed({ claims: { ver: 1 } }),
      await load(`${services.sigma.origin}/assets/workbook.js`),
    ];
    for (const { response } of pages) {
      expect(response.headers.get('content-security-policy')).toMatch(
        /(^|; )frame-ancestors https: http:\/\/localhost:3000(;|$)/,
      );
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('are journaled without anything that could be used', async () => {
    const before = await services.controls.sigma.counters();
    const url = await embedUrl(services, workspaceToken, { parameters: '&:theme=Dark&Borough=Brooklyn,Queens' });
    await load(url);
    await load(url);
    const journal = await services.controls.sigma.journal();
    expect(journal).toMatchObject([
      { sub: 'ada.moreno@example.com', accepted: true, parameters: { ':theme': 'Dark', Borough: 'Brooklyn,Queens' } },
      { accepted: false, code: 'EINVAL', message: 'jti has already been used' },
    ]);
    expect(journal[0]?.jtiHash).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(journal)).not.toContain(new URL(url).searchParams.get(':jwt'));
    const after = await services.controls.sigma.counters();
    expect(after.acceptedJtis - before.acceptedJtis).toBe(1);
    expect(after.loads - before.loads).toBe(2);
  });
});

describe('decryption', () => {
  const { vectors } = JSON.parse(
    readFileSync(new URL('../../vectors/sigma-token-encryption.json', import.meta.url), 'utf8'),
  ) as { vectors: { embedSecret: string; plaintext: string; encrypted: string }[] };

  test.each(vectors.map((vector, index) => ({ ...vector, index })))(
    'reads what the SDK wrote: vector $index',
    async ({ embedSecret, plaintext, encrypted }) => {
      expect(await decryptConnectionToken(embedSecret, encrypted)).toBe(plaintext);
      expect(await decryptConnectionToken(`${embedSecret}0`, encrypted)).toBeNull();
      const [salt, iv, tag, text] = encrypted.split('.');
      expect(await decryptConnectionToken(embedSecret, [salt, tag, iv, text].join('.'))).toBeNull();
    },
  );
});
