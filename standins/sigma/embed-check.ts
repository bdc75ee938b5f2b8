/** Whether a signed embed URL is accepted, and if not, what Sigma says about it. */
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Introspect } from '../authorization-server/introspection.ts';
import type { SigmaConnection } from './connections.ts';
import { EmbedRefusal, type SigmaErrorCode } from './refusal.ts';
import { decryptConnectionToken } from './token-decryption.ts';

export interface AcceptedEmbed {
  sub: string;
  jti: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  viewer: string;
  /** Undefined: the highest. */
  accountType: string | undefined;
  /** Over which every element is queried, whatever connections the workbook names. */
  evalConnection: SigmaConnection | null;
  /** Access tokens by connection id. */
  tokens: ReadonlyMap<string, string>;
  teams: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
}

const MAX_SESSION_SECONDS = 2_592_000;
const INTERNAL_USERS_KEEP = ['account_type', 'teams', 'user_attributes', 'first_name', 'last_name'];

const Claims = z.object({
  sub: z.string({ error: 'sub is required' }),
  jti: z.string({ error: 'jti is required' }).min(1, 'jti is required'),
  iat: z.number({ error: 'iat is required' }),
  exp: z.number({ error: 'exp is required' }),
  account_type: z.string({ error: 'account_type must be a string' }).optional(),
  teams: z.array(z.string(), { error: 'teams must be a list of strings' }).optional(),
  first_name: z.string({ error: 'first_name must be a string' }).optional(),
  last_name: z.string({ error: 'last_name must be a string' }).optional(),
  user_attributes: z.record(z.string(), z.unknown()).optional(),
  eval_connection_id: z.string({ error: 'eval_connection_id must be a string' }).optional(),
  tenant: z.string({ error: 'tenant must be a string' }).optional(),
  oauth_token: z.string({ error: 'oauth_token must be a string' }).optional(),
  connection_oauth_tokens: z.record(z.string(), z.string()).optional(),
});

/** The tenants for which the demo organisation's embed client may sign. */
export const demoTenants: readonly string[] = ['night-shift'];

const refuse = (message: string, code: SigmaErrorCode = 'EINVAL') => new EmbedRefusal(code, message);

/** The claims as sent, for the journal; unchecked. */
export function peekClaims(jwt: string): Record<string, unknown> {
  try {
    return decodeJwt(jwt);
  } catch {
    return {};
  }
}

/**
 * Throws `EmbedRefusal`. `takeJti` returns false when the id was used before; it is called once everything else about
 * the claims is right, and before the tokens are decrypted, so that of two simultaneous loads only one passes.
 */
export async function checkEmbed(
  jwt: string,
  options: {
    embedClient: { clientId: string; secret: string };
    internalUsers: ReadonlySet<string>;
    connections: readonly SigmaConnection[];
    introspect: Introspect;
    takeJti: (jti: string) => boolean;
  },
): Promise<AcceptedEmbed> {
  const raw = await verifySignature(jwt, options.embedClient);
  checkEnvelope(raw, options.embedClient.clientId);
  const parsed = Claims.safeParse(raw);
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? 'Invalid JWT';
    throw refuse(message, message.startsWith('sub ') ? 'EPERM' : 'EINVAL');
  }
  const claims = parsed.data;
  const now = Date.now() / 1000;
  if (claims.exp <= now) throw refuse('exp cannot be in the past');
  if (claims.exp - claims.iat > MAX_SESSION_SECONDS) throw refuse('exp cannot be more than 30 days after iat');
  if (claims.sub === '') throw refuse('User not found', 'EPERM');
  if (/\s/.test(claims.sub)) throw refuse('sub cannot contain whitespace');
  if (
    options.internalUsers.has(claims.sub.toLowerCase()) &&
    INTERNAL_USERS_KEEP.some((name) => raw[name] !== undefined)
  ) {
    throw refuse('Cannot update account type for internal users');
  }
  if (claims.tenant !== undefined && !demoTenants.includes(claims.tenant)) throw refuse('Tenant not found', 'ENOENT');
  const evalConnection = options.connections.find(({ id }) => id === claims.eval_connection_id) ?? null;
  if (claims.eval_connection_id !== undefined && !evalConnection) {
    throw refuse(`Connection ${claims.eval_connection_id} was not found`, 'ENOENT');
  }
  if (!options.takeJti(claims.jti)) throw refuse('jti has already been used');

  return {
    sub: claims.sub,
    jti: claims.jti,
    expiresAt: claims.exp * 1000,
    viewer: [claims.first_name, claims.last_name].filter(Boolean).join(' ') || claims.sub,
    accountType: claims.account_type,
    evalConnection,
    teams: claims.teams ?? [],
    attributes: claims.user_attributes ?? {},
    tokens: new Map([
      ...(await readOrganisationToken(claims.oauth_token, options)),
      ...(await readTokens(claims.connection_oauth_tokens ?? {}, options)),
    ]),
  };
}

