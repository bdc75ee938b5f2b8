/** What the parts write down, and how single values become series. */

export const partNames = ['start', 'memory', 'main-thread', 'signing', 'rows', 'renewal', 'ipc', 'growth'] as const;
export type PartName = (typeof partNames)[number];

/** Whose value it is. `Sightglass` is the program; the others stand beside it in the same run. */
export const OURS = 'Sightglass';
export const BARE = 'bare app';
export const QUICK_START = 'web page';
export const SDK = 'SDK';

export type Unit = 'ms' | 's' | 'MB' | 'KB' | '';

/** Where a value belongs. */
export interface Place {
  readonly part: PartName;
  /** What was measured, in plain words; together with the subject it names a series. */
  readonly what: string;
  readonly subject: string;
  readonly unit: Unit;
  /** How large the thing was that may grow: profiles, panes, connections, swaps. */
  readonly size?: number;
}

export interface Series extends Place {
  /** One for each round, in turn. */
  readonly values: readonly number[];
}

export interface Measurements {
  add(place: Place, ...values: readonly number[]): void;
  /** Something that a reader of the table has to know: what was left out and why, or who held the thread. */
  note(part: PartName, sentence: string): void;
  readonly series: readonly Series[];
  readonly notes: readonly { readonly part: PartName; readonly sentence: string }[];
}

export function createMeasurements(): Measurements {
  const series: (Series & { values: number[] })[] = [];
  const notes: { part: PartName; sentence: string }[] = [];
  return {
    series,
    notes,
    add(place, ...values) {
      const known = series.find((one) => isSame(one, place));
      if (known) known.values.push(...values);
      else series.push({ ...place, values: [...values] });
    },
    note(part, sentence) {
      if (!notes.some((known) => known.part === part && known.sentence === sentence)) notes.push({ part, sentence });
    },
  };
}

const isSame = (one: Place, other: Place) =>
  one.part === other.part && one.what === other.what && one.subject === other.subject && one.size === other.size;

/** The series of a place; undefined when that was not measured. */
export function seriesAt(
  series: readonly Series[],
  place: Pick<Place, 'part' | 'what' | 'subject'> & { readonly size?: number | undefined },
): Series | undefined {
  return series.find(
    (one) =>
      one.part === place.part && one.what === place.what && one.subject === place.subject && one.size === place.size,
  );
}
