/** The elements of the workbook: what each asks the warehouse, and what it makes of the rows. */
import { z } from 'zod';
import { BOROUGHS } from '../people.ts';
import type { Trip } from '../warehouse/taxi-trips.ts';
import type { Access, Warehouse } from '../warehouse/warehouse.ts';
import { readBoroughs, readMinFare, type Sort, WorkbookState } from './workbook-state.ts';

export const QueryRequest = z.object({
  element: z.enum(['boroughs', 'summary', 'hours', 'daily', 'zips', 'trips', 'export']),
  state: WorkbookState,
  offset: z.int().nonnegative().default(0),
  limit: z.int().positive().max(200).default(50),
});
export type QueryRequest = z.infer<typeof QueryRequest>;

const TABLE = 'samples.nyctaxi.trips';
const TOP_ZIPS = 8;

/** Throws `WarehouseError`. */
export function runElement(warehouse: Warehouse, access: Access, connectionId: string, request: QueryRequest): unknown {
  const { element, state, offset, limit } = request;
  // The list of boroughs is what the control offers, so the control itself must not narrow it.
  const unfiltered = element === 'boroughs';
  const boroughs = unfiltered ? null : readBoroughs(state.variables.Borough);
  const minFare = unfiltered ? 0 : readMinFare(state.variables.MinFare);
  const statement = describe(request, boroughs, minFare);
  const rows = warehouse.query(access, { connectionId, statement, boroughs, minFare });
  switch (element) {
    case 'boroughs':
      return BOROUGHS.filter((borough) => rows.some((trip) => trip.borough === borough));
    case 'summary':
      return summarise(rows);
    case 'hours':
      return byHour(rows);
    case 'daily':
      return byDay(rows);
    case 'zips':
      return byZip(rows);
    case 'trips':
      return { total: rows.length, offset, rows: sortTrips(rows, state.sort).slice(offset, offset + limit) };
    case 'export':
      return { total: rows.length, rows: sortTrips(rows, state.sort) };
  }
}

function describe(request: QueryRequest, boroughs: readonly string[] | null, minFare: number): string {
  const { element, state, offset, limit } = request;
  const conditions = [
    boroughs ? `borough IN (${boroughs.map((name) => `'${name}'`).join(', ')})` : '',
    minFare > 0 ? `fare_amount >= ${minFare}` : '',
    request.element === 'boroughs' ? '' : describeMore(state.variables),
  ].filter(Boolean);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const order = ` ORDER BY ${state.sort.column} ${state.sort.direction.toUpperCase()}`;
  const statements: Record<QueryRequest['element'], string> = {
    boroughs: `SELECT DISTINCT borough FROM ${TABLE}`,
    summary: `SELECT count(*), avg(fare_amount), avg(trip_distance), sum(fare_amount) FROM ${TABLE}${where}`,
    hours: `SELECT hour(tpep_pickup_datetime), count(*) FROM ${TABLE}${where} GROUP BY 1`,
    daily: `SELECT date(tpep_pickup_datetime), count(*), sum(fare_amount) FROM ${TABLE}${where} GROUP BY 1`,
    zips: `SELECT pickup_zip, count(*), avg(fare_amount) FROM ${TABLE}${where} GROUP BY 1 ORDER BY 2 DESC LIMIT ${TOP_ZIPS}`,
    trips: `SELECT * FROM ${TABLE}${where}${order} LIMIT ${limit} OFFSET ${offset}`,
    export: `SELECT * FROM ${TABLE}${where}${order}`,
  };
  return statements[element];
}

const describeMore = ({ Note = '', Shift = '' }: WorkbookState['variables']) =>
  Note || Shift ? `note_and_shift('${Note}', '${Shift}')` : '';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length > 0 ? sum(values) / values.length : null);

function summarise(rows: readonly Trip[]) {
  return {
    trips: rows.length,
    averageFare: mean(rows.map((trip) => trip.fare_amount)),
    averageDistance: mean(rows.map((trip) => trip.trip_distance)),
    revenue: sum(rows.map((trip) => trip.fare_amount)),
  };
}

function byHour(rows: readonly Trip[]) {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, trips: 0 }));
  for (const trip of rows) {
    const slot = hours[Number(trip.tpep_pickup_datetime.slice(11, 13))];
    if (slot) slot.trips += 1;
  }
  return hours;
}

function byDay(rows: readonly Trip[]) {
  const days = new Map<string, { date: string; trips: number; revenue: number; miles: number }>();
  for (let day = Date.UTC(2016, 0, 1); day <= Date.UTC(2016, 1, 29); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    days.set(date, { date, trips: 0, revenue: 0, miles: 0 });
  }
  for (const trip of rows) {
    const day = days.get(trip.tpep_pickup_datetime.slice(0, 10));
    if (!day) continue;
    day.trips += 1;
    day.revenue += trip.fare_amount;
    day.miles += trip.trip_distance;
  }
  return [...days.values()];
}

function byZip(rows: readonly Trip[]) {
  const zips = new Map<number, { zip: number; borough: string; trips: number; fares: number }>();
  for (const trip of rows) {
    const entry = zips.get(trip.pickup_zip) ?? { zip: trip.pickup_zip, borough: trip.borough, trips: 0, fares: 0 };
    entry.trips += 1;
    entry.fares += trip.fare_amount;
    zips.set(trip.pickup_zip, entry);
  }
  return [...zips.values()]
    .sort((a, b) => b.trips - a.trips || a.zip - b.zip)
    .slice(0, TOP_ZIPS)
    .map(({ zip, borough, trips, fares }) => ({ zip, borough, trips, averageFare: fares / trips }));
}

/** Ties keep the order of pickup, so that pages never overlap. */
function sortTrips(rows: readonly Trip[], sort: Sort): Trip[] {
  const factor = sort.direction === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[sort.column], b[sort.column]];
    return left === right ? 0 : (left < right ? -1 : 1) * factor;
  });
}
