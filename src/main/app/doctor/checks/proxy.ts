/** Which proxy the system or its PAC script names for each host, and whether it lets us through. */
import { finding } from '../../../../shared/checks.ts';
import { isLoopbackHost } from '../../../../shared/profile/addresses.ts';
import { plainText } from '../../../log/plain-text.ts';
import type { Meeting } from '../../../net/meet-server.ts';
import type { ProfileCheck } from '../check.ts';
import { broken, fine, type HostFinding, ofHosts, wanting } from '../host-findings.ts';
import { type HostLook, LOOK_LIMIT_MS, networkOf } from '../network-look.ts';

export const proxy: ProfileCheck = {
  id: 'proxy',
  about: 'profile',
  where: 'doctor',
  limitMs: LOOK_LIMIT_MS,
  async run(subject, { network }, signal) {
    const hosts = network ? await networkOf(subject, network).all(signal) : [];
    const found = await Promise.all(
      hosts.map(async (host) => {
        const seen = await findingsOf(host, signal);
        if (seen.some(({ outcome }) => outcome === 'failed')) host.faulty('proxy');
        return seen;
      }),
    );
    return ofHosts(found.flat(), finding('proxy_unneeded'));
  },
};

async function findingsOf(host: HostLook, signal: AbortSignal): Promise<HostFinding[]> {
  const hosts = [host.host];
  const found = await host.routes(signal);
  switch (found.kind) {
    case 'silent':
      return [broken('it', finding('proxy_silent', { hosts }))];
    case 'failed':
      return [broken('it', finding('proxy_unread', { hosts, systemCode: found.code }))];
    case 'unusable':
      return [broken('it', finding('proxy_unusable', { hosts, said: withoutPassword(found.said) }))];
    case 'routes':
      if (isLoopbackHost(host.url.hostname)) return [fine(finding('proxy_never', { hosts }))];
      if (found.routes.every((route) => route === null)) return [fine(finding('proxy_none', { hosts }))];
      return ofMeeting(host, await host.meeting(signal));
  }
}

function ofMeeting(host: HostLook, meeting: Meeting | null): HostFinding[] {
  const hosts = [host.host];
  if (meeting === null) return [];
  const passedOver = meeting.passedOver.map(({ route, code }) =>
    wanting('it', finding('proxy_passed_over', { hosts, proxy: named(route), systemCode: code })),
  );
  const route = named(meeting.route);
  if (meeting.kind === 'unmet' && meeting.at === 'proxy') return [...passedOver, refusal(hosts, route, meeting.code)];
  const used =
    meeting.route === null ? finding('proxy_none', { hosts }) : finding('proxy_used', { hosts, proxy: route });
  return [...passedOver, fine(used)];
}

function refusal(hosts: string[], name: string, code: string): HostFinding {
  const [, status] = /^PROXY_ANSWERED_(\d+)$/.exec(code) ?? [];
  if (status === '407') return broken('it', finding('proxy_password', { hosts, proxy: name }));
  if (status !== undefined) return broken('it', finding('proxy_refuses', { hosts, proxy: name, status }));
  return broken('it', finding('proxy_dead', { hosts, proxy: name, systemCode: code }));
}

const named = (route: string | null): string => (route === null ? '' : new URL(route).host);

const withoutPassword = (said: string): string => plainText(said.replaceAll(/[^\s;]*@/g, ''), 200);
