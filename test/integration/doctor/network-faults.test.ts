/** The doctor over real sockets in a company's network: what is wrong on the way is named once, with who must mend it. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { CheckId } from '../../../src/shared/checks.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { expired, notYet, ofAnother, selfSigned } from '../../support/certificates.ts';
import { LAKE, type Otherwise, openCompanyNetwork, openSocketServer, SIGMA } from '../../support/company-network.ts';
import { wholeComputer } from '../../support/doctor.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { faultsOf } from '../../support/faults-found.ts';
import { newDraft, withConnection } from '../../support/profiles.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

let redirectUris: string[];
beforeAll(async () => {
  redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/callback`);
});

/** A set-up at the two servers of the network, or at others. */
const draftAt = (lake = `https://${LAKE}`): ProfileDraft =>
  withConnection(
    {
      ...newDraft,
      workbooks: newDraft.workbooks.map((workbook) => ({
        ...workbook,
        url: `https://${SIGMA}/acme/workbook/Sales-1abc`,
      })),
    },
    {
      server: { provider: 'oidc', metadataUrl: `${lake}/.well-known/openid-configuration`, audience: null },
      clientAuthentication: 'none',
      clientSecret: null,
      scopes: ['openid', 'offline_access'],
      redirectUris,
    },
  );

async function examine(otherwise: Otherwise = {}, draft = draftAt()): Promise<DoctorView> {
  const network = await openCompanyNetwork(otherwise);
  closers.push(network.close);
  const program = await openProgramOverStandIns({
    vault: { ...createMemoryVault(), mode: 'encrypted', backend: 'secret-service' },
    fetch: network.fetch,
    doctor: { ...wholeComputer, network: network.edges },
  });
  closers.push(program.close);
  const { id } = await program.save(draft);
  return program.examine(id);
}

async function held(act: Parameters<typeof openSocketServer>[0]): Promise<string> {
  const { port, close } = await openSocketServer(act);
  closers.push(close);
  return `https://localhost:${port}`;
}

const saying = (line: string) => (socket: { end(text: string): unknown }) =>
  void socket.end(`HTTP/1.1 ${line}\r\n\r\n`);
const failing = (code: string) => () => Promise.reject(Object.assign(new Error('failed'), { code }));
const direct = { [SIGMA]: async () => 'DIRECT', [LAKE]: async () => 'DIRECT' };

type Fault = readonly [name: string, found: readonly [CheckId, string, string], look: () => Promise<DoctorView>];

