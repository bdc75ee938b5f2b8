import type { VaultView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { useText } from '../context/text-context.tsx';
import { AlertIcon } from './icons.tsx';

/** Says calmly that nothing can be kept here, and why. */
export function VaultWarning({ vault }: { vault: VaultView }) {
  const text = useText();
  if (vault.mode === 'encrypted') return null;
  const problem = vault.problem && errorText(text, vault.problem);
  return (
    <div className="callout" data-tone="warning" data-testid="vault-warning" role="note">
      <AlertIcon />
      <div>
        <strong>{problem?.title ?? 'No keychain is available'}</strong>
        <p>
          {problem?.remedy ??
            'Secrets and sign-ins are kept in memory only, so they end with the program. Nothing is written to the disk.'}
        </p>
      </div>
    </div>
  );
}
