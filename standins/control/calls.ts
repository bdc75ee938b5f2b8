/** Every call by which tests steer the stand-ins. How a call gets to them is in `channel.ts`. */
import { z } from 'zod';

export const CONTROL_PATH = '/__control';

export const Endpoint = z.enum(['hostMetadata', 'metadata', 'jwks', 'authorize', 'token', 'revoke', 'me', 'userinfo']);
export type Endpoint = z.infer<typeof Endpoint>;

export type Level = 'workspace' | 'account';

const seconds = z.int().positive();

export const Lifetimes = z.object({
  accessTokenSeconds: seconds,
  refreshTokenSeconds: seconds,
  /** The end of everything that came from one sign-in, however often it was renewed. Null: no such end. */
  sessionSeconds: seconds.nullable(),
  authorizationCodeSeconds: seconds,
});
export type Lifetimes = z.infer<typeof Lifetimes>;

/** What a host of Databricks is, and says of itself; one that is `silent` is an older workspace, and says nothing. */
export const HostKind = z.enum(['silent', 'workspace', 'account', 'unified']);
export type HostKind = z.infer<typeof HostKind>;

export const Behaviour = z.object({
  hostKind: HostKind,
  /** Single-use refresh tokens (the default). Otherwise the first one stays good until it expires. */
  rotateRefreshTokens: z.boolean(),
  /** Whether the answer to a refresh carries a refresh token at all. */
  returnRefreshToken: z.boolean(),
  /** Some answers of Databricks carried `expires_in` as a string. */
  expiresInAsString: z.boolean(),
  /**
   * How a dead refresh token is answered: 400 `invalid_grant` or 401 `invalid_request`, as Databricks does, or as other
   * servers do, 400 with `invalid_request` alone, with a name of their own, or with nothing, 401 with nothing, 403 with a
   * page.
   */
  deadRefreshToken: z.enum([
    'invalid_grant',
    'invalid_request',
    'bare invalid_request',
    'own name',
    'nothing',
    'unauthorized',
    'page',
  ]),
  /** When set, the person grants only these of the requested scopes. */
  grantOnlyScopes: z.array(z.string()).nullable(),
  advertiseRevocation: z.boolean(),
  /** Whether all sign-ins of a person with one client are one grant, so that to revoke any of its tokens ends them all. */
  oneGrantPerPerson: z.boolean(),
  /** How far the time that its answers name is ahead of this computer's, in milliseconds. */
  clockAheadMs: z.number(),
});
export type Behaviour = z.infer<typeof Behaviour>;

/** What differs between companies' identity providers. */
export const IdentityBehaviour = z.object({
  rotateRefreshTokens: z.boolean(),
  /** Whether the answer to a refresh carries a refresh token at all. */
  returnRefreshToken: z.boolean(),
  /** When set, the person grants only these of the requested scopes. */
  grantOnlyScopes: z.array(z.string()).nullable(),
  advertiseRevocation: z.boolean(),
  /** Whether answers to the browser name their issuer, and the metadata says so (RFC 9207). */
  answerWithIssuer: z.boolean(),
  /** Whether token answers say which scopes they carry. */
  answerScopes: z.boolean(),
  /** Whether token answers to `openid` carry an ID token. */
  issueIdTokens: z.boolean(),
  emailVerified: z.boolean(),
  /** Whether ID tokens say little more than `sub`, and the rest is at UserInfo alone (OpenID Connect Core 5.4). */
  thinIdTokens: z.boolean(),
  /** Whether a browser that was signed in goes on as the same person, unless `prompt` asks; else the list is always shown. */
  remembersPeople: z.boolean(),
  /** When set, every sign-in ends in this error: what an administrator's policy would say. */
  refuseSignIn: z.object({ error: z.string(), error_description: z.string() }).nullable(),
});
export type IdentityBehaviour = z.infer<typeof IdentityBehaviour>;

export const SnowflakeBehaviour = z.object({
  /** Single-use refresh tokens, which an integration can be set to. */
  rotateRefreshTokens: z.boolean(),
  /** Whether token answers name the user. */
  answerUsername: z.boolean(),
  /** When set, the person grants only these of the requested scopes. */
  grantOnlyScopes: z.array(z.string()).nullable(),
});
export type SnowflakeBehaviour = z.infer<typeof SnowflakeBehaviour>;

