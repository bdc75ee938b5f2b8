/**
 * The one description of what may cross between our windows and the main process. The preload's functions, the router's
 * checks and the renderer's types all come from here.
 */

import type { AppErrorView } from '../errors.ts';
import type { Language } from '../text/languages.ts';
import type { z } from '../zod.ts';
import { aboutRequests } from './about.ts';
import { alertRequests } from './alerts.ts';
import { auditRequests } from './audit.ts';
import { checkRequests } from './checks.ts';
import { commandRequests } from './commands.ts';
import { doctorRequests } from './doctor.ts';
import { downloadRequests } from './downloads.ts';
import { findingRequests } from './finding.ts';
import { grantRequests } from './grants.ts';
import { linkRequests } from './links.ts';
import type { requestNames } from './names.ts';
import { paneRequests } from './panes.ts';
import { profileRequests } from './profiles.ts';
import { programRequests } from './program.ts';
import type { RequestDefinition } from './request.ts';
import { settingRequests } from './settings.ts';
import { StateChange } from './state-change.ts';
import { tabRequests } from './tabs.ts';
import { updateRequests } from './updates.ts';
import { windowRequests } from './windows.ts';

/** Requests: a window asks, main answers once. */
export const requests = {
  ...programRequests,
  ...profileRequests,
  ...grantRequests,
  ...paneRequests,
  ...tabRequests,
  ...aboutRequests,
  ...updateRequests,
  ...windowRequests,
  ...checkRequests,
  ...commandRequests,
  ...settingRequests,
  ...downloadRequests,
  ...findingRequests,
  ...linkRequests,
  ...alertRequests,
  ...auditRequests,
  ...doctorRequests,
} as const satisfies Record<(typeof requestNames)[number], RequestDefinition>;

/** Events: main tells, and expects no answer. */
export const events = {
  'state.changed': StateChange,
} as const satisfies Record<`${string}.${string}`, z.ZodType>;

export type RequestName = keyof typeof requests;
export type RequestInput<Name extends RequestName> = z.infer<(typeof requests)[Name]['input']>;
export type RequestOutput<Name extends RequestName> = z.infer<(typeof requests)[Name]['output']>;
export type EventName = keyof typeof events;

/** Errors lose their fields when they cross a process border, so an answer carries them as a value. */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; error: AppErrorView };

type Group<Name extends string> = Name extends `${infer Head}.${string}` ? Head : never;
type Member<Name extends string, Head extends string> = Name extends `${Head}.${infer Tail}` ? Tail : never;
type Call<Name extends RequestName> =
  RequestInput<Name> extends undefined
    ? () => Promise<Answer<RequestOutput<Name>>>
    : (input: RequestInput<Name>) => Promise<Answer<RequestOutput<Name>>>;

/** What the preload puts on `window.sightglass`: `sightglass.grants.signIn({ connectionId })`. */
export type Bridge = {
  [Head in Group<RequestName>]: {
    [Tail in Member<RequestName, Head>]: `${Head}.${Tail}` extends RequestName ? Call<`${Head}.${Tail}`> : never;
  };
} & {
  /** The language of the window's texts. */
  readonly language: Language;
  /**
   * Calls the listener at every change of what this window has asked for; answers with the function that stops it. A change
   * fits the one state that it follows.
   */
  onStateChanged(listener: (change: StateChange) => void): () => void;
};
