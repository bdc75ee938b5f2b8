/** `profile …`: what is set up, tests of it, and files that hand it on. */
import type { ChecksView } from '../../../shared/checks.ts';
import { AppError } from '../../../shared/errors.ts';
import { credentialKind } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import type { SetUpPreview, TypedSecrets } from '../../../shared/set-up-file.ts';
import { SHORTEST_PASSPHRASE } from '../../../shared/set-up-passphrase.ts';
import type { Handlers } from '../../ipc/router.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { withSecret } from '../profiles/handing-out.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';
import type { ProfilesFeature } from '../profiles/profiles-feature.ts';
import { type Asker, type Doers, typed, typedAsItIs } from './asker.ts';
import { profilesFor, theProfile } from './finding.ts';
import { createTests, type Place, type TestsOptions } from './tests.ts';

type AskedOfWindows = Pick<Handlers, 'profiles.importEnvContent' | 'profiles.takeSetUp'>;

export interface ProfileCommandsOptions extends TestsOptions {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly secrets: Pick<Secrets, 'hasEmbedSecret' | 'hasClientSecret'>;
  readonly handlers: AskedOfWindows & TestsOptions['handlers'];
  readonly profilesFeature: Pick<ProfilesFeature, 'setUpText' | 'windowClosed'>;
  randomUuid(): string;
}

type Names = 'profile list' | 'profile check' | 'profile import' | 'profile export';

export function createProfileCommands(options: ProfileCommandsOptions): Doers<Names> {
  const { profiles, secrets, handlers, profilesFeature, randomUuid } = options;
  const test = createTests(options);
  /** Of its own for each command, so that what windows have chosen stays. */
  const place = (): Place => ({ windowId: `command line ${randomUuid()}`, kind: 'viewer' });

  return {
    'profile list': () => ({
      ending: 'done',
      result: {
        profiles: profiles.all().map((profile) => ({
          id: profile.id,
          name: profile.name,
          sigma: sigmaOrigin(profile),
          workbooks: profile.workbooks.map(({ id, title }) => ({ id, title })),
          connections: profile.connections.map(({ id, label }) => ({ id, label })),
          hasEmbedSecret: secrets.hasEmbedSecret(profile.id),
        })),
      },
    }),
    async 'profile check'({ profile: wanted }, { signal }) {
      const tested: { profile: string; checks: ChecksView }[] = [];
      for (const profile of profilesFor(wanted, profiles.all())) {
        tested.push({ profile: profile.name, checks: await test(profile, place(), signal) });
      }
      const isWrong = tested.some(({ checks }) => checks.checks.some(({ result }) => result?.outcome === 'failed'));
      return { ending: isWrong ? 'wrong' : 'done', result: { profiles: tested } };
    },
    async 'profile import'({ content }, asker) {
      const here = place();
      try {
        const imported = await handlers['profiles.importEnvContent']({ bytes: Buffer.from(content, 'base64') }, here);
        if (imported === null) throw new AppError('change_declined');
        const report =
          'preview' in imported ? await takeSetUp(imported.preview, imported.bytes, here, asker) : imported;
        const { profileId, profileName, changes } = report;
        return { ending: 'done', result: { profileId, profileName, changes: changes?.length ?? null } };
      } finally {
        profilesFeature.windowClosed?.(here.windowId);
      }
    },
    async 'profile export'({ profile: wanted, withSecrets }, asker) {
      const profile = theProfile(wanted, profiles.all());
      const sealing = withSecrets ? await sealingFor(profile, secrets, asker) : null;
      const content = await profilesFeature.setUpText(profile.id, sealing);
      return { ending: 'done', result: { profileName: profile.name, content, hasSecrets: sealing !== null } };
    },
  };

  async function takeSetUp(preview: SetUpPreview, bytes: Uint8Array, here: Place, asker: Asker) {
    const passphrase = preview.isSealed ? await typedAsItIs({ ask: 'passphrase' }, asker) : null;
    const secretsOfIt = await missingSecrets(preview, asker);
    return handlers['profiles.takeSetUp']({ bytes, passphrase, typed: secretsOfIt }, here);
  }
}

async function missingSecrets({ missing, profileName }: SetUpPreview, asker: Asker): Promise<TypedSecrets> {
  const embedSecret = missing.embedSecret ? await typed({ ask: 'embedSecret', name: profileName }, asker) : null;
  const clientSecrets: TypedSecrets['clientSecrets'] = [];
  for (const { connectionId, label, kind } of missing.clientSecrets) {
    const ask = kind === 'key' ? 'key' : 'clientSecret';
    clientSecrets.push({ connectionId, secret: await typed({ ask, name: label }, asker) });
  }
  return { embedSecret, clientSecrets };
}

/** Nothing leaves the vault: whoever hands secrets on knows them, and types them. */
async function sealingFor(profile: Profile, secrets: Pick<Secrets, 'hasClientSecret'>, asker: Asker) {
  const embedSecret = await typed({ ask: 'embedSecret', name: profile.name }, asker);
  const clientSecrets: TypedSecrets['clientSecrets'] = [];
  for (const connection of withSecret(profile, secrets)) {
    const ask = credentialKind(connection) === 'key' ? 'key' : 'clientSecret';
    clientSecrets.push({ connectionId: connection.id, secret: await typed({ ask, name: connection.label }, asker) });
  }
  const passphrase = await asker.ask({ ask: 'newPassphrase' });
  // Whoever speaks to the socket by themselves is held to it as well.
  if (passphrase === null || passphrase.length < SHORTEST_PASSPHRASE) {
    throw new AppError('command_refused', { reason: 'notTyped' });
  }
  return { passphrase, typed: { embedSecret, clientSecrets } };
}
