/** Who vouches for each host: who issued its certificate, until when it is good, and from where that issuer is known. */
import { finding } from '../../../../shared/checks.ts';
import { plainText } from '../../../log/plain-text.ts';
import type { Meeting, SeenCertificate } from '../../../net/meet-server.ts';
import { isUnknownAuthority } from '../../../net/network-failure.ts';
import type { ProfileCheck } from '../check.ts';
import { broken, fine, type HostFinding, ofHosts, wanting } from '../host-findings.ts';
import { type HostLook, LOOK_LIMIT_MS, networkOf } from '../network-look.ts';

/** By then a certificate is usually renewed; of one that is short, at the last tenth of its time. */
const SOON_MS = 14 * 24 * 60 * 60_000;

export const tls: ProfileCheck = {
  id: 'tls',
  about: 'profile',
  where: 'doctor',
  after: ['dns', 'proxy'],
  limitMs: LOOK_LIMIT_MS,
  async run(subject, { network, now }, signal) {
    const hosts = network ? await networkOf(subject, network).all(signal) : [];
    const found = await Promise.all(
      hosts
        .filter((host) => host.fault() === null)
        .map(async (host) => {
          const seen = findingOf(host, await host.meeting(signal), now());
          if (seen?.outcome === 'failed') host.faulty('tls');
          return seen ?? [];
        }),
    );
    return ofHosts(found.flat(), finding('tls_unseen'));
  },
};

function findingOf(host: HostLook, meeting: Meeting | null, now: number): HostFinding | null {
  const hosts = [host.host];
  if (host.url.protocol !== 'https:') return fine(finding('tls_plain', { hosts }));
  if (meeting === null) return null;
  if (meeting.kind === 'unmet') {
    if (meeting.at !== 'tls') return null;
    const isOld = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(meeting.code);
    const values = { hosts, systemCode: meeting.code };
    return broken('it', isOld ? finding('tls_old', values) : finding('tls_not_spoken', values));
  }
  const { certificate, trust, fault } = meeting;
  const issuer = plainText(certificate.issuer, 200);
  // A public authority vouches for what the operator of the server has to renew.
  const owner = trust === 'bundled' ? host.owner : 'it';
  if (fault !== null) return ofFault(fault, { hosts, issuer, certificate, owner });
  const until = day(certificate.until);
  const soon = Math.min(SOON_MS, (certificate.until - certificate.from) / 10);
  if (certificate.until - now < soon) return wanting(owner, finding('tls_ends_soon', { hosts, issuer, until }));
  return fine(finding(trust === 'system' ? 'tls_inspected' : 'tls_public', { hosts, issuer, until }));
}

interface Faulty {
  readonly hosts: string[];
  readonly issuer: string;
  readonly certificate: SeenCertificate;
  readonly owner: HostLook['owner'];
}

function ofFault(code: string, { hosts, issuer, certificate, owner }: Faulty): HostFinding {
  const subject = plainText(certificate.subject, 200);
  if (code === 'CERT_HAS_EXPIRED') {
    return broken(owner, finding('tls_expired', { hosts, issuer, until: day(certificate.until) }));
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return broken('it', finding('tls_not_yet', { hosts, issuer, from: day(certificate.from) }));
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return broken('it', finding('tls_other_name', { hosts, subject, issuer }));
  }
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return broken('it', finding('tls_self_signed', { hosts, subject }));
  if (isUnknownAuthority({ code })) return broken('it', finding('tls_unknown_issuer', { hosts, issuer }));
  return broken('it', finding('tls_wrong', { hosts, issuer, systemCode: code }));
}

/** A certificate may say anything of its time. */
const day = (instant: number): string =>
  Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString().slice(0, 10) : '?';
