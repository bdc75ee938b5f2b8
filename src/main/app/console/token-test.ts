/** `token test`: what a token is good for, from the sign-in to the session that Sigma would verify, without showing it. */
import { REVEAL_WORD } from '../../../shared/command-line/messages.ts';
import type { TokenTest } from '../../../shared/command-line/requests.ts';
import { AppError, asAppError } from '../../../shared/errors.ts';
import { isHeld } from '../../../shared/grants.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import { addressOfServer } from '../../../shared/providers/catalog.ts';
import type { Clock } from '../../async/clock.ts';
import type { Log } from '../../log/log.ts';
import { plainText } from '../../log/plain-text.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import { isRenewable } from '../../oauth/grants/renewal-rules.ts';
import { findIdentity } from '../../oauth/sign-in/identity.ts';
import { locateServers } from '../../oauth/sign-in/sign-in-request.ts';
import { claimsIn } from '../../oauth/tokens/jwt-claims.ts';
import type { MetadataSource } from '../../oauth/tokens/server-metadata.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Connections } from '../profiles/connections.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';
import { missingScopes } from '../sign-in/grant-services.ts';
import type { SignInFeature } from '../sign-in/sign-in-feature.ts';
import type { SystemServices } from '../system-services.ts';
import { judgedSession } from '../workbooks/judged-session.ts';
import type { Asker, Doer } from './asker.ts';
import { theConnection, theProfile } from './finding.ts';
import { signInFor } from './sign-in-for.ts';

export interface TokenTestOptions extends Clock {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly connections: Connections;
  readonly secrets: Pick<Secrets, 'embedSecret'>;
  readonly keeper: Pick<GrantKeeper, 'view' | 'fresh' | 'held'>;
  readonly metadata: MetadataSource;
  readonly signIn: Pick<SignInFeature, 'signInAlone'>;
  /** Signs for a saved workbook, as a load would. */
  sign(workbookId: string): Promise<{ readonly url: string; readonly expiresAt: number }>;
  readonly fetch: Fetch;
  /** Whether an administrator lets tokens be shown; left out: they do. */
  readonly mayReveal?: boolean;
  readonly system: Pick<SystemServices, 'confirmReveal'>;
  readonly log: Log;
}

export function createTokenTest(options: TokenTestOptions): Doer<'token test'> {
  const { profiles, keeper, now } = options;

  return async ({ profile: wanted, connection: label, reveals }, asker) => {
    const profile = theProfile(wanted, profiles.all());
    const connection = theConnection(label, profile);
    // Before anybody signs in for it.
    if (reveals) requireMayReveal(options, asker);
    const isSignedInNow = !isHeld(keeper.view(connection.id));
    if (isSignedInNow) await signInFor(connection, options.signIn, asker);
    const grant = await keeper.fresh(connection.id);
    const [identity, session] = await Promise.all([
      identityOf(connection, grant, options, asker.signal),
      sessionOf(profile, options),
    ]);
    const scopesProblem = missingScopes(options.connections, grant)?.toView() ?? null;
    const isRight =
      [scopesProblem, identity.problem, session.problem].every((problem) => problem === null) &&
      [session.signature, session.claims].every((mark) => mark !== 'wrong') &&
      session.readable === session.tokens;
    const result: TokenTest = {
      profile: profile.name,
      connection: connection.label,
      server: addressOfServer(connection.server),
      isSignedInNow,
      token: tokenFacts(grant.accessToken),
      lifetime: lifetimeOf(grant, connection, now()),
      scopes: {
        requested: grant.exchange?.scopes ?? grant.requestedScopes,
        granted: grant.scopes,
        problem: scopesProblem,
      },
      identity,
      session,
      isRight,
      revealed: reveals ? await reveal(connection, grant, options, asker) : null,
    };
    return { ending: isRight ? 'done' : 'wrong', result };
  };
}

const lifetimeOf = (grant: Grant, connection: Connection, now: number): TokenTest['lifetime'] => ({
  obtainedAt: new Date(grant.obtainedAt).toISOString(),
  expiresAt: new Date(grant.expiresAt).toISOString(),
  secondsLeft: Math.max(0, Math.floor((grant.expiresAt - now) / 1_000)),
  isAssumed: grant.lifetimeAssumed,
  // A machine asks for its next token as for the first.
  isRenewable: isRenewable(grant) || isServiceAccount(connection),
});