async function verifySignature(
  jwt: string,
  client: { clientId: string; secret: string },
): Promise<Record<string, unknown>> {
  let header: { kid?: string; alg?: string };
  try {
    header = decodeProtectedHeader(jwt);
  } catch {
    throw refuse('Invalid JWT');
  }
  if (!header.kid) throw refuse('kid is required in the header');
  if (header.kid !== client.clientId) throw refuse('Unknown client id');
  try {
    const { payload } = await compactVerify(jwt, Buffer.from(client.secret, 'utf8'), { algorithms: ['HS256'] });
    return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    throw refuse('Invalid signature');
  }
}

/** What the JWT says about itself. */
function checkEnvelope(raw: Record<string, unknown>, clientId: string): void {
  if (raw.ver !== '1.1' && raw.connection_oauth_tokens !== undefined) {
    throw refuse('connection_oauth_tokens is only supported in ver 1.1');
  }
  if (raw.ver !== '1.1' && raw.oauth_token !== undefined) throw refuse('oauth_token is only supported in ver 1.1');
  if (raw.ver !== '1.1' && raw.ver !== undefined) throw refuse('ver must be "1.1"');
  if (raw.ver === '1.1' && raw.aud !== 'sigmacomputing') throw refuse('aud must be "sigmacomputing"');
  if (raw.iss !== clientId) throw refuse('iss must be the client id');
}

type TokenOptions = {
  embedClient: { secret: string };
  connections: readonly SigmaConnection[];
  introspect: Introspect;
};

/** One token for the whole organisation: for each connection that takes it. A dead one fails at the query. */
async function readOrganisationToken(
  encrypted: string | undefined,
  options: TokenOptions,
): Promise<[string, string][]> {
  if (encrypted === undefined) return [];
  const token = await decryptConnectionToken(options.embedClient.secret, encrypted);
  if (!token) throw refuse('Invalid encrypted token');
  const found = options.introspect(token);
  const taking = options.connections.filter(({ authorities }) =>
    found.active ? authorities.includes(found.authority) : authorities.length > 0,
  );
  return taking.map(({ id }) => [id, token]);
}

async function readTokens(encrypted: Record<string, string>, options: TokenOptions): Promise<Map<string, string>> {
  const entries = await Promise.all(
    Object.entries(encrypted).map(async ([connectionId, value]): Promise<[string, string]> => {
      const connection = options.connections.find((candidate) => candidate.id === connectionId);
      if (!connection) throw refuse(`Connection ${connectionId} was not found`, 'ENOENT');
      if (connection.authorities.length === 0) throw refuse(`Connection ${connectionId} does not use OAuth`);
      const token = await decryptConnectionToken(options.embedClient.secret, value);
      if (!token) throw refuse('Invalid encrypted token');
      const found = options.introspect(token);
      // Sigma checks tokens against the metadata URL of its connection; a token of any other issuer is not accepted
      // there.
      if (found.active && !connection.authorities.includes(found.authority)) {
        throw refuse('Sign in to view this connection', 'EACCES');
      }
      return [connectionId, token];
    }),
  );
  return new Map(entries);
}
