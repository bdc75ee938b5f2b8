/** Which session the guests of each profile live in: one for each person, so that nobody meets what another left. */

export type Partitions = ReturnType<typeof createPartitions>;

/**
 * In memory alone: a partition whose name does not begin with `persist:` is gone with the program. Until then it holds
 * cookies and the storage of Sigma's page. Clearing them reaches no page that still runs and writes them again; a new
 * name does.
 */
export function createPartitions() {
  const generations = new Map<string, number>();
  const of = (profileId: string): string => `sightglass-${profileId}-${generations.get(profileId) ?? 0}`;
  return {
    of,
    /** Gives the profile a new, empty session. @returns the one that it had */
    renew(profileId: string): string {
      const earlier = of(profileId);
      generations.set(profileId, (generations.get(profileId) ?? 0) + 1);
      return earlier;
    },
  };
}
