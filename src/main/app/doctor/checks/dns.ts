/** Whether the name of each host leads to an address, where this computer has to look it up and not a proxy. */
import { finding } from '../../../../shared/checks.ts';
import type { ProfileCheck } from '../check.ts';
import { broken, fine, type HostFinding, ofHosts } from '../host-findings.ts';
import { type Addresses, type HostLook, LOOK_LIMIT_MS, networkOf } from '../network-look.ts';

const MOST_SHOWN = 6;

export const dns: ProfileCheck = {
  id: 'dns',
  about: 'profile',
  where: 'doctor',
  limitMs: LOOK_LIMIT_MS,
  async run(subject, { network }, signal) {
    const hosts = network ? await networkOf(subject, network).all(signal) : [];
    const seen = await Promise.all(hosts.map(async (host) => ({ host, found: await host.addresses(signal) })));
    const asked = seen.filter(({ found }) => found.kind === 'found' || found.kind === 'failed');
    const failed = asked.flatMap(({ host, found }) => (found.kind === 'failed' ? { host, found } : []));
    for (const { host } of failed) host.faulty('dns');
    const [first] = failed;
    // Where no name at all is known, none of the names is wrong.
    if (first !== undefined && asked.length > 1 && failed.length === asked.length) {
      const names = failed.map(({ host }) => host.url.hostname);
      return ofHosts([broken('it', finding('dns_nothing', { hosts: names, systemCode: first.found.code }))], none);
    }
    return ofHosts(
      seen.flatMap(({ host, found }) => findingOf(host, found) ?? []),
      none,
    );
  },
};

const none = finding('dns_unneeded');

function findingOf(host: HostLook, found: Addresses): HostFinding | null {
  const hosts = [host.url.hostname];
  switch (found.kind) {
    case 'unasked':
      return null;
    case 'of-proxy':
      return fine(finding('dns_of_proxy', { hosts, proxy: new URL(found.proxy).host }));
    case 'failed':
      return found.code === 'ENOTFOUND'
        ? broken('person', finding('dns_unknown', { hosts }))
        : broken('it', finding('dns_no_answer', { hosts, systemCode: found.code }));
    case 'found': {
      const addresses = found.addresses.slice(0, MOST_SHOWN);
      if (!isOfThisComputer(host.url.hostname) && found.addresses.every(leadsNowhere)) {
        host.faulty('dns');
        return broken('it', finding('dns_blocked', { hosts, addresses }));
      }
      return fine(finding('dns_found', { hosts, addresses }));
    }
  }
}

const isOfThisComputer = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');

/** What filters answer in the place of the true address: no address at all, or that of this computer. */
const leadsNowhere = (address: string): boolean =>
  /^(?:0\.|127\.)/.test(address) || address === '::' || address === '::1';
