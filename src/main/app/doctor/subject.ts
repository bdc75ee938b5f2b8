/**
 * What is looked at: a draft of a profile as if it were saved, with the requests that a sign-in would make of it. What
 * several checks want to know is asked once.
 */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { credentialKind, isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import type { Log, LogFields } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import { toldInstant } from '../../net/server-time.ts';
import { obtainServiceAccountGrant } from '../../oauth/sign-in/client-credentials.ts';
import { locateServers, type SignInRequest } from '../../oauth/sign-in/sign-in-request.ts';
import { createSecrets, findServers, type Servers } from '../../oauth/sign-in/sign-in-steps.ts';
import { createMetadataSource } from '../../oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../oauth/tokens/token-client.ts';
import { createConnections } from '../profiles/connections.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';
import { type AuthorizationAnswer, askAuthorization } from './authorization-answer.ts';
import type { Parts } from './parts.ts';

/** How far the clock on the wall is ahead of a server, in milliseconds; negative when it is behind. */
export interface ToldDifference {
  readonly host: string;
  readonly aheadMs: number;
}

/** A request of a run, and how it was answered; never with its body. */
export interface Asked {
  readonly url: string;
  readonly status: number;
}

export interface FoundServers extends Servers {
  /** The request at the servers that its hosts name. */
  readonly request: SignInRequest;
  /** The address that gave the metadata; null where none did and the documented endpoints are used. */
  readonly metadataUrl: string | null;
  /** Why no address gave any, as far as one was asked. */
  readonly account: string;
  /** Whether each of them answered that it cannot now. */
  readonly isBusy: boolean;
}

export interface ConnectionSubject {
  /** The place in the set-up, from 0. */
  readonly number: number;
  readonly connection: Connection;
  readonly whole: Subject;
  /** As a sign-in begins. @throws AppError the codes of `MetadataSource.find` and of `ServerLocator.locate` */
  servers(): Promise<FoundServers>;
  /** What the server answers when it is asked for a sign-in to this redirect URL. @throws AppError as `servers` */
  authorizationAnswer(redirectUri: string): Promise<AuthorizationAnswer>;
  /** What the server answers when a machine asks for its token, which is dropped. @throws AppError as `servers` */
  machineAnswer(): Promise<MachineAnswer>;
}

/** `led-back`: the request reached its end, with a token or with an error. */
export interface MachineAnswer {
  readonly kind: 'led-back';
  readonly error: AppError | null;
}

export interface Subject {
  /** As it would be saved; what is new in it has ids of its own. */
  readonly profile: Profile;
  /** Whether it is saved as it is. */
  readonly isSaved: boolean;
  /** Whether the checks of a sign-in look at it too, and tell what a test of a form tells in fewer. */
  readonly isOfDoctor: boolean;
  /** The one way out of a run. It notes what servers say about the time. */
  readonly fetch: Fetch;
  readonly connections: readonly ConnectionSubject[];
  /** What servers have said about the time by now. */
  toldDifferences(): readonly ToldDifference[];
  /** The connections as the OAuth rooms know them, with what was typed in the place of what is stored. */
  readonly rooms: ReturnType<typeof createConnections>;
}

export interface SubjectOptions {
  readonly draft: ProfileDraft;
  readonly profile: Profile;
  /** The profile as it is saved; null for a new one. */
  readonly before: Profile | null;
  readonly isSaved: boolean;
  readonly isOfDoctor?: boolean;
}

/** @param signal ends what several checks share */
export function createSubject(options: SubjectOptions, parts: Parts, signal: AbortSignal): Subject {
  const { profile, isSaved } = options;
  const told: ToldDifference[] = [];
  const fetch = withToldTime(parts, (difference) => void told.push(difference));
  const rooms = createConnections({ profiles: { all: () => [profile] }, secrets: secretsOf(options, parts.secrets) });
  const subject: Subject = {
    profile,
    isSaved,
    isOfDoctor: options.isOfDoctor ?? false,
    fetch,
    rooms,
    toldDifferences: () => told,
    get connections() {
      return connections;
    },
  };
  const connections = profile.connections.map((connection, number) =>
    createConnectionSubject({ number, connection, whole: subject }, parts, signal),
  );
  return subject;
}

function createConnectionSubject(
  about: Pick<ConnectionSubject, 'number' | 'connection' | 'whole'>,
  parts: Parts,
  signal: AbortSignal,
): ConnectionSubject {
  const { connection, whole } = about;
  const servers = once(() => findWithAccount(whole, connection, parts, signal));
  const answers = new Map<string, Promise<AuthorizationAnswer>>();
  return {
    ...about,
    servers,
    machineAnswer: once(() => askAsMachine(whole, connection, parts, signal)),
    authorizationAnswer(redirectUri) {
      const answer = answers.get(redirectUri) ?? askOnce(redirectUri);
      answers.set(redirectUri, answer);
      return answer;
    },
  };

  async function askOnce(redirectUri: string): Promise<AuthorizationAnswer> {
    const { request, server } = await servers();
    const secrets = createSecrets(request);
    return askAuthorization({ fetch: whole.fetch, request, server, redirectUri, secrets, signal });
  }
}

/** A source of its own: what was asked an hour ago may be otherwise by now, and nothing of a draft is to be remembered. */
async function findWithAccount(
  { fetch, rooms }: Subject,
  { id }: Connection,
  parts: Parts,
  signal: AbortSignal,
): Promise<FoundServers> {
  const asked: Asked[] = [];
  const accounts: string[] = [];
  const source = createMetadataSource({
    ...parts,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      asked.push({ url, status: answer.status });
      return answer;
    },
    log: notingAccount(parts.log, (account) => void accounts.push(account)),
  });
  const request = await locateServers(source, await rooms.signInRequest(id), signal);
  let metadataUrl: string | null = null;
  const find: typeof source.find = async (address, limit) => {
    const found = await source.find(address, limit);
    // Of the server itself, and not of the one that exchanges, which comes after it.
    if (address === request.server && accounts.length === 0) {
      metadataUrl =
        address.metadataUrls.length === 0 ? null : (asked.findLast(({ status }) => status === 200)?.url ?? null);
    }
    return found;
  };
  const servers = await findServers({ ...source, find }, request, signal);
  const ofMetadata = asked.filter(({ url }) => request.server.metadataUrls.includes(url));
  const isBusy = ofMetadata.length > 0 && ofMetadata.every(({ status }) => status === 429 || status >= 500);
  return { ...servers, request, metadataUrl, account: accounts[0] ?? '', isBusy };
}

