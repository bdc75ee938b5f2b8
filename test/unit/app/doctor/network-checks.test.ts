/** What the checks of the network make of what they see, where no socket of a test can show it. */
import { describe, expect, test } from 'vitest';
import type { NetworkEdges } from '../../../../src/main/app/doctor/network-edges.ts';
import type { Parts } from '../../../../src/main/app/doctor/parts.ts';
import { allChecks } from '../../../../src/main/app/doctor/registry.ts';
import { createSubject } from '../../../../src/main/app/doctor/subject.ts';
import { createSerialQueue } from '../../../../src/main/async/serial-queue.ts';
import type { Meeting } from '../../../../src/main/net/meet-server.ts';
import type { CheckId, CheckResult } from '../../../../src/shared/checks.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import type { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { newDraft, silentLog, withConnection } from '../../../support/profiles.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const NOW = Date.UTC(2026, 2, 4);
const DAY = 86_400_000;

const met: Extract<Meeting, { kind: 'met' }> = {
  kind: 'met',
  route: null,
  passedOver: [],
  certificate: { subject: 'one', issuer: 'Public CA', from: NOW - 30 * DAY, until: NOW + 60 * DAY },
  trust: 'bundled',
  fault: null,
};

interface Given {
  readonly draft?: ProfileDraft;
  readonly meeting?: Meeting;
  readonly network?: Partial<NetworkEdges>;
  readonly answer?: (url: URL, clock: ReturnType<typeof createVirtualClock>) => Promise<Response>;
}

async function look(id: CheckId, given: Given = {}): Promise<CheckResult> {
  const { profiles, secrets, vault } = await profileSetupFixture();
  const clock = createVirtualClock(NOW);
  const parts: Parts = {
    ...clock,
    fetch: async (url) => (given.answer ? given.answer(new URL(url), clock) : new Response('', { status: 404 })),
    allowLoopbackHttp: false,
    vault,
    secrets,
    keeper: { view: noGrant, held: () => [] },
    isSigningIn: () => false,
    listensAt: () => null,
    sign: () => Promise.reject(new Error('Nothing is signed.')),
    portTurns: createSerialQueue<'port'>(),
    network: {
      resolveProxy: async () => 'DIRECT',
      addressesOf: async () => ['203.0.113.7'],
      meet: async () => given.meeting ?? met,
      ...given.network,
    },
    log: silentLog,
  };
  const draft = given.draft ?? newDraft;
  const { signal } = new AbortController();
  const subject = createSubject(
    { draft, profile: profiles.prepare(draft), before: null, isSaved: true },
    parts,
    signal,
  );
  const check = allChecks.find((one) => one.id === id);
  if (check?.about !== 'profile') throw new Error(`There is no check ${id} of the whole.`);
  return check.run(subject, parts, signal);
}

const said = ({ outcome, owner, findings }: CheckResult) => [outcome, owner, findings[0]?.code];

describe('certificates', () => {
  test('of a public authority are right', async () => {
    const result = await look('tls');
    expect(said(result)).toEqual(['ok', null, 'tls_public']);
    expect(result.findings[0]?.values).toEqual({
      hosts: ['app.sigma.example'],
      issuer: 'Public CA',
      until: '2026-05-03',
    });
  });

  test('of a public authority that ended are for those who run the server', async () => {
    expect(said(await look('tls', { meeting: { ...met, fault: 'CERT_HAS_EXPIRED' } }))).toEqual([
      'failed',
      'sigma',
      'tls_expired',
    ]);
    const inspected = { ...met, trust: 'system', fault: 'CERT_HAS_EXPIRED' } as const;
    expect(said(await look('tls', { meeting: inspected }))).toEqual(['failed', 'it', 'tls_expired']);
  });

  test.each([
    ['of three months, thirteen days before their end', 90, 13, 'ok'],
    ['of three months, eight days before their end', 90, 8, 'warning'],
    ['of a year, thirteen days before their end', 365, 13, 'warning'],
    ['of six days, two days before their end', 6, 2, 'ok'],
    ['of six days, at the last', 6, 0.5, 'warning'],
  ])('%s', async (_, days, left, outcome) => {
    const certificate = { ...met.certificate, from: NOW - (days - left) * DAY, until: NOW + left * DAY };
    expect((await look('tls', { meeting: { ...met, certificate } })).outcome).toBe(outcome);
  });

  test('with a time that is none are told all the same', async () => {
    const certificate = { ...met.certificate, until: Number.NaN };
    const result = await look('tls', { meeting: { ...met, certificate, fault: 'CERT_HAS_EXPIRED' } });
    expect(result.findings[0]?.values.until).toBe('?');
  });

  test.each([
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls_old'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls_old'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_not_spoken'],
  ])('are not seen where TLS ends with %s', async (code, found) => {
    const meeting: Meeting = { kind: 'unmet', at: 'tls', code, route: null, passedOver: [] };
    expect(said(await look('tls', { meeting }))).toEqual(['failed', 'it', found]);
  });
});

