/**
 * The one description of what may cross between our window and the main process. The preload's functions, the
 * router's checks and the renderer's types all come from here.
 */
import { z } from 'zod';
import { AppErrorView } from '../errors.ts';
import { ProfileDraft } from '../profile/profile.ts';
import { AppState, EnvImportReport, SessionDetails } from '../state.ts';
import type { requestNames } from './names.ts';

const nothing = z.undefined();
const id = z.uuid();

/** Requests: the window asks, main answers once. Name → what goes in and what comes out. */
export const requests = {
  'state.get': { input: nothing, output: AppState },

  'profiles.save': { input: ProfileDraft, output: z.object({ profileId: id }) },
  'profiles.remove': { input: z.object({ profileId: id }), output: nothing },
  'profiles.select': { input: z.object({ profileId: id }), output: nothing },
  /** Main shows the file dialog and reads the file, so that its secrets never pass through the window. */
  'profiles.importEnv': { input: nothing, output: EnvImportReport.nullable() },

  'grants.signIn': { input: z.object({ connectionId: id }), output: nothing },
  'grants.cancelSignIn': { input: nothing, output: nothing },
  'grants.copySignInLink': { input: nothing, output: nothing },
  'grants.reopenBrowser': { input: nothing, output: nothing },
  'grants.renew': { input: z.object({ connectionId: id }), output: nothing },
  'grants.signOut': { input: z.object({ profileId: id }), output: nothing },

  'panes.open': { input: z.object({ workbookId: id }), output: z.object({ paneId: id }) },
  'panes.reload': { input: z.object({ paneId: id }), output: nothing },
  'panes.close': { input: z.object({ paneId: id }), output: nothing },
  'panes.details': { input: z.object({ paneId: id }), output: SessionDetails },

  'notices.dismiss': { input: z.object({ noticeId: id }), output: nothing },
  /** Puts a redacted account of an error on the clipboard. */
  'errors.copyDetails': { input: AppErrorView, output: nothing },
} as const satisfies Record<(typeof requestNames)[number], { input: z.ZodType; output: z.ZodType }>;

/** Events: main tells, nobody answers. */
export const events = {
  'state.changed': AppState,
} as const satisfies Record<`${string}.${string}`, z.ZodType>;

export type RequestName = keyof typeof requests;
export type RequestInput<Name extends RequestName> = z.infer<(typeof requests)[Name]['input']>;
export type RequestOutput<Name extends RequestName> = z.infer<(typeof requests)[Name]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.infer<(typeof events)[Name]>;

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
  /** Calls the listener at every change; answers with the function that stops it. */
  onStateChanged(listener: (state: AppState) => void): () => void;
};
