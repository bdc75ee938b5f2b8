/** The SQL warehouse: answers queries on taxi trips as the person behind the access token, and keeps an audit list. */
import type { Introspect } from './authorization-server.ts';
import type { AuditEntry, ControlHandlers } from './control.ts';
import type { Borough } from './people.ts';
import { generateTrips, type Trip } from './taxi-trips.ts';

const KEEP_ENTRIES = 5_000;

export interface WarehouseQuery {
  connectionId: string;
  /** The statement as it would be logged; what it selects is in the two filters. */
  statement: string;
  /** Null: all that the person may see. */
  boroughs: readonly Borough[] | null;
  minFare: number;
}

/** In Databricks' words, since that is what a person gets to read. */
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
  query(accessToken: string, query: WarehouseQuery): Trip[];
  readonly controlHandlers: ControlHandlers<'warehouse'>;
}

export function createWarehouse(setup: { introspect: Introspect }): Warehouse {
  const trips = generateTrips();
  const audit: AuditEntry[] = [];
  return {
    query(accessToken, { connectionId, statement, boroughs, minFare }) {
      const token = setup.introspect(accessToken);
      if (!token.active) {
        throw new WarehouseError(
          401,
          token.reason === 'expired'
            ? '401 Unauthorized: token expired. [Databricks][ThriftExtension] Access token has expired; obtain a new token and retry.'
            : '401 Unauthorized: invalid access token. [Databricks][ThriftExtension] The token is not known to this workspace.',
        );
      }
      if (!token.scopes.includes('all-apis') && !token.scopes.includes('sql')) {
        throw new WarehouseError(403, '403 Forbidden: provided OAuth token does not have required scopes: sql');
      }
      const { person } = token;
      if (person.boroughs.length === 0) {
        throw new WarehouseError(
          403,
          `[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User ${person.userName} does not have SELECT on table samples.nyctaxi.trips. SQLSTATE: 42501`,
        );
      }
      const rows = trips.filter(
        (trip) =>
          person.boroughs.includes(trip.borough) &&
          (boroughs === null || boroughs.includes(trip.borough)) &&
          trip.fare_amount >= minFare,
      );
      audit.push({ at: Date.now(), userName: person.userName, connectionId, what: statement, rows: rows.length });
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
