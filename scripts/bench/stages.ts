/** A way as stages that follow one another: each lasts from the one before it to its own end. Pure. */

export interface Milestone {
  readonly name: string;
  /** Milliseconds since the epoch; undefined when it was not passed this time. */
  readonly at: number | undefined;
}

export interface StageOfWay {
  readonly name: string;
  readonly ms: number;
}

/** Milestones that were not passed are left out; one before its time took nothing. */
export function stagesOf(begunAt: number, milestones: readonly Milestone[]): StageOfWay[] {
  let before = begunAt;
  return milestones.flatMap(({ name, at }) => {
    if (at === undefined) return [];
    const ms = Math.max(0, at - before);
    before = Math.max(before, at);
    return [{ name, ms }];
  });
}
