/** Whether each host answers, within a limit and by itself: no login of a network, no refusal, no silence. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { plainText } from '../../../log/plain-text.ts';
import type { ProfileCheck } from '../check.ts';
import { broken, fine, type HostFinding, ofHosts, wanting } from '../host-findings.ts';
import { type HostLook, LOOK_LIMIT_MS, networkOf } from '../network-look.ts';
import type { Parts } from '../parts.ts';
import type { Subject } from '../subject.ts';

/** A person waits for several answers, one after another. */
const SLOW_MS = 5_000;

/** Network Authentication Required (RFC 6585 section 6). */
const PORTAL = 511;

export const reach: ProfileCheck = {
  id: 'reach',
  about: 'profile',
  where: 'doctor',
  after: ['tls'],
  limitMs: LOOK_LIMIT_MS,
  async run(subject, parts, signal) {
    const hosts = parts.network ? await networkOf(subject, parts.network).all(signal) : [];
    const found = await Promise.all(
      hosts
        .filter((host) => host.fault() === null)
        .map(async (host) => {
          const seen = await findingOf(host, subject, parts, signal);
          if (seen.outcome === 'failed') host.faulty('reach');
          return seen;
        }),
    );
    return ofHosts(found, finding('reach_unasked'));
  },
};

async function findingOf(
  host: HostLook,
  { fetch }: Subject,
  { uptime }: Parts,
  signal: AbortSignal,
): Promise<HostFinding> {
  const hosts = [host.host];
  const meeting = await host.meeting(signal);
  if (meeting?.kind === 'unmet') return unreached(hosts, meeting.code, meeting.route);
  const askedAt = uptime();
  try {
    const { status, headers } = await fetch(host.address, {
      headers: { accept: host.owner === 'sigma' ? 'text/html' : 'application/json' },
      redirect: 'manual',
      signal,
    });
    const ms = Math.round(uptime() - askedAt);
    if (status === PORTAL) return broken('it', finding('reach_portal', { hosts }));
    const otherHost = leadsTo(host, status, headers.get('location'));
    if (otherHost !== null && host.staysAtHost) return broken('it', finding('reach_elsewhere', { hosts, otherHost }));
    if (status >= 500 && host.isAskedHereAlone) {
      return wanting(host.owner, finding('reach_troubled', { hosts, status: String(status) }));
    }
    if (ms >= SLOW_MS) return wanting('it', finding('reach_slow', { hosts, ms }));
    return fine(finding('reach_answers', { hosts, status: String(status), ms }));
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    const { reason, systemCode = error.code, status } = error.values;
    const route = meeting?.route ?? null;
    if (reason === 'timedOut') return unreached(hosts, 'ETIMEDOUT', route);
    return unreached(hosts, status === undefined ? String(systemCode) : `PROXY_ANSWERED_${status}`, route);
  }
}

/** The host that an answer leads to, where that is another one. */
function leadsTo({ url, address }: HostLook, status: number, location: string | null): string | null {
  if (status < 300 || status >= 400 || location === null || !URL.canParse(location, address)) return null;
  const target = new URL(location, address);
  return target.origin === url.origin ? null : plainText(target.host, 200);
}

function unreached(hosts: string[], code: string, route: string | null): HostFinding {
  const [, status] = /^PROXY_ANSWERED_(\d+)$/.exec(code) ?? [];
  if (status !== undefined) {
    const proxy = route === null ? '' : new URL(route).host;
    return broken('it', finding('reach_proxy_cannot', { hosts, proxy, status }));
  }
  if (code === 'ECONNREFUSED') return broken('it', finding('reach_refused', { hosts }));
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') {
    return broken('it', finding('reach_reset', { hosts, systemCode: code }));
  }
  if (code === 'ETIMEDOUT') return broken('it', finding('reach_silent', { hosts }));
  return broken('it', finding('reach_no_way', { hosts, systemCode: code }));
}
