/** The whole program over the stand-ins, with everything real but windows, browser, keychain and settings file. */

import { randomUUID } from 'node:crypto';
import { createNotices } from '../../src/main/app/notices.ts';
import { createProgram } from '../../src/main/app/program.ts';
import type { ProgramOptions } from '../../src/main/app/program-options.ts';
import { createClock } from '../../src/main/async/clock.ts';
import { systemTimers } from '../../src/main/async/timers.ts';
import { createLog } from '../../src/main/log/log.ts';
import { createFetch } from '../../src/main/net/fetch.ts';
import { openChoices } from '../../src/main/settings/choices.ts';
import { openProfiles } from '../../src/main/settings/profiles.ts';
import { createLocalSigner } from '../../src/main/sigma/local-signer.ts';
import { createMemoryVault } from '../../src/main/vault/vault.ts';
import type { ChecksView } from '../../src/shared/checks.ts';
import type { DoctorView } from '../../src/shared/doctor.ts';
import { parseOpenLink } from '../../src/shared/open-link.ts';
import { appearanceOf } from '../../src/shared/profile/embed-parameters.ts';
import type { Profile, ProfileDraft } from '../../src/shared/profile/profile.ts';
import { en } from '../../src/shared/text/en.ts';
import { visitAs } from '../../standins/demo-services.ts';
import { frozen } from './frozen.ts';
import { noDesktop } from './no-desktop.ts';
import { noDownloads } from './no-downloads.ts';
import { noNotifying } from './no-notifying.ts';
import { noPictures } from './no-pictures.ts';
import { noUpdates } from './no-updates.ts';
import { plainSelf } from './self.ts';
import { arrive } from './signing-in.ts';
import { createFakeStore } from './vault-fakes.ts';

const here = { windowId: 'window', kind: 'viewer' } as const;

