/** Whether what a Databricks host says of itself fits what was entered: workspace, account, or a host of both. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { DatabricksServer } from '../../../../shared/profile/servers.ts';
import { isAccountConsole } from '../../../../shared/providers/databricks-hosts.ts';
import { createServerLocator } from '../../../oauth/tokens/host-metadata.ts';
import { providerOf } from '../../../providers/registry.ts';
import { type ConnectionCheck, failedWith, right, unknown, warnedOf, wrong } from '../check.ts';
import { originsOf } from '../network-look.ts';
import { ownerOf } from '../owners.ts';
import type { ConnectionSubject } from '../subject.ts';

/** The Databricks of a connection: where people sign in, or where their token is exchanged. */
function databricksOf({ connection }: ConnectionSubject): DatabricksServer | null {
  const { server, exchange } = connection;
  return server.provider === 'databricks' ? server : (exchange?.server ?? null);
}

export const level: ConnectionCheck = {
  id: 'level',
  about: 'connection',
  asks: ({ connection }) => originsOf(connection),
  concerns: (about) => databricksOf(about) !== null,
  async run(about, parts, signal) {
    const server = databricksOf(about);
    if (server === null) throw new AppError('profile_missing', { reason: 'connectionChanged' });
    const { host } = new URL(server.host);
    const { issuer } = providerOf(server).authorizationServer(server);
    const asked = { ...server, level: 'automatic' as const };
    const address = providerOf(asked).authorizationServer(asked);
    const locator = createServerLocator({ ...parts, fetch: about.whole.fetch });
    try {
      const told = (await locator.locate(address, signal))?.server.issuer ?? null;
      if (told === null) {
        return server.level === 'workspace' && isAccountConsole(server.host)
          ? wrong('person', finding('level_console', { host }))
          : unknown(finding('level_unsaid', { host, issuer }));
      }
      // A workspace also belongs to an account: people may sign in there, at another host.
      if (server.level === 'automatic' || told === issuer) return right(finding('level_fits', { host, issuer: told }));
      return new URL(issuer).host === host
        ? wrong('person', finding('level_wrong', { host, told, issuer }))
        : right(finding('level_elsewhere', { host, told, issuer }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Where it was entered which it is, no sign-in asks the host, and none fails because it does not answer.
      const isUnneeded = server.level !== 'automatic' && silent.has(error.code);
      return isUnneeded ? warnedOf(ownerOf(error.code, server), error) : failedWith(error, server);
    }
  },
};

const silent: ReadonlySet<string> = new Set([
  'offline',
  'server_busy',
  'tls_untrusted',
  'proxy_unusable',
  'response_too_large',
]);
