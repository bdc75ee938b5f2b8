/** One connection as the text fields of the form hold it, and the way from and to the profile. */

import type { ClientAuthentication, Connection } from '../../shared/profile/connection.ts';
import { credentialKind, isHandedOn } from '../../shared/profile/connection-rules.ts';
import type { ProfileDraft } from '../../shared/profile/profile.ts';
import type { DatabricksServer } from '../../shared/profile/servers.ts';
import { orNull } from '../../shared/providers/address.ts';
import {
  type AllServerFields,
  emptyServerFields,
  exchangeScopes,
  providerTemplates,
  serverFieldsOf,
  serverOfFields,
} from '../../shared/providers/catalog.ts';
import type { ProviderKind, ServerFields } from '../../shared/providers/provider.ts';
import { flowOf, isServiceAccountPattern, type Pattern, usualLabel, usualRedirects, usualScopes } from './patterns.ts';
import { newKey, secretOf, splitLines, splitWords } from './text-values.ts';

export type SigningAlgorithm = NonNullable<Connection['signingKey']>['algorithm'];
export type DatabricksValues = ServerFields<'databricks'>;

export interface ConnectionValues extends AllServerFields {
  readonly key: string;
  readonly id: string | null;
  readonly label: string;
  readonly pattern: Pattern;
  readonly provider: ProviderKind;
  readonly exchange: DatabricksValues & { readonly clientId: string; readonly scopes: string };
  readonly sigmaConnectionId: string;
  readonly isForOrganisation: boolean;
  readonly clientId: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly clientSecret: string;
  readonly privateKey: string;
  /** What the vault holds for this connection; `other` for what it must not show to this server and application. */
  readonly stored: 'secret' | 'key' | 'other' | null;
  readonly algorithm: SigningAlgorithm | '';
  readonly keyId: string;
  /** Divided by spaces. */
  readonly scopes: string;
  /** One on each line. */
  readonly redirectUris: string;
}

/** Everything that stays as it is until its pattern or provider is chosen. */
const emptyFields = {
  ...emptyServerFields,
  clientSecret: '',
  privateKey: '',
  stored: null,
  algorithm: '',
  keyId: '',
} as const;

const emptyExchange = (): ConnectionValues['exchange'] => ({
  ...providerTemplates.databricks.emptyFields,
  clientId: '',
  scopes: exchangeScopes.join(' '),
});

export const emptyConnection = (): ConnectionValues => ({
  ...emptyFields,
  exchange: emptyExchange(),
  key: newKey(),
  id: null,
  label: usualLabel('authorization_code', 'databricks'),
  pattern: 'authorization_code',
  provider: 'databricks',
  sigmaConnectionId: '',
  isForOrganisation: false,
  clientId: '',
  clientAuthentication: 'automatic',
  scopes: usualScopes('authorization_code', 'databricks'),
  redirectUris: usualRedirects('databricks'),
});

export function connectionValues(connection: Connection, hasSecret: boolean): ConnectionValues {
  const { server, exchange, signingKey, flow } = connection;
  return {
    ...emptyFields,
    ...serverFieldsOf(server),
    key: connection.id,
    id: connection.id,
    label: connection.label,
    pattern: flow === 'authorization_code' && !isHandedOn(connection) ? 'identity' : flow,
    provider: server.provider,
    exchange: exchange
      ? {
          ...providerTemplates.databricks.fieldsOf(exchange.server),
          clientId: exchange.clientId ?? '',
          scopes: exchange.scopes.join(' '),
        }
      : emptyExchange(),
    sigmaConnectionId: connection.sigmaConnectionId ?? '',
    isForOrganisation: connection.isForOrganisation,
    clientId: connection.clientId,
    clientAuthentication: connection.clientAuthentication,
    stored: hasSecret ? (credentialKind(connection) === 'key' ? 'key' : 'secret') : null,
    algorithm: signingKey?.algorithm ?? '',
    keyId: signingKey?.keyId ?? '',
    scopes: connection.scopes.join(' '),
    redirectUris: connection.redirectUris.join('\n'),
  };
}

const databricksServer = (fields: DatabricksValues): DatabricksServer => providerTemplates.databricks.serverOf(fields);

/** How assertions are signed, as the profile holds it. A key that is not wanted now is left out. */
function signingKeyOf(values: ConnectionValues): Connection['signingKey'] {
  const { algorithm, keyId } = values;
  return usesKey(values) && algorithm !== '' ? { algorithm, keyId: orNull(keyId) } : null;
}

/** Whether the application proves itself with a key, as far as the form knows. */
export const usesKey = ({
  clientAuthentication,
  algorithm,
}: Pick<ConnectionValues, 'clientAuthentication' | 'algorithm'>): boolean =>
  credentialKind({ clientAuthentication, signingKey: algorithm === '' ? null : { algorithm } }) === 'key';

export function connectionDraft(values: ConnectionValues): ProfileDraft['connections'][number] {
  const { pattern, exchange, clientAuthentication } = values;
  const isForOrganisation = pattern !== 'identity' && values.isForOrganisation;
  return {
    id: values.id,
    label: values.label,
    sigmaConnectionId: pattern === 'identity' || isForOrganisation ? null : values.sigmaConnectionId,
    isForOrganisation,
    server: serverOfFields(values.provider, values),
    flow: flowOf(pattern),
    exchange:
      pattern === 'token_exchange'
        ? {
            server: databricksServer(exchange),
            clientId: orNull(exchange.clientId),
            scopes: splitWords(exchange.scopes),
          }
        : null,
    clientId: values.clientId,
    clientAuthentication,
    signingKey: signingKeyOf(values),
    scopes: splitWords(values.scopes),
    // A service account has no browser to come back from. The profile wants the list all the same.
    redirectUris: splitLines(
      isServiceAccountPattern(pattern) && values.redirectUris.trim() === ''
        ? usualRedirects(values.provider)
        : values.redirectUris,
    ),
    clientSecret:
      clientAuthentication === 'none' ? null : secretOf(usesKey(values) ? values.privateKey : values.clientSecret),
  };
}
