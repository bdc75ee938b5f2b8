/** The storage of one `oidc-provider`: in memory, silent, and with a clock that tests can move. */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  /** How far the clock had been moved when this was stored: only later moves age it. */
  offsetAtStart: number;
}

/** Moving the clock ages these. Sessions and half-done sign-ins are left alone, or a move would break them. */
const AGEING = new Set(['AccessToken', 'ClientCredentials', 'RefreshToken', 'AuthorizationCode']);
const TOKENS = ['AccessToken', 'ClientCredentials', 'RefreshToken'] as const;
/** Expired entries are kept this long, so that an expired token can be told from one that never existed. */
const KEEP_EXPIRED_SECONDS = 3600;
const PRUNE_EVERY = 500;

export interface GrantStore {
  readonly adapter: AdapterFactory;
  readonly counts: { accessTokensIssued: number; refreshTokensIssued: number; tokensRevoked: number };
  /** Every token value ever given out, for tests that look for leaks. Never reachable over the control channel. */
  issuedTokens(): readonly string[];
  /** Adds to the offset and returns the sum, in seconds. */
  shiftClock(seconds: number): number;
  /** What is stored for a model and id, with its times as the moved clock sees them, expired or not. */
  peek(model: string, id: string): AdapterPayload | undefined;
  /** Ends the grant that a token belongs to. False when there is no such token. */
  revokeGrantOf(token: string): boolean;
  /** The id of a grant of this person for this client, if there is one. */
  grantOf(accountId: string, clientId: string): string | undefined;
  /** Ends all grants of one person, or of all people. Returns how many live tokens went with them. */
  revokeGrants(accountId: string | undefined): number;
}

export function createGrantStore(): GrantStore {
  const entries = createEntries();
  const { counts } = entries;
  const issued = new Set<string>();

  function adapter(model: string): Adapter {
    return {
      async upsert(id, payload) {
        if (!entries.of(model).has(id)) {
          if (model === 'AccessToken' || model === 'ClientCredentials') counts.accessTokensIssued += 1;
          if (model === 'RefreshToken') counts.refreshTokensIssued += 1;
        }
        if (isToken(model)) issued.add(id);
        entries.put(model, id, payload);
      },
      find: async (id) => entries.peek(model, id),
      async findByUid(uid) {
        for (const [id, entry] of entries.of(model)) {
          if (entry.payload.uid === uid) return entries.peek(model, id);
        }
        return undefined;
      },
      findByUserCode: async () => undefined,
      async consume(id) {
        const entry = entries.of(model).get(id);
        if (entry) entry.payload.consumed = now();
      },
      destroy: async (id) => entries.remove(model, id),
      revokeByGrantId: async (grantId) => entries.removeByGrant(model, grantId),
    };
  }

  return {
    adapter,
    counts,
    issuedTokens: () => [...issued],
    shiftClock: entries.shiftClock,
    peek: entries.peek,
    revokeGrantOf(token) {
      const grantId = ['AccessToken', 'RefreshToken'].map((model) => entries.peek(model, token)?.grantId).find(Boolean);
      if (grantId === undefined) return false;
      endGrant(entries, grantId);
      return true;
    },
    grantOf(accountId, clientId) {
      for (const [id, { payload }] of entries.of('Grant')) {
        if (payload.accountId === accountId && payload.clientId === clientId) return id;
      }
      return undefined;
    },
    revokeGrants(accountId) {
      const before = counts.tokensRevoked;
      for (const [grantId, entry] of entries.of('Grant')) {
        if (accountId !== undefined && entry.payload.accountId !== accountId) continue;
        endGrant(entries, grantId);
      }
      // Machines' tokens belong to no grant and to no person.
      if (accountId === undefined) {
        for (const id of entries.of('ClientCredentials').keys()) entries.remove('ClientCredentials', id);
      }
      return counts.tokensRevoked - before;
    },
  };
}

function endGrant(entries: ReturnType<typeof createEntries>, grantId: string): void {
  for (const model of [...TOKENS, 'AuthorizationCode']) entries.removeByGrant(model, grantId);
  entries.remove('Grant', grantId);
}

const isToken = (model: string) => (TOKENS as readonly string[]).includes(model);
const now = () => Math.floor(Date.now() / 1000);

/** What is stored, by model and id, with its times as the moved clock sees them. */
function createEntries() {
  const models = new Map<string, Map<string, Entry>>();
  const counts = { accessTokensIssued: 0, refreshTokensIssued: 0, tokensRevoked: 0 };
  let offset = 0;
  let writes = 0;

  function of(model: string): Map<string, Entry> {
    const entries = models.get(model) ?? new Map<string, Entry>();
    models.set(model, entries);
    return entries;
  }

  function peek(model: string, id: string): AdapterPayload | undefined {
    const entry = of(model).get(id);
    if (!entry) return undefined;
    const payload = structuredClone(entry.payload);
    const age = AGEING.has(model) ? offset - entry.offsetAtStart : 0;
    if (age !== 0) {
      for (const name of ['iat', 'exp', 'iiat'] as const) {
        const time = payload[name];
        if (typeof time === 'number') payload[name] = time - age;
      }
    }
    return payload;
  }

  function remove(model: string, id: string): void {
    const payload = peek(model, id);
    if (isToken(model) && payload && !payload.consumed && (payload.exp ?? 0) > now()) counts.tokensRevoked += 1;
    of(model).delete(id);
  }

  function prune(): void {
    const limit = now() - KEEP_EXPIRED_SECONDS;
    for (const [model, entries] of models) {
      for (const id of entries.keys()) {
        const exp = peek(model, id)?.exp;
        if (exp !== undefined && exp < limit) entries.delete(id);
      }
    }
  }

  return {
    counts,
    of,
    peek,
    remove,
    put(model: string, id: string, payload: AdapterPayload): void {
      of(model).set(id, { payload: structuredClone(payload), offsetAtStart: offset });
      writes += 1;
      if (writes % PRUNE_EVERY === 0) prune();
    },
    removeByGrant(model: string, grantId: string): void {
      for (const [id, entry] of of(model)) {
        if (entry.payload.grantId === grantId) remove(model, id);
      }
    },
    shiftClock(seconds: number): number {
      offset += seconds;
      return offset;
    },
  };
}
