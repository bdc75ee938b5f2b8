/** The conditions that need somebody. No schema: texts name them. */

/**
 * `renewal`: a sign-in is not renewed, or has ended. `signInEnds`: one ends within a day for good, and nobody is there.
 * `wall`: a wallboard shows an old picture, or none. `keychain`: it does not answer any more. `clock`: the clock of the
 * computer is wrong. `audit`: the audit trail cannot be written.
 */
export const alarmKinds = ['renewal', 'signInEnds', 'wall', 'keychain', 'clock', 'audit'] as const;
export type AlarmKind = (typeof alarmKinds)[number];
