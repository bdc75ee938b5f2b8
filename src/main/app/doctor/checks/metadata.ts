/** Whether the authorization server describes itself: where, as whom, and whether it offers what a sign-in needs. */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { plainText } from '../../../log/plain-text.ts';
import { type ConnectionCheck, doubtful, failedWith, right } from '../check.ts';
import { originsOf } from '../network-look.ts';
import { administratorOf } from '../owners.ts';
import { type FoundServers, isInteractive } from '../subject.ts';

export const metadata: ConnectionCheck = {
  id: 'metadata',
  about: 'connection',
  asks: ({ connection }) => originsOf(connection),
  async run(about) {
    const { server: named, flow } = about.connection;
    let found: FoundServers;
    try {
      found = await about.servers();
    } catch (error) {
      if (error instanceof AppError) return failedWith(error, named);
      throw error;
    }
    const seen = seenOf(found);
    if (found.metadataUrl === null && found.account !== '') return doubtful('person', ...seen);
    const wanted = isInteractive(about) ? 'authorization_code' : flow;
    const offered = found.server.grant_types_supported;
    if (!Array.isArray(offered) || offered.includes(wanted)) return right(...seen);
    const list = offered.slice(0, 20).map((name) => plainText(String(name), 100));
    return doubtful(administratorOf(named), ...seen, finding('grant_unoffered', { offered: list, wanted }));
  },
};

function seenOf({ server, metadataUrl, account, tokenExchange }: FoundServers): CheckFinding[] {
  const issuer = plainText(server.issuer, 300);
  const fallback =
    account === ''
      ? finding('metadata_not_needed')
      : finding('metadata_fixed', { issuer, account: plainText(account) });
  const first =
    metadataUrl === null ? fallback : finding('metadata_found', { issuer, address: plainText(metadataUrl, 300) });
  const isStated = server.code_challenge_methods_supported !== undefined;
  return [
    first,
    finding('endpoints', {
      authorization: withoutQuery(server.authorization_endpoint),
      token: withoutQuery(server.token_endpoint),
    }),
    ...(tokenExchange
      ? [finding('exchange_found', { token: withoutQuery(tokenExchange.server.token_endpoint ?? '') })]
      : []),
    finding(isStated ? 'pkce_stated' : 'pkce_unstated'),
  ];
}

/** A query may hold anything. */
const withoutQuery = (address: string): string =>
  URL.canParse(address) ? plainText(new URL(address).origin + new URL(address).pathname, 300) : '';
