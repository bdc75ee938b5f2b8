/** The conditions that need somebody. No schema: texts, policy and settings name them. */

/**
 * `renewal`: a sign-in is not renewed, or has ended with that. `signInEnds`: one ends within a day, and nobody is there to
 * renew it. `wall`: a wallboard shows an old picture or none. `keychain`: it does not answer any more. `clock`: the clock of
 * the computer is wrong. `audit`: the audit trail cannot be written.
 */
export const alarmKinds = ['renewal', 'signInEnds', 'wall', 'keychain', 'clock', 'audit'] as const;
export type AlarmKind = (typeof alarmKinds)[number];