/** @throws AppError `command_refused` */
function requireMayReveal({ mayReveal = true }: TokenTestOptions, { isTerminal }: Asker): void {
  if (!mayReveal) throw new AppError('command_refused', { reason: 'revealForbidden' });
  if (!isTerminal) throw new AppError('command_refused', { reason: 'notATerminal' });
}

/**
 * Any program of this person can say that it is a terminal, and type. So the program that runs asks them besides, where no
 * other program answers: in a dialog of the operating system, or at the terminal of the command that runs alone.
 *
 * @throws AppError `command_refused`, `change_declined`
 */
async function reveal(
  { label }: Connection,
  { accessToken }: Grant,
  { system, log }: TokenTestOptions,
  asker: Asker,
): Promise<string> {
  const answer = await asker.ask({ ask: 'reveal', word: REVEAL_WORD });
  if (answer?.trim() !== REVEAL_WORD) throw new AppError('command_refused', { reason: 'notTyped' });
  const isConfirmed =
    asker.isOwnTerminal || (await system.confirmReveal(label, () => asker.note({ note: 'askedInWindow' })));
  if (!isConfirmed) throw new AppError('change_declined');
  log.warn('command.token-revealed');
  return accessToken;
}

/** In characters. */
const LONGEST_CLAIM = 300;

/** Names and values come from a server: nothing of them may be obeyed by a terminal, or be a secret. */
function tokenFacts(accessToken: string): TokenTest['token'] {
  const claims = accessToken.split('.').length === 3 ? claimsIn(accessToken) : null;
  if (claims === null) return { form: 'opaque', claims: {} };
  const plain = Object.entries(claims).map(([name, value]) => [
    plainText(name, 64),
    plainText(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_CLAIM, [accessToken]),
  ]);
  return { form: 'jwt', claims: Object.fromEntries(plain) };
}

/** Where the platform has SCIM Me, it is asked now; elsewhere counts what the sign-in said. */
async function identityOf(
  connection: Connection,
  grant: Grant,
  { connections, metadata, fetch, log }: TokenTestOptions,
  signal: AbortSignal,
): Promise<TokenTest['identity']> {
  const said = grant.person?.userName ?? null;
  try {
    const { identityUrl, identityHeaders } = isServiceAccount(connection)
      ? await connections.clientCredentialsRequest(connection.id)
      : await locateServers(metadata, await connections.signInRequest(connection.id), signal);
    if (identityUrl === null) {
      return { asked: 'sign-in', userName: said, problem: grant.identityProblems?.person ?? null };
    }
    const { accessToken } = grant;
    const asked = { identityUrl, ...(identityHeaders && { identityHeaders }), accessToken, claims: null, signal };
    const { person, problem } = await findIdentity({ fetch, log }, asked);
    return { asked: 'scim-me', userName: person?.userName ?? null, problem: problem?.toView() ?? null };
  } catch (error) {
    return { asked: 'scim-me', userName: said, problem: asAppError(error, 'command').toView() };
  }
}

const notSigned = {
  workbook: null,
  length: null,
  endsAt: null,
  signature: 'unknown',
  claims: 'unknown',
  tokens: 0,
  readable: 0,
  problem: null,
} as const;

/** Signed for the first workbook, and sent nowhere. */
async function sessionOf(profile: Profile, options: TokenTestOptions): Promise<TokenTest['session']> {
  const { keeper, secrets, sign, now } = options;
  const [workbook] = profile.workbooks;
  if (!workbook) return notSigned;
  try {
    const { url, expiresAt } = await sign(workbook.id);
    const embedSecret = await secrets.embedSecret(profile.id, sigmaOrigin(profile));
    const judged = await judgedSession({ url, embedSecret, profile, held: keeper.held(), now: now() });
    // One of another embed client was signed for somebody else.
    const isSigned = judged.isSigned && !judged.oddClaims.includes('kid');
    return {
      workbook: workbook.title,
      length: Buffer.byteLength(url),
      endsAt: new Date(expiresAt).toISOString(),
      signature: isSigned ? 'right' : 'wrong',
      claims: isSigned && judged.oddClaims.length === 0 && judged.outlivesMs === 0 ? 'right' : 'wrong',
      tokens: isSigned ? judged.tokens : 0,
      readable: isSigned ? judged.readable : 0,
      problem: null,
    };
  } catch (error) {
    return { ...notSigned, workbook: workbook.title, problem: asAppError(error, 'command').toView() };
  }
}
