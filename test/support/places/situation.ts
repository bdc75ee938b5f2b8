/** What a situation is: where a person is in a workbook when their sign-in is renewed, and what that must not change. */
import type { Frame } from 'playwright';
import type { SigmaCommand } from '../../../src/shared/sigma/commands.ts';
import type { PaneView } from '../../../src/shared/state.ts';
import type { SigmaBehaviour } from '../../../standins/control/calls.ts';
import type { DemoServices } from '../../../standins/demo-services.ts';
import type { Hands, Spot } from '../driver/hands.ts';
import type { RunningApp } from '../driver/running-app.ts';

/** The hands of a person at the running app, and the servers behind it. */
export interface Desk {
  readonly app: RunningApp;
  readonly demo: DemoServices;
  /** Sigma's page in the guest on screen, or in the one that is to take over. */
  workbook(which?: 'active' | 'standby'): Promise<Frame>;
  pane(): Promise<PaneView>;
  /** Says something to the workbook, as a button of the program would. */
  command(command: SigmaCommand): Promise<void>;
  readonly hands: Hands;
  /** Where on the display a place of the workbook is. */
  onDisplay(place: Spot): Promise<Spot>;
  /** Where the pointer finds an element of the workbook; its middle when left out. */
  placeOf(selector: string, share?: { readonly across?: number; readonly down?: number }): Promise<Spot>;
  /** Waits until every query is answered and drawn; of the standby: so that nothing but the person keeps it back. */
  answered(which?: 'active' | 'standby'): Promise<void>;
  /** Renews the sign-in, as the clock would. */
  renew(): Promise<void>;
  /** Opens the workbook anew, with a token that has just been renewed. */
  openAfresh(situation?: Pick<Situation, 'behaviour' | 'tokenSeconds'>): Promise<void>;
  inMain: RunningApp['electron']['evaluate'];
}

/** Seconds of a token for what lasts: a session's last half minute waits for nobody. */
export const LONG = 180;

/**
 * - `at once`: as soon as the new session shows the same, and the hands rest.
 * - `after it`: it waits as long as the situation lasts, and comes when the person leaves it.
 * - `second try`: the first one comes to nothing, and nobody sees that.
 * - `never`: there is nothing to renew to; the workbook on screen stays.
 */
export type SwapMoment = 'at once' | 'after it' | 'second try' | 'never';

export interface Situation {
  /** Continues "A renewal while …". */
  readonly name: string;
  /** What a person finds as they left it, beyond the picture, the focus and what a screen reader says. */
  readonly kept: string;
  readonly swap: SwapMoment;
  /** How Sigma's pages behave, from before the workbook is loaded. */
  readonly behaviour?: Partial<SigmaBehaviour>;
  /** 20 unless a situation lasts longer than that. */
  readonly tokenSeconds?: number;
  /** Gets into it, from a workbook that was just opened. */
  enter(desk: Desk): Promise<void>;
  /** What happens just before the renewal, to the servers or the window. */
  before?(desk: Desk): Promise<void>;
  /** What happens while the new session is loaded. */
  meanwhile?(desk: Desk): Promise<void>;
  /** Ends it, where the swap comes after it; otherwise it is done while the new session is loaded. */
  leave?(desk: Desk): Promise<void>;
  /** Waits for what shows that there will be no swap. */
  proof?(desk: Desk): Promise<void>;
  /** What may blink or run by itself, in the workbook or in our window: left out of the comparison of pictures. */
  readonly blinks?: string;
  readonly runs?: string;
  /** The new session is not even loaded before its end. */
  readonly loads?: 'after it';
  /** Nobody can see the workbook while it lasts, so that there is no picture. */
  readonly unseen?: true;
  /** A step of the person while the new session is loaded asks for other data, there too. */
  readonly asksMore?: true;
  /** What the program says of it, in the picture and for a screen reader. */
  readonly says?: RegExp;
  /** How many renewals follow one another; 1 when left out. */
  readonly renewals?: number;
  /** The clock begins the renewal, and not the test. */
  readonly byItself?: true;
}

/** What the computer or the profile has that others have not. */
export type Surroundings = 'plain' | 'dark' | 'reduced motion' | 'two connections' | 'a window manager';

export interface SituationGroup {
  /** Continues "A person …". */
  readonly title: string;
  readonly surroundings?: Surroundings;
  readonly situations: readonly Situation[];
}
