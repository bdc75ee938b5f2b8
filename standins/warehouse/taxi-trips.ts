/**
 * Trips in the columns of `samples.nyctaxi.trips`, made up the same way every time: two months, rush hours, weekends,
 * and fares by the meter of 2016.
 */
import { BOROUGHS, type Borough } from '../people.ts';

export interface Trip {
  /** Local time without a zone, as the sample table has it: `2016-02-14T16:52:13`. */
  tpep_pickup_datetime: string;
  tpep_dropoff_datetime: string;
  /** Miles. */
  trip_distance: number;
  /** US dollars. */
  fare_amount: number;
  pickup_zip: number;
  dropoff_zip: number;
  /** Where the pickup ZIP code lies. */
  borough: Borough;
}

const TRIPS = 3_000;
const SEED = 20_160_101;
const FIRST_DAY = Date.UTC(2016, 0, 1);
const DAYS = 60;
const DAY_MS = 86_400_000;

/** The busiest first. */
const zipCodes: Record<Borough, readonly number[]> = {
  Manhattan: [
    10003, 10001, 10011, 10110, 10019, 10023, 10016, 10022, 10021, 10028, 10018, 10017, 10036, 10065, 10012, 10014,
    10024, 10009, 10128, 10025, 10013, 10002, 10010, 10029,
  ],
  Brooklyn: [11211, 11201, 11249, 11217, 11215, 11222, 11238, 11231, 11205, 11206, 11237, 11225, 11221],
  Queens: [11371, 11430, 11101, 11106, 11103, 11377, 11102, 11104, 11372, 11375, 11368, 11354, 11432],
  'The Bronx': [10451, 10463, 10452, 10458, 10467, 10461, 10457, 10453, 10468, 10455, 10471],
  'Staten Island': [10301, 10305, 10304, 10314, 10306, 10302, 10312, 10309],
};

/** More even than in the real city, so that each person of the demo has enough rows. */
const boroughWeights: Record<Borough, number> = {
  Manhattan: 46,
  Brooklyn: 21,
  Queens: 18,
  'The Bronx': 9,
  'Staten Island': 6,
};

const medianMiles: Record<Borough, number> = {
  Manhattan: 1.8,
  Brooklyn: 2.9,
  Queens: 4.6,
  'The Bronx': 3.4,
  'Staten Island': 5.2,
};

/** Two airports, in Queens: long rides from there are what lifts the average. */
const AIRPORTS = new Set([11371, 11430]);

const weekdayHours = [3, 2, 1, 1, 1, 2, 5, 9, 12, 11, 9, 9, 10, 10, 10, 10, 9, 11, 14, 15, 13, 11, 9, 6];
const weekendHours = [10, 9, 7, 5, 3, 1, 1, 2, 3, 5, 7, 9, 10, 10, 10, 10, 10, 10, 11, 11, 10, 10, 11, 11];
/** Sunday first. */
const dayWeights = [0.86, 0.9, 0.96, 1, 1.05, 1.14, 1.08];
/** The blizzard of 23 January 2016 kept most cabs off the streets. */
const snowDays = new Map([
  [22, 0.16],
  [23, 0.42],
]);

/** Mulberry32: small, fast, and the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pickWeighted(weights: readonly number[], random: () => number): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

function pickOne<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)] as T;
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** By rank: the tenth place has a third of the trips of the first. */
function pickZip(borough: Borough, random: () => number): number {
  const codes = zipCodes[borough];
  const weights = codes.map((_, rank) => 1 / (1 + rank * 0.22));
  return codes[pickWeighted(weights, random)] as number;
}

const localTime = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19);

export function generateTrips(count = TRIPS, seed = SEED): Trip[] {
  const random = createRandom(seed);
  const days = Array.from({ length: DAYS }, (_, day) => {
    const weekday = new Date(FIRST_DAY + day * DAY_MS).getUTCDay();
    return (dayWeights[weekday] ?? 1) * (snowDays.get(day) ?? 1) * (0.92 + 0.16 * random());
  });
  const weights = BOROUGHS.map((borough) => boroughWeights[borough]);

  const trips = Array.from({ length: count }, (): Trip => {
    const day = pickWeighted(days, random);
    const weekday = new Date(FIRST_DAY + day * DAY_MS).getUTCDay();
    const hour = pickWeighted(weekday === 0 || weekday === 6 ? weekendHours : weekdayHours, random);
    const pickup = FIRST_DAY + day * DAY_MS + hour * 3_600_000 + Math.floor(random() * 3600) * 1000;

    const borough = BOROUGHS[pickWeighted(weights, random)] as Borough;
    const pickupZip = pickZip(borough, random);
    const fromAirport = AIRPORTS.has(pickupZip);
    // Most rides stay in their borough; most of the others end in Manhattan.
    const away = random() < (fromAirport ? 0.85 : 0.28);
    const destination = away ? (random() < 0.65 ? 'Manhattan' : pickOne(BOROUGHS, random)) : borough;
    const dropoffZip = pickZip(destination, random);

    const median = fromAirport ? 11.5 : medianMiles[borough] * (destination === borough ? 1 : 2.1);
    const miles = Math.min(28, Math.max(0.3, median * Math.exp(0.52 * normal(random))));
    const milesPerHour = (hour >= 7 && hour < 20 ? 10.5 : 17) + miles * 0.8;
    const minutes = (miles / milesPerHour) * 60 * (0.85 + 0.35 * random()) + 1.5;

    // Flag drop 2.50, 2.50 a mile, 0.50 a slow minute; 52 flat between JFK and Manhattan.
    const metered = 2.5 + miles * 2.5 + Math.max(0, minutes - miles * 2.4) * 0.5;
    const flat = pickupZip === 11430 && destination === 'Manhattan';
    return {
      tpep_pickup_datetime: localTime(pickup),
      tpep_dropoff_datetime: localTime(pickup + Math.round(minutes * 60) * 1000),
      trip_distance: Math.round(miles * 100) / 100,
      fare_amount: flat ? 52 : Math.round(metered * 2) / 2,
      pickup_zip: pickupZip,
      dropoff_zip: dropoffZip,
      borough,
    };
  });
  return trips.sort((a, b) => (a.tpep_pickup_datetime < b.tpep_pickup_datetime ? -1 : 1));
}
