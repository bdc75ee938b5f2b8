import type { VaultView } from '../../shared/state.ts';
import { AlertIcon } from './icons.tsx';

/** Says calmly that nothing can be kept here, and why. */
export function VaultWarning({ vault }: { vault: VaultView }) {
  if (vault.mode === 'encrypted') return null;
  return (
    <div className="callout" data-tone="warning" data-testid="vault-warning" role="note">
      <AlertIcon />
      <div>
        <strong>{vault.problem?.title ?? 'No keychain is available'}</strong>
        <p>
          {vault.problem?.remedy ??
            'Secrets and sign-ins are kept in memory only, so they end with the program. Nothing is written to the disk.'}
        </p>
      </div>
    </div>
  );
}
