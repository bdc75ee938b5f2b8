/** What an access token stands for, at any of the servers that issue them. */
import type { Level } from '../control/calls.ts';
import type { Flavour } from '../identity-provider/types.ts';
import type { DemoPerson } from '../people.ts';

/** Who issued a token: what a Sigma connection is configured to trust. */
export type Authority = `databricks/${Level}` | 'snowflake' | Flavour;

/** `expiresAt` is in milliseconds. A machine is a person whose user name is its application id. */
export type Introspection =
  | {
      active: true;
      authority: Authority;
      /** Null for tokens that are not Databricks' own. */
      level: Level | null;
      person: DemoPerson;
      scopes: string[];
      expiresAt: number;
    }
  | { active: false; reason: 'unknown' | 'expired' };

export type Introspect = (accessToken: string) => Introspection;

/** Asks one after the other; the first that knows the token, or knew it, decides. */
export function introspectAny(all: readonly Introspect[]): Introspect {
  return (accessToken) => {
    for (const introspect of all) {
      const found = introspect(accessToken);
      if (found.active || found.reason === 'expired') return found;
    }
    return { active: false, reason: 'unknown' };
  };
}