/** @param otherwise what of the computer is not as it usually is, such as its keychain */
export async function openProgramOverStandIns(otherwise: Partial<ProgramOptions> = {}) {
  const lines: string[] = [];
  const changes = new Set<() => void>();
  const clock = createClock();
  const fetch = otherwise.fetch ?? createFetch({ allowLoopbackHttp: true });
  const onChange = () => {
    for (const look of changes) look();
  };
  const settings = createFakeStore();
  let person = 'Ada Moreno';
  const program = createProgram({
    ...clock,
    version: '0',
    platform: 'test',
    self: plainSelf,
    text: en,
    allowLoopbackHttp: true,
    vault: createMemoryVault(),
    settings,
    choices: openChoices(createFakeStore(), {}),
    speech: { waits: () => false, quit: () => {}, startAgain: () => {} },
    profiles: await openProfiles({
      settings,
      hasDamagedFile: false,
      randomUuid: randomUUID,
      onDamaged: () => {},
    }),
    notices: createNotices({ randomUuid: randomUUID, setTimer: systemTimers.setTimer, onChange }),
    desktop: noDesktop,
    downloads: noDownloads,
    pictures: noPictures,
    notifying: noNotifying,
    system: {
      openBrowser: async (url) => void (await arrive(await visitAs(url, person))),
      copyText: async () => {},
      chooseEnvFile: async () => null,
      chooseSetUpFile: async () => null,
      confirmChange: async () => true,
      confirmAction: async () => true,
      confirmReveal: async () => true,
      isOnline: () => true,
      clearGuestSession: async () => {},
      comeForward: () => {},
    },
    fetch,
    createSigner: (embedSecret) => createLocalSigner({ embedSecret, now: clock.now, randomUuid: randomUUID }),
    sendToGuest: () => {},
    loadInPlaceOf: () => false,
    wasPressed: async () => false,
    setScrollBars: () => {},
    frames: { look: () => null, place: () => null, focus: () => {}, handedOver: () => {} },
    whenPictureIsWhole: (_guestId, then) => then(),
    zoomGuest: () => {},
    stepsOf: () => ({ canGoBack: false, canGoForward: false }),
    stepIn: () => {},
    findIn: () => {},
    stopFindingIn: () => {},
    appearance: () => appearanceOf(false, 'en'),
    updates: noUpdates,
    timers: systemTimers,
    random: Math.random,
    randomUuid: randomUUID,
    log: createLog({ write: (line) => lines.push(line), now: Date.now }),
    ...otherwise,
    onChange,
  });
  const state = () => frozen(program.stateFor(here.windowId, here.kind));

  /** Resolves when the program is in such a state, or rejects with the reason why a sign-in did not succeed. */
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      function look() {
        const { signInProblem } = state();
        if (!isSo() && signInProblem === null) return;
        changes.delete(look);
        if (signInProblem === null) resolve();
        else reject(new Error(JSON.stringify(signInProblem.error)));
      }
      changes.add(look);
      look();
    });

  return {
    /** What the program logged. */
    lines,
    state,
    async save(draft: ProfileDraft): Promise<Profile> {
      const { profileId } = await program.handlers['profiles.save'](draft, here);
      const view = state().profiles.find(({ profile }) => profile.id === profileId);
      if (!view) throw new Error('The profile was not kept.');
      return view.profile;
    },
    /** Signs in to every connection of the profile, one after the other, as this person. */
    async signIn(profile: Profile, as = 'Ada Moreno'): Promise<void> {
      person = as;
      for (const { id } of profile.connections) {
        await program.handlers['grants.signIn']({ connectionId: id }, here);
        await until(() => state().grants.some((grant) => grant.connectionId === id && grant.status === 'signed-in'));
      }
    },
    /** Opens a workbook and signs for it, as its guest would ask. */
    async open(workbookId: string) {
      const { paneId } = await program.handlers['panes.open']({ workbookId }, here);
      const guestId = state().window.panes.find((pane) => pane.paneId === paneId)?.guests[0]?.guestId ?? '';
      const { url } = await program.panes.requestGuest(guestId);
      return { url, details: await program.handlers['panes.details']({ paneId }, here) };
    },
    /** Tests a set-up as the form of the window would, to its end. */
    async test(draft: ProfileDraft): Promise<ChecksView> {
      const { runId } = await program.handlers['checks.start'](draft, here);
      return new Promise((resolve) => {
        function look() {
          const { checks } = state().window;
          if (checks?.runId !== runId || checks.phase === 'running') return;
          changes.delete(look);
          resolve(checks);
        }
        changes.add(look);
        look();
      });
    },
    /** Resolves with what is looked for in the state of the window, when it is there. */
    seen<Found>(find: (found: ReturnType<typeof state>) => Found | null): Promise<Found> {
      return new Promise((resolve) => {
        let isDue = false;
        // Many changes of one turn are looked at once.
        function soon() {
          if (isDue) return;
          isDue = true;
          setImmediate(look);
        }
        function look() {
          isDue = false;
          const found = find(state());
          if (found === null) return;
          changes.delete(soon);
          resolve(found);
        }
        changes.add(soon);
        look();
      });
    },
    /** Has the doctor look at a saved set-up, to its end. */
    async examine(profileId: string): Promise<DoctorView> {
      const { runId } = await program.handlers['doctor.start']({ profileId, matters: [] }, here);
      return new Promise((resolve) => {
        function look() {
          const { doctor } = state().window;
          if (doctor?.runId !== runId || doctor.phase === 'running') return;
          changes.delete(look);
          resolve(doctor);
        }
        changes.add(look);
        look();
      });
    },
    handlers: program.handlers,
    console: program.console,
    panes: program.panes,
    /** Follows a link to the program, as a start would bring it. */
    openLink: (link: string) => program.openLink(parseOpenLink(link), here.windowId),
    /** Takes up what an earlier run left, and begins what goes by time. */
    restore: () => program.restore(),
    async close(): Promise<void> {
      await program.close();
      await fetch.close();
    },
  };
}
