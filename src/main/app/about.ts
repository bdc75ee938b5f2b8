/** What windows show of the program and the computer, and the account of an error that a person passes on. */
import { AppError, type AppErrorView } from '../../shared/errors.ts';
import type { VaultView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { redact } from '../log/redact.ts';
import type { Vault } from '../vault/vault.ts';
import type { Feature } from './feature.ts';
import type { SystemServices } from './system-services.ts';

export interface AboutOptions {
  readonly version: string;
  /** Operating system and processor, such as `linux x64`. */
  readonly platform: string;
  readonly vault: Pick<Vault, 'mode' | 'backend'>;
  readonly system: Pick<SystemServices, 'copyText' | 'isOnline'>;
  readonly text: Text;
}

export type About = Feature<'errors.copyDetails', 'version' | 'platform' | 'online' | 'vault'>;

export function createAbout({ version, platform, vault, system, text }: AboutOptions): About {
  /** Asked anew each time: a keychain may answer only later. */
  function vaultView(): VaultView {
    const { mode, backend } = vault;
    return { mode, backend, problem: mode === 'memory' ? new AppError('vault_unprotected').toView() : null };
  }

  function account(error: AppErrorView): string {
    const { title, detail, remedy } = errorText(text, error);
    const lines = [title, detail, remedy, format(text.dialogs.code, { code: error.code })];
    return redact([...lines, format(text.dialogs.versionOn, { version, platform })].join('\n'));
  }

  return {
    handlers: { 'errors.copyDetails': (error) => system.copyText(account(error)) },
    sharedState: () => ({ version, platform, online: system.isOnline(), vault: vaultView() }),
    windowState: () => ({}),
  };
}
