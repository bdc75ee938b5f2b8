/** Profiles: what an administrator sets up, imports or takes away, and which of them each window works with. */

import type { EnvImportReport } from '../../../shared/env-import-report.ts';
import { asAppError, codeOf, isChosen } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { SetUpOffer } from '../../../shared/set-up-file.ts';
import type { ProfileView } from '../../../shared/state.ts';
import type { Log } from '../../log/log.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import type { SystemServices } from '../system-services.ts';
import { type BroughtSetUps, createBroughtSetUps } from './brought-set-ups.ts';
import type { Connections } from './connections.ts';
import { contentOf, type EnvImportOutcome, type ImportSource, importEnv, importNotice } from './env-import.ts';
import { removeOrphanedSecrets } from './orphaned-secrets.ts';
import type { Secrets } from './profile-secrets.ts';
import { createProfileSetup } from './profile-setup.ts';
import { createSetUpRequests, type SetUpRequests } from './set-up-requests.ts';

export interface ProfilesFeatureOptions {
  readonly profiles: Profiles;
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly connections: Pick<Connections, 'fits' | 'boundToSigma'>;
  readonly keeper: Pick<GrantKeeper, 'forget'>;
  readonly allowLoopbackHttp: boolean;
  randomUuid(): string;
  readonly notices: Pick<Notices, 'add'>;
  readonly system: Pick<SystemServices, 'chooseEnvFile' | 'chooseSetUpFile' | 'confirmChange'>;
  readonly log: Log;
  /** Ends a sign-in under way for one of these connections; resolves when nothing of it can follow any more. */
  cancelSignIns(connectionIds: readonly string[]): Promise<void>;
  /** The profile is about to change or go, and then has: what shows it must close. */
  onProfileChanging(profileId: string): void;
  /** The profile is as it is meant to be; what it can do by itself may begin. */
  onProfileKept(profileId: string): void;
  /** Left out: there is one, and it begins with the profile that was selected last. */
  readonly windows?: {
    /** The profile that a window worked with when the last run ended; null where nobody knows. */
    profileAtStart(windowId: string): string | null;
    /** The one that was used last; null while none is open. */
    current(): string | null;
  };
  /** A profile was saved as a file. */
  onProfileExported?(profile: Profile, hasSecrets: boolean): void;
  /** What a window asked to be saved is saved. */
  onSavedIn(windowId: string): void;
  onChange(): void;
}

type Names =
  | 'profiles.save'
  | 'profiles.remove'
  | 'profiles.select'
  | 'profiles.importEnv'
  | 'profiles.importEnvContent'
  | 'profiles.openBrought'
  | 'profiles.takeSetUp'
  | 'profiles.saveSetUp'
  | 'profiles.duplicate';

export interface ProfilesFeature extends Feature<Names, 'profiles', 'profileId' | 'broughtSetUp'> {
  /** A set-up file came from outside: the window asks about it. */
  bringSetUp: BroughtSetUps['bring'];
  /** The text of a set-up file. */
  setUpText: SetUpRequests['setUpText'];
  /** A window goes to a profile, as when the person chooses it there. @throws AppError `profile_missing`, `settings_write_failed` */
  choose(windowId: string, profileId: string): Promise<void>;
  /** The same without its being the one that the next window begins with. */
  goTo(windowId: string, profileId: string): void;
  /** Imports a file that no window waits for; what goes wrong becomes a notice, and so does what it changed. */
  importEnv(file: string, by: Exclude<ImportSource, 'a person'>): Promise<void>;
}

