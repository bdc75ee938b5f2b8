/** Whether the server knows the scopes, as far as it says so, and whether a refresh token comes with them. */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { providerOf } from '../../../providers/registry.ts';
import { type ConnectionCheck, doubtful, failedWith, right, unknown } from '../check.ts';
import { namedOriginsOf } from '../network-look.ts';
import { administratorOf } from '../owners.ts';
import { type ConnectionSubject, isInteractive } from '../subject.ts';

export const scopes: ConnectionCheck = {
  id: 'scopes',
  about: 'connection',
  needs: ['metadata'],
  asks: namedOriginsOf,
  async run(about) {
    const { scopes: wanted, server: named } = about.connection;
    const { isTaken, error, isUnanswered } = await answerAbout(about);
    // Why there is no answer the check of redirect URLs tells, and of a machine the one of the application.
    if (isUnanswered) return unknown(finding('needs', { check: isInteractive(about) ? 'redirect' : 'client' }));
    if (error !== null) return failedWith(error, named);
    const missing = await unlisted(about);
    const lacking = lacksRefreshScope(about);
    const seen = isTaken
      ? finding('scopes_taken', { scopes: wanted })
      : finding(missing === null ? 'scopes_unsaid' : 'scopes_listed', { scopes: wanted });
    if (missing !== null && missing.length > 0 && !isTaken) {
      return doubtful(administratorOf(named), finding('scopes_unlisted', { missing }), ...lacking);
    }
    if (lacking.length > 0) return doubtful('person', ...lacking, seen);
    return seen.code === 'scopes_unsaid' ? unknown(seen) : right(seen);
  },
};

const aboutScopes: ReadonlySet<string> = new Set(['authorization_invalid_scope', 'scopes_missing']);

interface AnswerAboutScopes {
  readonly isTaken: boolean;
  readonly error: AppError | null;
  readonly isUnanswered: boolean;
}

/** What the server answers to a request with these scopes. Other refusals are for other checks to tell of. */
async function answerAbout(about: ConnectionSubject): Promise<AnswerAboutScopes> {
  const [redirectUri = ''] = about.connection.redirectUris;
  let answer: Awaited<ReturnType<ConnectionSubject['authorizationAnswer']>>;
  try {
    answer = await (isInteractive(about) ? about.authorizationAnswer(redirectUri) : about.machineAnswer());
  } catch (error) {
    if (error instanceof AppError) return { isTaken: false, error: null, isUnanswered: true };
    throw error;
  }
  const error = answer.kind === 'page' ? null : answer.error;
  const isOfScopes = error !== null && aboutScopes.has(error.code);
  const isTaken = answer.kind === 'led-back' && error === null;
  return { isTaken, error: isOfScopes ? error : null, isUnanswered: false };
}

/** Lists of which it is known that they leave out the scopes of other services, the ones that data needs. */
const listsOwnOnly: ReadonlySet<string> = new Set(['entra', 'google']);

/** The scopes that the server does not list; null where it lists none, or not those of the data platform. */
async function unlisted(about: ConnectionSubject): Promise<readonly string[] | null> {
  const { scopes_supported: listed } = (await about.servers()).server;
  if (!Array.isArray(listed) || listsOwnOnly.has(about.connection.server.provider)) return null;
  return about.connection.scopes.filter((scope) => !listed.includes(scope));
}

function lacksRefreshScope({ connection }: ConnectionSubject): CheckFinding[] {
  const { refreshScope } = providerOf(connection.server).scopes;
  const isLacking = isInteractive({ connection }) && refreshScope !== null && !connection.scopes.includes(refreshScope);
  return isLacking ? [finding('scopes_without_refresh', { scope: refreshScope })] : [];
}
