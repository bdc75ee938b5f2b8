/** The name of a commit, as people read it. */

/** Enough of a commit to find it, and short enough for the log not to take it for a secret. */
export const shortCommit = (commit: string): string => commit.slice(0, 12);
