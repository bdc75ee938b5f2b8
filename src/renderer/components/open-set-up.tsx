import { Button } from 'react-aria-components';
import type { ErrorCode } from '../../shared/errors.ts';
import { useApp } from '../context/app-context.tsx';
import { selectedProfile } from '../model/home.ts';

/** Failures whose remedy lies in the set-up. */
const setUpFaults = new Set<ErrorCode>([
  'secret_missing',
  'client_rejected',
  'insecure_server',
  'redirect_ports_busy',
  'redirect_uri_mismatch',
  'scopes_missing',
  'claim_missing',
  'exchange_rejected',
  'private_key_invalid',
  'authorization_invalid_request',
  'authorization_invalid_scope',
  'metadata_invalid',
  'metadata_issuer_mismatch',
  'token_request_rejected',
  'identity_unknown',
  'session_too_long',
  'sigma_parameter_invalid',
  'sigma_secret_wrong',
  'sigma_connection_sign_in',
  'sigma_internal_user_claims',
  'sigma_personal_account',
  'sigma_not_found',
]);

export const isMendedInSetUp = (code: ErrorCode): boolean => setUpFaults.has(code);

/** The way to the set-up, for a failure that is mended there. */
export function OpenSetUp({ code, isMain = false }: { code: ErrorCode; isMain?: boolean }) {
  const { state, go } = useApp();
  const view = selectedProfile(state);
  if (!view || !isMendedInSetUp(code)) return null;
  return (
    <Button
      className="button"
      data-variant={isMain ? 'primary' : 'quiet'}
      data-testid="open-set-up"
      onPress={() => go({ kind: 'set-up', profileId: view.profile.id })}
    >
      Edit set-up
    </Button>
  );
}
