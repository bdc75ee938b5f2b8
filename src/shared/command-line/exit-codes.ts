/** With what a command ends, for scripts. What each means stands in the texts, under `commandLine.exitCodes`. */
export const exitCodes = { done: 0, wrong: 1, usage: 2, signedOut: 3, unreachable: 4, declined: 5 } as const;
export type Ending = keyof typeof exitCodes;
