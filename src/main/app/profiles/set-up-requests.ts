/** What windows ask about handing profiles on. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import type { RequestInput } from '../../../shared/ipc/contract.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { SetUpOffer } from '../../../shared/set-up-file.ts';
import { SET_UP_FILE_ENDING } from '../../../shared/set-up-passphrase.ts';
import { changeItem } from '../../../shared/text/change-text.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { stemOf } from '../downloads/file-name.ts';
import type { Feature } from '../feature.ts';
import type { SystemServices } from '../system-services.ts';
import { textOf } from './env-text.ts';
import { draftOfCopy, draftOfFile, previewOf, sealingOf, withSecret } from './handing-out.ts';
import type { Secrets } from './profile-secrets.ts';
import type { ProfileSetup } from './profile-setup.ts';
import { isSetUpFile, readSetUpFile, writeSetUpFile } from './set-up-file.ts';

export interface SetUpRequestsOptions {
  readonly profiles: Pick<Profiles, 'all' | 'find'>;
  readonly secrets: Secrets;
  readonly setup: Pick<ProfileSetup, 'save' | 'saveMade'>;
  readonly system: Pick<SystemServices, 'chooseSetUpFile'>;
  /** A profile was saved as a file. */
  onProfileExported?(profile: Profile, hasSecrets: boolean): void;
  /** A window goes to a profile that it brought about. */
  goTo(windowId: string, profileId: string): void;
}

export interface SetUpRequests
  extends Pick<Feature<'profiles.takeSetUp' | 'profiles.saveSetUp' | 'profiles.duplicate'>, 'handlers'> {
  /**
   * What a set-up file holds, for a person to agree to; null for a file of another kind.
   *
   * @throws AppError `set_up_unreadable`, `env_unreadable` where it is no text
   */
  offer(bytes: Uint8Array): SetUpOffer | null;
  /**
   * The text of a set-up file, for whoever puts it somewhere themselves.
   *
   * @throws AppError `profile_missing`, and as `sealingOf`
   */
  setUpText(profileId: string, sealing: SetUpSealing): Promise<string>;
}

/** What seals the secrets in a file, and the secrets as they were typed; null: the file goes without them. */
export type SetUpSealing = RequestInput<'profiles.saveSetUp'>['sealing'];

export function createSetUpRequests(options: SetUpRequestsOptions): SetUpRequests {
  const { profiles, secrets, setup, system, goTo } = options;

  function profileOf(profileId: string): Profile {
    const profile = profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', { reason: 'profileRemoved' });
    return profile;
  }

  async function textFor(profile: Profile, sealing: SetUpSealing): Promise<string> {
    const sealed = sealing && (await sealingOf(profile, sealing.passphrase, sealing.typed, secrets));
    const ids = withSecret(profile, secrets).map(({ id }) => id);
    return writeSetUpFile(profile, ids, sealed);
  }

  return {
    async setUpText(profileId, sealing) {
      const profile = profileOf(profileId);
      const text = await textFor(profile, sealing);
      options.onProfileExported?.(profile, sealing !== null);
      return text;
    },
    offer(bytes) {
      const text = textOf(bytes);
      if (!isSetUpFile(text)) return null;
      return { preview: previewOf(readSetUpFile(text), profiles.all(), secrets), bytes };
    },
    handlers: {
      async 'profiles.takeSetUp'({ bytes, passphrase, typed }, { windowId }) {
        const draft = await draftOfFile(readSetUpFile(textOf(bytes)), passphrase, typed);
        const { profile, changes } = await setup.saveMade(() => ({ draft, bringsIds: true }), 'always');
        goTo(windowId, profile.id);
        return {
          profileId: profile.id,
          profileName: profile.name,
          changes: changes?.map(changeItem) ?? null,
          remarks: [],
        };
      },
      async 'profiles.saveSetUp'({ profileId, sealing }) {
        const profile = profileOf(profileId);
        // Before anybody is asked for a place: with a wrong secret there is nothing to be put there.
        const content = await textFor(profile, sealing);
        const path = await system.chooseSetUpFile(`${stemOf(profile.name, 'Sightglass')}.${SET_UP_FILE_ENDING}`);
        if (path === null) return { isSaved: false };
        await writeWhole(path, content);
        options.onProfileExported?.(profile, sealing !== null);
        return { isSaved: true };
      },
      async 'profiles.duplicate'({ profileId, name }, { windowId }) {
        const { id } = await setup.save(await draftOfCopy(profileOf(profileId), name, secrets));
        goTo(windowId, id);
        return { profileId: id };
      },
    },
  };
}

/**
 * All of it or nothing; others on this computer cannot read it.
 *
 * @throws AppError `set_up_not_saved`
 */
async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    // Never into what lies there, a link or a pipe: in a folder of many it may be somebody else's.
    await rm(partial, { force: true });
    await writeFile(partial, text, { flag: 'wx', mode: 0o600, flush: true });
    await rename(partial, path);
  } catch (error) {
    // Why the file could not be written is what the person is told; what is left of it may be as stuck.
    await rm(partial, { force: true }).catch(() => {});
    throw new AppError('set_up_not_saved', { reason: 'systemAnswered', systemCode: systemCodeOf(error) });
  }
}