describe('answers', () => {
  test('that take long are to look at', async () => {
    const answer: Given['answer'] = async (_url, clock) => {
      await clock.advance(6_000);
      return new Response('', { status: 200 });
    };
    expect(said(await look('reach', { answer }))).toEqual(['warning', 'it', 'reach_slow']);
  });

  test('of trouble count where no other check asks', async () => {
    const answer: Given['answer'] = async () => new Response('', { status: 503 });
    expect(said(await look('reach', { answer }))).toEqual(['ok', null, 'reach_answers']);
    const workbooks = newDraft.workbooks.map((one) => ({
      ...one,
      url: 'https://app.eu.aws.sigmacomputing.com/org/workbook/T-1',
    }));
    const result = await look('reach', { answer, draft: { ...newDraft, workbooks } });
    expect(said(result)).toEqual(['warning', 'sigma', 'reach_troubled']);
    expect(result.findings[0]?.values.hosts).toEqual(['api.eu.aws.sigmacomputing.com']);
  });

  test.each([
    ['timedOut', {}, 'reach_silent'],
    ['unreachable', { systemCode: 'ECONNREFUSED' }, 'reach_refused'],
    ['unreachable', { systemCode: 'EHOSTUNREACH' }, 'reach_no_way'],
    ['unreachable', { systemCode: 'ECONNRESET' }, 'reach_reset'],
  ] as const)('that do not come: %s %o', async (reason, more, found) => {
    const answer: Given['answer'] = async () => {
      throw new AppError('offline', { reason, host: 'one', ...more } as never);
    };
    expect(said(await look('reach', { answer }))).toEqual(['failed', 'it', found]);
  });

  test('are asked for without a sign-in, a query or a word about who asks', async () => {
    const asked: string[] = [];
    const answer: Given['answer'] = async (url) => {
      asked.push(url.href);
      return new Response('', { status: 200 });
    };
    await look('reach', { answer });
    // Of its metadata, since that may name others; what comes twice is asked by the check of the metadata too.
    const metadata = ['oauth-authorization-server', 'openid-configuration', 'v1/.well-known/openid-configuration'];
    expect([...new Set(asked)].sort()).toEqual(
      [
        'https://app.sigma.example/org/workbook/Trips-1',
        ...metadata.map((name) => `https://old.example/oidc/${name.startsWith('v1') ? name : `.well-known/${name}`}`),
      ].sort(),
    );
  });
});

describe('a server that the metadata alone names', () => {
  const google = withConnection(newDraft, {
    server: { provider: 'google', issuer: 'https://accounts.google.com' },
    scopes: ['openid', 'email'],
  });
  const answer: Given['answer'] = async ({ pathname }) =>
    pathname === '/.well-known/openid-configuration'
      ? Response.json({
          issuer: 'https://accounts.google.com',
          authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
          token_endpoint: 'https://oauth2.googleapis.com/token',
          jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
          code_challenge_methods_supported: ['S256'],
        })
      : new Response('', { status: 404 });

  test('is looked up and met as the others are', async () => {
    const hosts = ['app.sigma.example', 'accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'];
    for (const [check, code] of [
      ['dns', 'dns_found'],
      ['tls', 'tls_public'],
      ['reach', 'reach_answers'],
    ] as const) {
      const { outcome, findings } = await look(check, { draft: google, answer });
      expect(outcome).toBe('ok');
      expect(findings.filter((one) => one.code === code).flatMap(({ values }) => values.hosts)).toEqual(hosts);
    }
  });

  test('is told by the check that finds it wrong, for who must mend it', async () => {
    const network = {
      addressesOf: async (host: string) => {
        if (host !== 'www.googleapis.com') return ['203.0.113.7'];
        throw Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' });
      },
    };
    const result = await look('dns', { draft: google, answer, network });
    expect(said(result)).toEqual(['failed', 'it', 'dns_no_answer']);
    expect(result.findings[0]?.values.hosts).toEqual(['www.googleapis.com']);
  });

  test('is not sought where the server that would name it cannot be met', async () => {
    const asked: string[] = [];
    const result = await look('tls', {
      draft: google,
      meeting: { ...met, trust: null, fault: 'SELF_SIGNED_CERT_IN_CHAIN' },
      answer: async (url, clock) => {
        asked.push(url.href);
        return answer(url, clock);
      },
    });
    expect(said(result)).toEqual(['failed', 'it', 'tls_unknown_issuer']);
    expect(asked).toEqual([]);
  });
});

describe('names', () => {
  test('that are addresses, or that a proxy looks up, are not looked up', async () => {
    const asked: string[] = [];
    const network = {
      resolveProxy: async () => 'PROXY proxy.example:3128',
      addressesOf: async (host: string) => {
        asked.push(host);
        return ['203.0.113.7'];
      },
    };
    const result = await look('dns', { network });
    expect(said(result)).toEqual(['ok', null, 'dns_of_proxy']);
    expect(asked).toEqual([]);
  });

  test('of which one leads nowhere on one address alone are right', async () => {
    const network = { addressesOf: async () => ['0.0.0.0', '203.0.113.7'] };
    expect((await look('dns', { network })).outcome).toBe('ok');
    expect(said(await look('dns', { network: { addressesOf: async () => ['127.0.0.1'] } }))).toEqual([
      'failed',
      'it',
      'dns_blocked',
    ]);
  });
});
