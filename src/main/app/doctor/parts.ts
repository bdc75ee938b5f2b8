/** What checks need of the rest of the program. They look, and change nothing that runs. */
import type { AppErrorView } from '../../../shared/errors.ts';
import type { Clock, WallClock } from '../../async/clock.ts';
import { createSerialQueue, type SerialQueue } from '../../async/serial-queue.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';
import type { SignInFeature } from '../sign-in/sign-in-feature.ts';
import type { LoadMemory } from './load-memory.ts';
import type { NetworkEdges } from './network-edges.ts';
import type { RenewalHistory } from './renewal-history.ts';

export interface PartsOptions extends Omit<Parts, 'portTurns' | 'isSigningIn' | 'listensAt' | 'signInProblem'> {
  readonly signIn: Pick<SignInFeature, 'sharedState' | 'listensAt'>;
}

export const partsOf = ({ signIn, ...parts }: PartsOptions): Parts => ({
  ...parts,
  isSigningIn: () => signIn.sharedState().signIn !== null,
  listensAt: signIn.listensAt,
  signInProblem(connectionId) {
    const { signInProblem } = signIn.sharedState();
    return signInProblem?.connectionId === connectionId ? signInProblem.error : null;
  },
  portTurns: createSerialQueue<'port'>(),
});

export interface Parts extends Clock {
  readonly fetch: Fetch;
  readonly allowLoopbackHttp: boolean;
  /** How the clock on the wall stands to what servers say. Left out: it is right. */
  readonly wallClock?: Pick<WallClock, 'aheadMs'>;
  readonly vault: Pick<Vault, 'mode' | 'backend'>;
  readonly secrets: Pick<Secrets, 'clientSecret' | 'hasClientSecret' | 'embedSecret' | 'hasEmbedSecret'>;
  readonly keeper: Pick<GrantKeeper, 'view' | 'held'>;
  /** Whether a person is signing in: then the ports of redirect URLs are left alone. */
  isSigningIn(): boolean;
  /** The redirect URL whose port a sign-in of ours holds, also for the last page of one that is over. */
  listensAt(): string | null;
  /** Signs for a saved workbook, as a load would. */
  sign(workbookId: string): Promise<{ readonly url: string; readonly claims: object }>;
  /** Two looks at one port at a time would find each other. */
  readonly portTurns: SerialQueue<'port'>;
  /** Why the last sign-in did not succeed, where it was to this connection. Left out: nothing is known of it. */
  signInProblem?(connectionId: string): AppErrorView | null;
  /** What was noted of renewals and of loads since the program started. Left out: nothing. */
  readonly renewals?: Pick<RenewalHistory, 'of'> | undefined;
  readonly loads?: Pick<LoadMemory, 'of'> | undefined;
  /** What is asked of the system about the way to servers. Left out: nothing, and nobody looks at it. */
  readonly network?: NetworkEdges | undefined;
  readonly log: Log;
}
