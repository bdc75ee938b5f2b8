/**
 * How tests steer the stand-ins: one object in the same process, and the same calls over `POST /__control` for tests
 * that run in another one. Requests carry `{ "call": "sigma.endSessions", "with": { … } }` and the key in
 * `x-control-key`; answers are `{ "result": … }` or `{ "error": "…" }`. Nothing here ever shows a token.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson } from './http-service.ts';

export const CONTROL_PATH = '/__control';

export const Endpoint = z.enum(['metadata', 'jwks', 'authorize', 'token', 'revoke', 'me']);
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

export const Behaviour = z.object({
  /** Single-use refresh tokens (the default). Otherwise the first one stays good until it expires. */
  rotateRefreshTokens: z.boolean(),
  /** Whether the answer to a refresh carries a refresh token at all. */
  returnRefreshToken: z.boolean(),
  /** Some answers of Databricks carried `expires_in` as a string. */
  expiresInAsString: z.boolean(),
  /** How a dead refresh token is answered: 400 `invalid_grant`, or 401 `invalid_request`. */
  deadRefreshToken: z.enum(['invalid_grant', 'invalid_request']),
  /** When set, the person grants only these of the requested scopes. */
  grantOnlyScopes: z.array(z.string()).nullable(),
  advertiseRevocation: z.boolean(),
});
export type Behaviour = z.infer<typeof Behaviour>;

export const Fault = z.object({
  endpoint: Endpoint,
  /** How many requests it befalls; 1 when left out. */
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
  /** Tokens that were still good when they were revoked, by whichever way. */
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
  accepted: boolean;
  code: string | null;
  message: string | null;
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

/** Every call: its input schema. Outputs are typed in `Control`. */
export const controlInputs = {
  'authorizationServer.failNext': Fault,
  'authorizationServer.clearFaults': nothing,
  'authorizationServer.setLifetimes': Lifetimes.partial(),
  'authorizationServer.setBehaviour': Behaviour.partial(),
  /** Moves everything already issued this many seconds closer to its end. Adds up. */
  'authorizationServer.shiftClock': z.object({ seconds: z.int() }),
  /** Of one person, or of everybody. */
  'authorizationServer.revokeGrants': z.object({ userName: z.string().optional() }).default({}),
  'authorizationServer.journal': byEndpoint,
  'authorizationServer.clearJournal': nothing,
  'authorizationServer.counters': nothing,
  'warehouse.audit': z.object({ userName: z.string().optional() }).default({}),
  'warehouse.clearAudit': nothing,
  'sigma.endSessions': z.object({ sub: z.string().optional() }).default({}),
  'sigma.refuseNext': z.object({
    times: z.int().positive().default(1),
    code: z.string(),
    message: z.string(),
  }),
  'sigma.journal': nothing,
  'sigma.clearJournal': nothing,
  'sigma.counters': nothing,
} as const;

type CallName = keyof typeof controlInputs;

interface ControlOutputs {
  'authorizationServer.failNext': { pending: number };
  'authorizationServer.clearFaults': { cleared: number };
  'authorizationServer.setLifetimes': Lifetimes;
  'authorizationServer.setBehaviour': Behaviour;
  'authorizationServer.shiftClock': { offsetSeconds: number };
  'authorizationServer.revokeGrants': { revokedTokens: number };
  'authorizationServer.journal': JournalEntry[];
  'authorizationServer.clearJournal': null;
  'authorizationServer.counters': AuthorizationServerCounters;
  'warehouse.audit': AuditEntry[];
  'warehouse.clearAudit': null;
  'sigma.endSessions': { ended: number };
  'sigma.refuseNext': { pending: number };
  'sigma.journal': EmbedLoad[];
  'sigma.clearJournal': null;
  'sigma.counters': SigmaCounters;
}

/** What a call takes: nothing need be passed where everything has a default. */
export type ControlInput<Name extends CallName> = z.input<(typeof controlInputs)[Name]>;
type Call<Name extends CallName> =
  undefined extends ControlInput<Name>
    ? (input?: ControlInput<Name>) => Promise<ControlOutputs[Name]>
    : (input: ControlInput<Name>) => Promise<ControlOutputs[Name]>;

type CallsOf<Service extends string> = {
  [Name in CallName as Name extends `${Service}.${infer Short}` ? Short : never]: Call<Name>;
};

export type AuthorizationServerControl = CallsOf<'authorizationServer'>;
export type WarehouseControl = CallsOf<'warehouse'>;
export type SigmaControl = CallsOf<'sigma'>;

export interface Control {
  authorizationServer: AuthorizationServerControl;
  warehouse: WarehouseControl;
  sigma: SigmaControl;
}

/** One function for each call of a service, its input already parsed. */
export type ControlHandlers<Service extends string> = {
  [Name in CallName as Name extends `${Service}.${infer Short}` ? Short : never]: (
    input: z.output<(typeof controlInputs)[Name]>,
  ) => ControlOutputs[Name] | Promise<ControlOutputs[Name]>;
};

type AnyHandlers = Record<string, Record<string, (input: never) => unknown>>;
type Dispatch = (name: string, input: unknown) => Promise<unknown>;

function createDispatch(handlers: AnyHandlers): Dispatch {
  return async (name, input) => {
    const schema = Object.hasOwn(controlInputs, name) ? controlInputs[name as CallName] : undefined;
    const [service = '', call = ''] = name.split('.');
    const handler = handlers[service]?.[call];
    if (!schema || !handler) throw new Error(`There is no control call "${name}".`);
    return handler(schema.parse(input) as never);
  };
}

function asControl(dispatch: Dispatch): Control {
  const control: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(controlInputs)) {
    const [service = '', call = ''] = name.split('.');
    control[service] ??= {};
    control[service][call] = (input?: unknown) => dispatch(name, input);
  }
  return control as unknown as Control;
}

export interface ControlChannel {
  control: Control;
  /** Answers `POST /__control`; the caller has checked the path. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Puts the handlers of all stand-ins behind one checked entrance. */
export function createControlChannel(
  handlers: {
    authorizationServer: ControlHandlers<'authorizationServer'>;
    warehouse: ControlHandlers<'warehouse'>;
    sigma: ControlHandlers<'sigma'>;
  },
  key: string,
): ControlChannel {
  const dispatch = createDispatch(handlers as unknown as AnyHandlers);
  const Request = z.object({ call: z.string(), with: z.unknown().optional() });
  return {
    control: asControl(dispatch),
    async answer(request, response) {
      const given = Buffer.from(String(request.headers['x-control-key'] ?? ''));
      const expected = Buffer.from(key);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        return sendJson(response, 401, { error: 'The control key is missing or wrong.' });
      }
      try {
        const { call, with: input } = Request.parse(JSON.parse(await readBody(request)));
        sendJson(response, 200, { result: await dispatch(call, input) });
      } catch (error) {
        sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

/** The same calls from another process. */
export function connectControl(address: { url: string; key: string }): Control {
  return asControl(async (call, input) => {
    const response = await fetch(address.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-control-key': address.key },
      body: JSON.stringify({ call, with: input }),
    });
    const answer = (await response.json()) as { result?: unknown; error?: string };
    if (!response.ok) throw new Error(answer.error ?? `The control channel answered ${response.status}.`);
    return answer.result;
  });
}
