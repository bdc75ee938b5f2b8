/** Tells at once that a renewed sign-in is not stored: the alarm of a keychain that does not answer comes when it has lasted. */
import { AppError } from '../../../shared/errors.ts';
import { isHeld, isUnstored } from '../../../shared/grants.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Notices } from '../notices.ts';

export interface UnstoredNoticeOptions {
  readonly notices: Pick<Notices, 'addRevocable'>;
  grants(): readonly GrantView[];
}

/** @returns looks at it again, after each change */
export function createUnstoredNotice({ notices, grants }: UnstoredNoticeOptions): () => void {
  let shown: { readonly code: string; revoke(): void } | null = null;
  return () => {
    const code = unstoredCode(grants());
    if (code === (shown?.code ?? null)) return;
    const before = shown;
    let revoke = (): void => undefined;
    // Before the notice is there, which is a change as well.
    shown = code === null ? null : { code, revoke: () => revoke() };
    before?.revoke();
    if (code === 'keychain') revoke = notices.addRevocable(new AppError('keychain_away'));
    if (code === 'disk') revoke = notices.addRevocable(new AppError('vault_write_failed', { reason: 'grant' }));
  };
}

function unstoredCode(grants: readonly GrantView[]): 'keychain' | 'disk' | null {
  const codes = grants.flatMap((grant) =>
    isHeld(grant) && grant.problem && isUnstored(grant.problem) ? grant.problem.code : [],
  );
  if (codes.includes('vault_locked')) return 'keychain';
  return codes.length > 0 ? 'disk' : null;
}