/** As a service account signs in. Where a server took the secret of a draft is not to be remembered for what is saved. */
async function askAsMachine(
  { fetch, rooms }: Subject,
  { id }: Connection,
  parts: Parts,
  signal: AbortSignal,
): Promise<MachineAnswer> {
  const own = { ...parts, fetch };
  const options = { ...own, metadata: createMetadataSource(own), tokenClient: createTokenClient(own) };
  try {
    await obtainServiceAccountGrant(options, await rooms.clientCredentialsRequest(id), signal);
    return { kind: 'led-back', error: null };
  } catch (error) {
    if (error instanceof AppError && !signal.aborted) return { kind: 'led-back', error };
    throw error;
  }
}

/** The room of metadata tells its log why it fell back to documented endpoints. */
function notingAccount(log: Log, note: (account: string) => void): Log {
  const warn: Log['warn'] = (event, fields: LogFields = {}) => {
    if (event === 'metadata.fixed-endpoints-used') note(String(fields.account ?? ''));
    log.warn(event, fields);
  };
  return { ...log, warn };
}

/** What was typed; else what is stored, for the destination that it is bound to and for no other (decision 0007). */
function secretsOf(
  { draft, profile, before }: SubjectOptions,
  stored: Pick<Secrets, 'clientSecret' | 'hasClientSecret'>,
): Pick<Secrets, 'clientSecret' | 'hasClientSecret'> {
  const typed = new Map(
    profile.connections.flatMap((connection, index) => {
      const secret = draft.connections[index]?.clientSecret ?? null;
      return secret === null || credentialKind(connection) === 'none' ? [] : [[connection.id, secret] as const];
    }),
  );
  const isKept = (id: string): boolean => {
    const now = profile.connections.find((connection) => connection.id === id);
    const earlier = before?.connections.find((connection) => connection.id === id);
    // What is stored of another kind counts as nothing.
    return now !== undefined && earlier !== undefined && credentialKind(now) === credentialKind(earlier);
  };
  return {
    hasClientSecret: (id) => typed.has(id) || (isKept(id) && stored.hasClientSecret(id)),
    clientSecret: async (id, destination) => typed.get(id) ?? stored.clientSecret(id, destination),
  };
}

/** `Date` says whole seconds, and means the beginning of one. */
const HALF_SECOND_MS = 500;

function withToldTime(parts: Parts, onTold: (difference: ToldDifference) => void): Fetch {
  const { fetch, now, uptime, wallClock } = parts;
  return async (url, init) => {
    const askedAt = uptime();
    const answer = await fetch(url, init);
    const roundTripMs = uptime() - askedAt;
    const second = toldInstant(answer.headers, roundTripMs);
    const wall = now() + (wallClock?.aheadMs() ?? 0);
    if (second !== null) {
      onTold({ host: new URL(url).host, aheadMs: wall - roundTripMs / 2 - (second + HALF_SECOND_MS) });
    }
    return answer;
  };
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/** Whether a person signs in there, in a browser. */
export const isInteractive = ({ connection }: Pick<ConnectionSubject, 'connection'>): boolean =>
  !isServiceAccount(connection);
