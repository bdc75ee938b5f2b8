/** The one shape of a capability of the program: its requests, its part of the state, its life. */
import type { RequestName } from '../../shared/ipc/contract.ts';
import type { ProgramState, WindowState } from '../../shared/state.ts';
import type { Handlers } from '../ipc/router.ts';

export type WakeReason = 'resume' | 'unlock' | 'network-up';

/**
 * @typeParam Names the requests that it handles
 * @typeParam Shared its part of what all windows share
 * @typeParam Own its part of what one window shows
 */
export interface Feature<
  Names extends RequestName,
  Shared extends keyof ProgramState = never,
  Own extends keyof WindowState = never,
> {
  readonly handlers: Pick<Handlers, Names>;
  sharedState(): Pick<ProgramState, Shared>;
  windowState(windowId: string): Pick<WindowState, Own>;
  /** Takes up what the last run left. */
  restore?(): Promise<void>;
  /** After sleep, unlock or a new network. */
  wake?(reason: WakeReason): void;
  /** A window is gone. */
  windowClosed?(windowId: string): void;
  /** Saves and finishes what is under way. */
  close?(): Promise<void> | void;
}
