/** A bridge that answers from a fixture, remembers what it was asked, and lets a test push the next state. */

import type { AppErrorView } from '../../../src/shared/errors.ts';
import type { Bridge } from '../../../src/shared/ipc/contract.ts';
import type { StateChange } from '../../../src/shared/ipc/state-change.ts';
import type { AppState } from '../../../src/shared/state.ts';
import { differences } from '../../../src/shared/state-change.ts';
import type { Language } from '../../../src/shared/text/languages.ts';
import { guide, news, thirdParties } from './about-fixtures.ts';
import { auditAnswer, auditVerdict } from './audit-fixtures.ts';
import { reportFiles } from './doctor-fixtures.ts';
import { errorOf, ids, sessionDetails } from './fixtures.ts';

export type Call = {
  name: string;
  input: unknown;
  /** What bytes said when they came: a window overwrites its own afterwards. */
  text?: string;
};
export type Harness = {
  calls: Call[];
  /** Merges a change into the state and tells the window. */
  push: (patch: Partial<AppState>) => void;
  /** As the window has it now. */
  state: () => AppState;
  /** From now on, this request is answered so. */
  answer: (name: string, value: unknown) => void;
  /** How many bytes of what was brought still say something. */
  keptBytes: () => number;
  /** From now on, this request fails. */
  refuse: (name: string, error: AppErrorView) => void;
};

const importReport = {
  profileId: ids.finance,
  profileName: 'QuickStart',
  changes: null,
  remarks: [
    { code: 'fallbackEmail', values: { email: 'sales_person@example.com' } },
    { code: 'publicClient', values: {} },
  ],
};

/** Each state of the gallery is a window of its own. */
const keptUnder = () => `kept ${location.search}`;

const bytesOf = (input: unknown): Uint8Array | null =>
  typeof input === 'object' && input !== null && 'bytes' in input && input.bytes instanceof Uint8Array
    ? input.bytes
    : null;

export function fakeBridge(
  initial: AppState | 'never' | 'fails',
  language: Language = 'en',
): { bridge: Bridge; harness: Harness } {
  let state = typeof initial === 'string' ? null : initial;
  const listeners = new Set<(change: StateChange) => void>();
  const refusals = new Map<string, AppErrorView>();
  const calls: Call[] = [];

  const answers: Record<string, (now: number) => unknown> = {
    'profiles.save': () => ({ profileId: ids.finance }),
    'profiles.importEnv': () => importReport,
    'profiles.importEnvContent': () => importReport,
    'windows.kept': () => JSON.parse(sessionStorage.getItem(keptUnder()) ?? 'null'),
    'about.guide': () => guide,
    'about.news': () => news,
    'doctor.start': () => ({ runId: 'doctor-run' }),
    'doctor.preview': () => ({ files: reportFiles }),
    'doctor.save': () => ({ isSaved: true }),
    'audit.read': auditAnswer,
    'audit.verify': auditVerdict,
    'audit.export': () => ({ isSaved: true }),
    'about.licence': () => ({ text: 'All rights reserved.\n\nNo licence is granted.', hasChromiumLicences: true }),
    'about.notices': () => thirdParties,
    'checks.start': () => ({ runId: 'run' }),
    'panes.picture': () => ({ picture: null }),
    'panes.open': () => ({ paneId: ids.pane }),
    'panes.details': (now) => sessionDetails(now, state?.profiles[0]?.profile.user.email ?? undefined),
  };
  const answer = async (name: string, input: unknown) => {
    const bytes = bytesOf(input);
    calls.push(bytes ? { name, input, text: new TextDecoder().decode(bytes) } : { name, input });
    const refused = refusals.get(name);
    if (refused) return { ok: false, error: refused };
    // As main does, where a test wants that: others load a page again to begin anew.
    if (name === 'windows.keep' && sessionStorage.getItem('keeps')) {
      sessionStorage.setItem(keptUnder(), JSON.stringify((input as { kept: unknown }).kept));
    }
    if (name === 'state.get') {
      if (initial === 'never') return new Promise(() => {});
      if (initial === 'fails') {
        return { ok: false, error: errorOf('internal', 'The settings store did not answer within ten seconds.') };
      }
      return { ok: true, value: state };
    }
    return { ok: true, value: answers[name]?.(Date.now()) };
  };
  const group = (head: string) =>
    new Proxy({}, { get: (_, tail) => (input: unknown) => answer(`${head}.${String(tail)}`, input) });

  const bridge = {
    language,
    ...Object.fromEntries(
      [
        'state',
        'profiles',
        'grants',
        'panes',
        'tabs',
        'about',
        'updates',
        'settings',
        'absence',
        'sheets',
        'shortcuts',
        'audit',
        'windows',
        'checks',
        'doctor',
        'commands',
        'workbooks',
        'downloads',
        'finding',
        'links',
        'alerts',
        'notices',
        'errors',
      ].map((head) => [head, group(head)]),
    ),
    onStateChanged(listener: (change: StateChange) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Bridge;

  return {
    bridge,
    harness: {
      calls,
      state() {
        if (!state) throw new Error('This state never comes.');
        return state;
      },
      push(patch) {
        if (!state) return;
        const before = state;
        state = { ...before, ...patch, revision: before.revision + 1 };
        // Everything that a patch names counts as changed, as it does where main makes its views anew.
        const change = differences(before, state, Object.is) ?? { window: {} };
        for (const listener of listeners) listener({ ...change, revision: state.revision, follows: before.revision });
      },
      answer(name, value) {
        answers[name] = () => value;
      },
      keptBytes: () => calls.flatMap(({ input }) => [...(bytesOf(input) ?? [])]).filter((byte) => byte !== 0).length,
      refuse: (name, error) => void refusals.set(name, error),
    },
  };
}