export function createProfilesFeature(options: ProfilesFeatureOptions): ProfilesFeature {
  const { profiles, notices, onChange, system } = options;
  const setup = createProfileSetup(options);
  const setUpRequests = createSetUpRequests({ ...options, setup, goTo });
  const chosen = createChosenProfiles(options);
  const brought = createBroughtSetUps({ ...options, offer: setUpRequests.offer });

  function goTo(windowId: string, profileId: string): void {
    chosen.set(windowId, profileId);
    onChange();
  }

  async function choose(windowId: string, profileId: string): Promise<void> {
    await profiles.select(profileId);
    goTo(windowId, profileId);
  }

  /** Null when the person was asked and declined. */
  async function importFile(file: string | Uint8Array, by: ImportSource): Promise<EnvImportOutcome | null> {
    try {
      return await importEnv(file, by, setup);
    } catch (error) {
      if (isChosen(codeOf(error))) return null;
      throw error;
    }
  }

  async function importForPerson(
    file: string | Uint8Array | null,
    windowId: string,
  ): Promise<EnvImportReport | SetUpOffer | null> {
    if (file === null) return null;
    const bytes = await contentOf(file);
    const offer = setUpRequests.offer(bytes);
    if (offer) return offer;
    const outcome = await importFile(bytes, 'a person');
    if (!outcome) return null;
    // The imported profile is the selected one now: the window goes there, and others stay where they are.
    chosen.follow(windowId);
    onChange();
    return outcome.report;
  }

  return {
    handlers: {
      'profiles.save': async (draft, { windowId }) => {
        const { id } = await setup.save(draft);
        options.onSavedIn(windowId);
        goTo(windowId, id);
        return { profileId: id };
      },
      'profiles.remove': async ({ profileId }) => {
        await setup.remove(profileId);
        onChange();
      },
      'profiles.select': ({ profileId }, { windowId }) => choose(windowId, profileId),
      'profiles.importEnv': async (_input, { windowId }) => importForPerson(await system.chooseEnvFile(), windowId),
      'profiles.importEnvContent': ({ bytes }, { windowId }) => importForPerson(bytes, windowId),
      ...setUpRequests.handlers,
      ...brought.handlers,
    },
    sharedState: () => ({ profiles: profileViews(options) }),
    windowState: (windowId) => ({ ...brought.windowState(windowId), profileId: chosen.of(windowId) }),
    restore: () => removeOrphanedSecrets(options),
    windowClosed(windowId) {
      chosen.forget(windowId);
      brought.windowClosed?.(windowId);
    },
    bringSetUp: brought.bring,
    setUpText: setUpRequests.setUpText,
    close: () => setup.close(),
    choose,
    goTo,
    async importEnv(file, by) {
      try {
        const outcome = await importFile(file, by);
        if (outcome) chosen.follow(options.windows?.current() ?? null);
        onChange();
        const notice = outcome && importNotice(outcome, by, profiles.all().length);
        if (notice) notices.add(notice);
      } catch (error) {
        notices.add(asAppError(error, 'envImport'));
      }
    },
  };
}

const profileViews = ({ profiles, secrets }: Pick<ProfilesFeatureOptions, 'profiles' | 'secrets'>): ProfileView[] =>
  profiles.all().map((profile) => ({
    profile,
    hasEmbedSecret: secrets.hasEmbedSecret(profile.id),
    clientSecrets: profile.connections.map(({ id }) => id).filter(secrets.hasClientSecret),
  }));

/** The choice of each window; one that has not chosen works with the profile that was chosen last. */
function createChosenProfiles({ profiles, windows }: Pick<ProfilesFeatureOptions, 'profiles' | 'windows'>) {
  const chosen = new Map<string, string>();
  return {
    of(windowId: string): string | null {
      const own = profiles.find(chosen.get(windowId) ?? windows?.profileAtStart(windowId) ?? '');
      return (own ?? profiles.selected())?.id ?? null;
    },
    set: (windowId: string, profileId: string) => void chosen.set(windowId, profileId),
    /** A window goes to the profile that is selected now. */
    follow(windowId: string | null): void {
      const selected = profiles.selected();
      if (windowId !== null && selected) chosen.set(windowId, selected.id);
    },
    forget: (windowId: string) => void chosen.delete(windowId),
  };
}
