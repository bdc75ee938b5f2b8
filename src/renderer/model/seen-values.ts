/** Which values the controls of a workbook have had: Sigma has no message that lists what a control can be set to. */

/** Control id → values, the newest first. */
export type SeenValues = ReadonlyMap<string, readonly string[]>;

/** So many of one control are remembered and offered. */
export const MOST_VALUES = 12;

/** Takes up the values of now. @returns the same map where nothing is new */
export function withSeen(seen: SeenValues, controls: Readonly<Record<string, string>>): SeenValues {
  const changed = Object.entries(controls).filter(([id, value]) => value !== '' && seen.get(id)?.[0] !== value);
  if (changed.length === 0) return seen;
  const next = new Map(seen);
  for (const [id, value] of changed) {
    const before = (seen.get(id) ?? []).filter((one) => one !== value);
    next.set(id, [value, ...before].slice(0, MOST_VALUES));
  }
  return next;
}