const faults: readonly Fault[] = [
  ['a name that nobody knows', ['dns', 'person', 'dns_unknown'], () => examine({ pac: { [LAKE]: direct[LAKE] } })],
  [
    'a DNS server that does not answer for a name',
    ['dns', 'it', 'dns_no_answer'],
    () => examine({ pac: { [LAKE]: direct[LAKE] }, names: { [LAKE]: failing('EAI_AGAIN') } }),
  ],
  ['a DNS server that answers for no name', ['dns', 'it', 'dns_nothing'], () => examine({ pac: direct })],
  [
    'a DNS filter',
    ['dns', 'it', 'dns_blocked'],
    () => examine({ pac: { [SIGMA]: direct[SIGMA] }, names: { [SIGMA]: async () => ['0.0.0.0', '::'] } }),
  ],
  [
    'a proxy that is not there',
    ['proxy', 'it', 'proxy_dead'],
    () => examine({ pac: { [LAKE]: async () => 'PROXY 127.0.0.1:1' } }),
  ],
  [
    'a proxy that is not there, before one that is',
    ['proxy', 'it', 'proxy_passed_over'],
    () => examine({ pac: { [LAKE]: async (proxy) => `PROXY 127.0.0.1:1; PROXY ${proxy}` } }),
  ],
  [
    'a proxy that wants a password',
    ['proxy', 'it', 'proxy_password'],
    () => examine({ proxy: { [SIGMA]: saying('407 Proxy Authentication Required') } }),
  ],
  [
    'a proxy that lets a host not through',
    ['proxy', 'it', 'proxy_refuses'],
    () => examine({ proxy: { [LAKE]: saying('403 Forbidden') } }),
  ],
  [
    'a proxy that hangs up',
    ['proxy', 'it', 'proxy_dead'],
    () => examine({ proxy: { [LAKE]: (socket) => void socket.destroy() } }),
  ],
  [
    'a proxy that says nothing',
    ['proxy', 'it', 'proxy_dead'],
    () => examine({ proxy: { [LAKE]: () => undefined }, limitMs: 3_000 }),
  ],
  [
    'a SOCKS proxy',
    ['proxy', 'it', 'proxy_unusable'],
    () => examine({ pac: { [LAKE]: async () => 'SOCKS5 ada:secret-of-proxy@one.test:1080; DIRECT' } }),
  ],
  [
    'a PAC script that does not come',
    ['proxy', 'it', 'proxy_silent'],
    () => examine({ pac: { [LAKE]: () => new Promise(() => undefined) }, limitMs: 3_000 }),
  ],
  [
    'a PAC script that cannot be read',
    ['proxy', 'it', 'proxy_unread'],
    () => examine({ pac: { [LAKE]: failing('ERR_PAC_SCRIPT_FAILED') } }),
  ],
  ['a certificate that has ended', ['tls', 'it', 'tls_expired'], () => examine({ certificates: { [LAKE]: expired } })],
  [
    'a certificate that is yet to begin',
    ['tls', 'it', 'tls_not_yet'],
    () => examine({ certificates: { [LAKE]: notYet } }),
  ],
  [
    'a certificate for another name',
    ['tls', 'it', 'tls_other_name'],
    () => examine({ certificates: { [SIGMA]: ofAnother } }),
  ],
  [
    'a certificate of its own',
    ['tls', 'it', 'tls_self_signed'],
    () => examine({ certificates: { [LAKE]: selfSigned } }),
  ],
  ['an authority that is not installed', ['tls', 'it', 'tls_unknown_issuer'], () => examine({ authorities: [] })],
  [
    'a server that speaks no TLS',
    ['tls', 'it', 'tls_not_spoken'],
    async () => examine({}, draftAt(await held((socket) => void socket.end('HTTP/1.1 400 Bad\r\n\r\n')))),
  ],
  [
    'a server that refuses the connection',
    ['reach', 'it', 'reach_refused'],
    () => examine({}, draftAt('https://localhost:1')),
  ],
  [
    'a filter that cuts the connection off',
    ['reach', 'it', 'reach_reset'],
    async () => examine({}, draftAt(await held((socket) => void socket.once('data', () => socket.resetAndDestroy())))),
  ],
  [
    'a server that says nothing',
    ['reach', 'it', 'reach_silent'],
    async () => examine({ limitMs: 3_000 }, draftAt(await held(() => undefined))),
  ],
  [
    'a proxy that cannot reach the server',
    ['reach', 'it', 'reach_proxy_cannot'],
    () => examine({ proxy: { [LAKE]: saying('502 Bad Gateway') } }),
  ],
  [
    'a network that wants a sign-in of its own',
    ['reach', 'it', 'reach_portal'],
    () => examine({ answers: { [LAKE]: (_request, response) => response.writeHead(511).end() } }),
  ],
  [
    'the login of a network in the place of Sigma',
    ['reach', 'it', 'reach_elsewhere'],
    () =>
      examine({
        answers: {
          [SIGMA]: (_request, response) => response.writeHead(302, { location: 'https://login.test/' }).end(),
        },
      }),
  ],
];

describe('a company’s network', () => {
  test('in which all is well raises nothing, and names who inspects it', async () => {
    const view = await examine();
    expect(faultsOf(view)).toEqual([]);
    const tls = view.checks.find(({ check }) => check === 'tls')?.result;
    expect(tls).toMatchObject({
      outcome: 'ok',
      findings: [SIGMA, LAKE].map((host) => ({
        code: 'tls_inspected',
        values: { issuer: 'Acme, Acme Servers CA', hosts: [host] },
      })),
    });
  });

  test.each(faults)('%s', async (_, [check, owner, code], look) => {
    expect(faultsOf(await look()).map((fault) => [fault.check, fault.owner, fault.code])).toEqual([
      [check, owner, code],
    ]);
  });

  test('shows no password of a proxy', async () => {
    const view = await examine({ pac: { [LAKE]: async () => 'SOCKS5 ada:secret-of-proxy@one.test:1080' } });
    expect(JSON.stringify(view)).not.toContain('secret-of-proxy');
    expect(JSON.stringify(view)).toContain('one.test:1080');
  });
});
