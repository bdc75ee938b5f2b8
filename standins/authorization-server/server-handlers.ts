/** The control calls that every authorization server answers. */
import type { ControlHandlers, Lifetimes } from '../control/calls.ts';
import type { RequestJournal } from '../control/request-journal.ts';
import { findPerson } from '../people.ts';
import type { GrantStore } from './grant-store.ts';

type Common = Omit<ControlHandlers<'authorizationServer'>, 'setBehaviour' | 'setFederation'>;

/** `lifetimes` is changed in place. */
export function serverHandlers(server: {
  journal: RequestJournal;
  stores: readonly GrantStore[];
  lifetimes: Lifetimes;
}): Common {
  const { journal, stores, lifetimes } = server;
  return {
    failNext(fault) {
      journal.faults.push(fault);
      return { pending: journal.faults.length };
    },
    clearFaults: () => ({ cleared: journal.faults.splice(0).length }),
    setLifetimes: (change) => ({ ...Object.assign(lifetimes, change) }),
    shiftClock: ({ seconds }) => ({ offsetSeconds: Math.max(...stores.map((store) => store.shiftClock(seconds))) }),
    revokeGrants({ userName }) {
      const person = userName === undefined ? undefined : findPerson(userName);
      if (userName !== undefined && !person) throw new Error(`There is no person called ${userName}.`);
      const revoked = stores.map((store) => store.revokeGrants(person?.id));
      return { revokedTokens: revoked.reduce((sum, count) => sum + count, 0) };
    },
    journal: ({ endpoint }) => journal.entries.filter((entry) => !endpoint || entry.endpoint === endpoint),
    clearJournal() {
      journal.entries.length = 0;
      return null;
    },
    counters() {
      const sum = (name: 'accessTokensIssued' | 'refreshTokensIssued' | 'tokensRevoked') =>
        stores.reduce((total, { counts }) => total + counts[name], 0);
      return {
        requests: structuredClone(journal.counters),
        accessTokensIssued: sum('accessTokensIssued'),
        refreshTokensIssued: sum('refreshTokensIssued'),
        tokensRevoked: sum('tokensRevoked'),
      };
    },
  };
}
