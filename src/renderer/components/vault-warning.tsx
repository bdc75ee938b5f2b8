/** Says calmly that nothing can be kept here, and why. */
import type { VaultView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { useText } from '../context/text-context.tsx';
import { AlertIcon } from './icons.tsx';

export function VaultWarning({ vault }: { vault: VaultView }) {
  const text = useText();
  if (vault.mode === 'encrypted') return null;
  const problem = vault.problem && errorText(text, vault.problem);
  return (
    <div className="callout" data-tone="warning" data-testid="vault-warning" role="note">
      <AlertIcon />
      <div>
        <strong>{problem?.title ?? text.notices.noKeychain}</strong>
        <p>{problem?.remedy ?? text.notices.memoryOnly}</p>
      </div>
    </div>
  );
}
