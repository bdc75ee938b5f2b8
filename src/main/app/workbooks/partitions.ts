/** Which session the guests of each profile live in: one for each person, so that nothing of another is met there. */

export interface Partitions {
  /** The name of the profile's present session. */
  of(profileId: string): string;
  /** Gives the profile a new, empty session. @returns the name of the one that it had */
  renew(profileId: string): string;
}

/**
 * In memory alone: a partition whose name does not begin with `persist:` is gone with the program. Until then it holds
 * cookies and the storage of Sigma's page. Clearing them reaches no page that still runs and writes them again; a new
 * name does.
 */
export function createPartitions(): Partitions {
  const generations = new Map<string, number>();
  const of = (profileId: string): string => `sightglass-${profileId}-${generations.get(profileId) ?? 0}`;
  return {
    of,
    renew(profileId) {
      const earlier = of(profileId);
      generations.set(profileId, (generations.get(profileId) ?? 0) + 1);
      return earlier;
    },
  };
}