/** An issuer whose tokens Databricks takes in exchange for its own, and how it finds the person behind a token. */
export const FederationPolicy = z.object({
  issuer: z.url(),
  /** Any one of them must be in the token's `aud`. */
  audiences: z.array(z.string()).min(1),
  /** The claim that holds the person's user name. */
  subjectClaim: z.string().default('sub'),
});
export type FederationPolicy = z.infer<typeof FederationPolicy>;

export const Fault = z.object({
  endpoint: Endpoint,
  /** How many requests fail; 1 when left out. */
  times: z.int().positive().default(1),
  /** Waited before anything else. */
  delayMs: z.int().nonnegative().default(0),
  /** `before`: the connection ends before the request is looked at. `after`: it is carried out, the answer is lost. */
  cut: z.enum(['before', 'after']).optional(),
  /** Left out together with `cut`: the request is only delayed. */
  status: z.int().min(200).max(599).optional(),
  /** A string is sent as it is, anything else as JSON. */
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
export type Fault = z.infer<typeof Fault>;

/** How pages of Sigma that are loaded from now on treat their messages: as documented, or otherwise. */
export const SigmaBehaviour = z.object({
  /** Whether messages carry the values of controls URL-encoded, as the help page says, or plain, as its example shows. */
  encodeVariables: z.boolean(),
  /** How `workbook:saveas` spells the id of the new workbook: the help page has both. */
  savedIdSpelling: z.enum(['saveWorkbookId', 'savedWorkbookID']),
  /** By type: how often it is sent (0: not at all), how late, and whether only after another type was sent. */
  messages: z.record(
    z.string(),
    z.object({
      times: z.int().nonnegative().optional(),
      delayMs: z.int().nonnegative().optional(),
      after: z.string().optional(),
    }),
  ),
  /** Adds a message, and a field to every message, that no document names. */
  unknown: z.boolean(),
  /** Adds controls of other kinds: `Note` for any text, `Shift` for one of a list. */
  moreControls: z.boolean(),
});
export type SigmaBehaviour = z.infer<typeof SigmaBehaviour>;

export interface JournalEntry {
  at: number;
  endpoint: Endpoint | 'login' | 'other';
  level: Level | null;
  method: string;
  path: string;
  grantType: string | null;
  clientId: string | null;
  userName: string | null;
  status: number;
  /** The OAuth error code of the answer, when there was one. */
  error: string | null;
  succeeded: boolean;
  /** Whether a fault of `failNext` answered instead of the server. */
  faulted: boolean;
}

export interface AuthorizationServerCounters {
  requests: Record<JournalEntry['endpoint'], { total: number; failed: number }>;
  accessTokensIssued: number;
  refreshTokensIssued: number;
  /** Tokens that were still good when they were revoked, by a client or by a test. */
  tokensRevoked: number;
}

export interface AuditEntry {
  at: number;
  userName: string;
  connectionId: string;
  /** The statement, as the warehouse would log it. */
  what: string;
  rows: number;
}

export interface EmbedLoad {
  at: number;
  workbook: string;
  sub: string | null;
  /** Seconds since the epoch. */
  exp: number | null;
  /** First 16 hexadecimal digits of the SHA-256 of the `jti`. */
  jtiHash: string | null;
  connectionIds: string[];
  /** The parameters of the URL, without `:jwt`. */
  parameters: Record<string, string>;
  /** What follows the workbook in the path: page, element, tag, edit. */
  place: string;
  tenant: string | null;
  evalConnectionId: string | null;
  accepted: boolean;
  code: string | null;
  message: string | null;
}

/** One session of one loaded page, as it went on. */
export interface SessionReport {
  /** The same as in the journal of loads. */
  jtiHash: string;
  sub: string;
  live: boolean;
  /** The document that the person is at. */
  workbookId: string;
  /** How often each element was queried. */
  queries: Record<string, number>;
}

export interface SigmaCounters {
  loads: number;
  refused: number;
  acceptedJtis: number;
  liveSessions: number;
  queries: number;
}

const nothing = z.object({}).default({});
const byEndpoint = z.object({ endpoint: JournalEndpoint().optional() }).default({});

function JournalEndpoint() {
  return z.enum([...Endpoint.options, 'login', 'other']);
}

/** What every authorization server can be told. */
const serverInputs = {
  failNext: Fault,
  clearFaults: nothing,
  setLifetimes: Lifetimes.partial(),
  /** Moves everything already issued this many seconds closer to its end. Adds up. */
  shiftClock: z.object({ seconds: z.int() }),
  /** Of one person, or of all. */
  revokeGrants: z.object({ userName: z.string().optional() }).default({}),
  journal: byEndpoint,
  clearJournal: nothing,
  counters: nothing,
} as const;

interface ServerOutputs {
  failNext: { pending: number };
  clearFaults: { cleared: number };
  setLifetimes: Lifetimes;
  shiftClock: { offsetSeconds: number };
  revokeGrants: { revokedTokens: number };
  journal: JournalEntry[];
  clearJournal: null;
  counters: AuthorizationServerCounters;
}

/** Every call of every service: its input schema. */
export const controlInputs = {
  authorizationServer: {
    ...serverInputs,
    setBehaviour: Behaviour.partial(),
    /** Replaces the federation policies; none at all means that nothing can be exchanged. */
    setFederation: z.object({ policies: z.array(FederationPolicy) }),
  },
  identityProvider: {
    ...serverInputs,
    setBehaviour: IdentityBehaviour.partial(),
    /** A new signing key. The old one stays published unless told otherwise. */
    rotateKeys: z.object({ keepOld: z.boolean().default(true) }).prefault({}),
  },
  snowflake: { ...serverInputs, setBehaviour: SnowflakeBehaviour.partial() },
  warehouse: {
    audit: z.object({ userName: z.string().optional() }).default({}),
    clearAudit: nothing,
  },
  sigma: {
    endSessions: z.object({ sub: z.string().optional() }).default({}),
    refuseNext: z.object({ times: z.int().positive().default(1), code: z.string(), message: z.string() }),
    /** Queries of one element to come end in this error. */
    failQueries: z.object({
      element: z.string(),
      times: z.int().positive().default(1),
      code: z.string(),
      message: z.string(),
    }),
    /** How exports that the server makes go out, from now on; `whole` lets those go that were held. */
    setExports: z.object({ pace: z.enum(['whole', 'held', 'broken']) }),
    setBehaviour: SigmaBehaviour.partial(),
    sessions: z.object({ sub: z.string().optional() }).default({}),
    journal: nothing,
    clearJournal: nothing,
    counters: nothing,
  },
} as const;

type Inputs = typeof controlInputs;
export type Service = keyof Inputs;

interface ControlOutputs {
  authorizationServer: ServerOutputs & { setBehaviour: Behaviour; setFederation: { policies: FederationPolicy[] } };
  identityProvider: ServerOutputs & { setBehaviour: IdentityBehaviour; rotateKeys: { keyId: string } };
  snowflake: ServerOutputs & { setBehaviour: SnowflakeBehaviour };
  warehouse: { audit: AuditEntry[]; clearAudit: null };
  sigma: {
    endSessions: { ended: number };
    refuseNext: { pending: number };
    failQueries: { pending: number };
    setExports: { pace: 'whole' | 'held' | 'broken' };
    setBehaviour: SigmaBehaviour;
    sessions: SessionReport[];
    journal: EmbedLoad[];
    clearJournal: null;
    counters: SigmaCounters;
  };
}

type Input<S extends Service, Name extends keyof Inputs[S]> = z.input<Inputs[S][Name] & z.ZodType>;
type Output<S extends Service, Name> = Name extends keyof ControlOutputs[S] ? ControlOutputs[S][Name] : never;

/** The calls of one service. Nothing need be passed where everything has a default. */
export type ServiceControl<S extends Service> = {
  [Name in keyof Inputs[S]]: undefined extends Input<S, Name>
    ? (input?: Input<S, Name>) => Promise<Output<S, Name>>
    : (input: Input<S, Name>) => Promise<Output<S, Name>>;
};

export type IdentityProviderControl = ServiceControl<'identityProvider'>;
export type SnowflakeControl = ServiceControl<'snowflake'>;

/** Calls to a service that was not started are rejected. */
export type Control = { [S in Service]: ServiceControl<S> };

/** One function for each call of a service, its input already parsed. */
export type ControlHandlers<S extends Service> = {
  [Name in keyof Inputs[S]]: (
    input: z.output<Inputs[S][Name] & z.ZodType>,
  ) => Output<S, Name> | Promise<Output<S, Name>>;
};
