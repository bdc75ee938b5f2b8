/** Whether the authorization server describes itself: where, as whom, and whether it offers what a sign-in needs. */
import { type CheckFinding, type CheckResult, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { plainText } from '../../../log/plain-text.ts';
import { createIdTokenVerifier } from '../../../oauth/tokens/id-token.ts';
import { type ConnectionCheck, doubtful, failedWith, right } from '../check.ts';
import { faultOnTheWay, originsOf } from '../network-look.ts';
import { administratorOf } from '../owners.ts';
import type { Parts } from '../parts.ts';
import { type ConnectionSubject, type FoundServers, isInteractive } from '../subject.ts';

export const metadata: ConnectionCheck = {
  id: 'metadata',
  about: 'connection',
  // Where people sign in is another place then, and nothing of it is there.
  unless: ['level'],
  asks: ({ connection }) => originsOf(connection),
  async run(about, parts, signal) {
    const { server: named, flow } = about.connection;
    let found: FoundServers;
    try {
      found = await about.servers();
    } catch (error) {
      if (error instanceof AppError) return failedWith(error, named);
      throw error;
    }
    const seen = seenOf(found);
    const keys = await faultOfKeys(about, found, parts, signal);
    if (keys !== null) return keys;
    if (found.metadataUrl === null && found.account !== '') {
      return doubtful(found.isBusy ? administratorOf(named) : 'person', ...seen);
    }
    const wanted = isInteractive(about) ? 'authorization_code' : flow;
    const offered = found.server.grant_types_supported;
    if (!Array.isArray(offered) || offered.includes(wanted)) return right(...seen);
    const list = offered.slice(0, 20).map((name) => plainText(String(name), 100));
    return doubtful(administratorOf(named), finding('grant_unoffered', { offered: list, wanted }), ...seen);
  },
};

/** An ID token is verified with keys that the metadata names; a sign-in to which they do not come fails at its end. */
async function faultOfKeys(
  { connection, whole }: ConnectionSubject,
  { request, server }: FoundServers,
  parts: Parts,
  signal: AbortSignal,
): Promise<CheckResult | null> {
  const { jwks_uri: address } = server;
  if (!request.scopes.includes('openid') || typeof address !== 'string') return null;
  // They may be at a host of their own, of which the checks of the network have told.
  if (faultOnTheWay(whole, [new URL(address).origin]) !== null) return null;
  try {
    await createIdTokenVerifier({ ...parts, fetch: whole.fetch }).findKeys(address, signal);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const seen = finding('keys_missing', { address: withoutQuery(address) });
    const result = failedWith(error, connection.server, seen);
    // The address came from the server itself, so that nobody has entered it wrongly.
    return error.code === 'metadata_invalid' ? { ...result, owner: administratorOf(connection.server) } : result;
  }
}

function seenOf({ server, metadataUrl, account, isBusy, tokenExchange }: FoundServers): CheckFinding[] {
  const issuer = plainText(server.issuer, 300);
  const fallback =
    account === ''
      ? finding('metadata_not_needed')
      : finding(isBusy ? 'metadata_troubled' : 'metadata_fixed', { issuer, account: plainText(account) });
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
