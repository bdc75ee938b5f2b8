/** What the form says about a secret that is there already. */
import type { VaultView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';

/** Never claims a keychain that is not there. */
export const storedHint = ({ setUp }: Text, { mode }: VaultView): string =>
  mode === 'encrypted' ? setUp.storedInKeychain : setUp.storedInMemory;
