/** Does the slow part of signing before a workbook asks for it. */
import { codeOf } from '../../../shared/errors.ts';
import { isHandedOn } from '../../../shared/profile/connection-rules.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Signer } from '../../sigma/signer.ts';
import type { Panes } from '../../viewer/panes.ts';

export interface SignerWarmUpOptions {
  readonly profiles: Pick<Profiles, 'find'>;
  readonly panes: Pick<Panes, 'targetsOf'>;
  readonly signer: Pick<Signer, 'prepare'>;
  /** Whether the profile's embed secret is in the vault. */
  hasEmbedSecret(profileId: string): boolean;
  readonly log: Pick<Log, 'warn'>;
}

export interface SignerWarmUp {
  /** Prepares the signer for the workbooks of a profile that are open, and for one more. Never fails. */
  prepare(profileId: string): void;
}

export function createSignerWarmUp(options: SignerWarmUpOptions): SignerWarmUp {
  const { profiles, panes, signer, log } = options;
  return {
    prepare(profileId) {
      const profile = profiles.find(profileId);
      if (!profile || !options.hasEmbedSecret(profileId)) return;
      // Each session takes a key of its own for each token that reaches Sigma.
      const tokens = profile.connections.filter(isHandedOn).length;
      const sessions = panes.targetsOf(profileId).length + 1;
      signer.prepare(profileId, tokens * sessions).catch((error: unknown) => {
        // Signing itself meets the same failure and shows it.
        log.warn('signer.not-prepared', { code: codeOf(error) });
      });
    },
  };
}
