/** The SQL warehouse: answers queries on taxi trips for the person behind the access token, and keeps an audit list. */

import type { Introspect } from '../authorization-server/introspection.ts';
import type { AuditEntry, ControlHandlers } from '../control/calls.ts';
import type { Borough } from '../people.ts';
import type { Platform } from '../sigma/connections.ts';
import { queryScopes, warehouseErrors } from './errors.ts';
import { generateTrips, type Trip } from './taxi-trips.ts';

const KEEP_ENTRIES = 5_000;

/**
 * The name under which queries of Sigma's service account are audited: the platform does not learn which person asked.
 */
export const SERVICE_ACCOUNT = 'sigma-service-account';

export interface WarehouseQuery {
  connectionId: string;
  /** The statement as it would be logged; what it selects is in the two filters. */
  statement: string;
  /** Null: all that the person may see. */
  boroughs: readonly Borough[] | null;
  minFare: number;
}

/** What a query runs with: a person's token, or Sigma's own account and the rows that Sigma lets through. */
export type Access = { platform: Platform; accessToken: string } | { allowed: readonly Borough[] };

/** In the platform's words, since that is what a person gets to read. */
export class WarehouseError extends Error {
  readonly status: 401 | 403;

  constructor(status: 401 | 403, message: string) {
    super(message);
    this.name = 'WarehouseError';
    this.status = status;
  }
}

export interface Warehouse {
  /** Throws `WarehouseError`: 401 for a token that is expired or unknown, 403 without the scope or the privilege. */
  query(access: Access, query: WarehouseQuery): Trip[];
  readonly controlHandlers: ControlHandlers<'warehouse'>;
}

export function createWarehouse(options: { introspect: Introspect }): Warehouse {
  const trips = generateTrips();
  const audit: AuditEntry[] = [];

  function whoRuns(access: Access): { userName: string; allowed: readonly Borough[] } {
    if ('allowed' in access) return { userName: SERVICE_ACCOUNT, allowed: access.allowed };
    const errors = warehouseErrors[access.platform];
    const token = options.introspect(access.accessToken);
    if (!token.active) throw new WarehouseError(401, token.reason === 'expired' ? errors.expired : errors.unknown);
    const wanted = queryScopes[access.platform];
    if (!token.scopes.some((scope) => wanted.some((pattern) => pattern.test(scope)))) {
      throw new WarehouseError(403, errors.missingScope(token.scopes));
    }
    const { userName, boroughs } = token.person;
    if (boroughs.length === 0) throw new WarehouseError(403, errors.missingPrivilege(userName));
    return { userName, allowed: boroughs };
  }

  return {
    query(access, { connectionId, statement, boroughs, minFare }) {
      const { userName, allowed } = whoRuns(access);
      const rows = trips.filter(
        (trip) =>
          allowed.includes(trip.borough) &&
          (boroughs === null || boroughs.includes(trip.borough)) &&
          trip.fare_amount >= minFare,
      );
      audit.push({ at: Date.now(), userName, connectionId, what: statement, rows: rows.length });
      if (audit.length > KEEP_ENTRIES) audit.shift();
      return rows;
    },
    controlHandlers: {
      audit: ({ userName }) => audit.filter((entry) => userName === undefined || entry.userName === userName),
      clearAudit() {
        audit.length = 0;
        return null;
      },
    },
  };
}
