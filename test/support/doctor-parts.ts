/** What checks need of a program in which nobody is signed in, and whose servers never answer. */
import { type PartsOptions, partsOf } from '../../src/main/app/doctor/parts.ts';
import type { Clock } from '../../src/main/async/clock.ts';
import { noGrant } from '../../src/shared/grants.ts';
import { silentLog } from './profiles.ts';

export const partsOfDoctor = (clock: Clock, otherwise: Partial<PartsOptions> = {}) =>
  partsOf({
    ...clock,
    secrets: { hasClientSecret: () => false, clientSecret: async () => null } as unknown as PartsOptions['secrets'],
    vault: { mode: 'encrypted', backend: 'secret-service' },
    fetch: () => new Promise(() => undefined),
    allowLoopbackHttp: false,
    keeper: { view: noGrant, held: () => [] },
    signIn: { sharedState: () => ({ grants: [], signIn: null, signInProblem: null }), listensAt: () => null },
    sign: async () => {
      throw new Error('Nothing is signed before a sign-in.');
    },
    log: silentLog,
    ...otherwise,
  });
