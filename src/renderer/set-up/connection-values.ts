/** One connection as the text fields of the form hold it, and the way from and to the profile. */
import type { ClientAuthentication, Connection } from '../../shared/profile/connection.ts';
import type { ProfileDraft } from '../../shared/profile/profile.ts';
import type { AuthorizationServer, DatabricksServer } from '../../shared/profile/servers.ts';
import { exchangeScopes, type ProviderKind, providerTemplates } from '../../shared/providers/catalog.ts';
import { accountConsole } from '../../shared/providers/recognise.ts';
import {
  flowOf,
  isMachinePattern,
  type Pattern,
  providersFor,
  scopeTemplates,
  usualLabel,
  usualRedirects,
  usualScopes,
} from './patterns.ts';
import { newKey, secretOf, splitLines, splitWords, withScheme } from './text-values.ts';

export type SigningAlgorithm = NonNullable<Connection['signingKey']>['algorithm'];

export type DatabricksValues = { host: string; level: 'workspace' | 'account'; accountId: string };

export type ConnectionValues = DatabricksValues & {
  key: string;
  id: string | null;
  label: string;
  pattern: Pattern;
  provider: ProviderKind;
  authority: string;
  tenant: string;
  metadataUrl: string;
  audience: string;
  accountUrl: string;
  issuer: string;
  exchange: DatabricksValues & { clientId: string; scopes: string };
  sigmaConnectionId: string;
  clientId: string;
  clientAuthentication: ClientAuthentication;
  clientSecret: string;
  privateKey: string;
  /** What the vault holds for this connection; `other` for what it must not show to this server and application. */
  stored: 'secret' | 'key' | 'other' | null;
  algorithm: SigningAlgorithm | '';
  keyId: string;
  /** Divided by spaces. */
  scopes: string;
  /** One on each line. */
  redirectUris: string;
};

const emptyDatabricks: DatabricksValues = { host: '', level: 'workspace', accountId: '' };

/** Everything that stays empty until its pattern or provider is chosen. */
const emptyFields = {
  ...emptyDatabricks,
  authority: 'https://login.microsoftonline.com',
  tenant: '',
  metadataUrl: '',
  audience: '',
  accountUrl: '',
  issuer: 'https://accounts.google.com',
  clientSecret: '',
  privateKey: '',
  stored: null,
  algorithm: '',
  keyId: '',
} as const;

const emptyExchange = () => ({ ...emptyDatabricks, clientId: '', scopes: exchangeScopes.join(' ') });

export const emptyConnection = (): ConnectionValues => ({
  ...emptyFields,
  exchange: emptyExchange(),
  key: newKey(),
  id: null,
  label: usualLabel('authorization_code', 'databricks'),
  pattern: 'authorization_code',
  provider: 'databricks',
  sigmaConnectionId: '',
  clientId: '',
  clientAuthentication: 'automatic',
  scopes: usualScopes('authorization_code', 'databricks'),
  redirectUris: usualRedirects('databricks'),
});

const databricksValues = ({ host, level, accountId }: DatabricksServer): DatabricksValues => ({
  host,
  level,
  accountId: accountId ?? '',
});

/** The fields of one server. What belongs to the others keeps its beginning. */
function serverValues(server: AuthorizationServer): Partial<ConnectionValues> {
  if (server.provider === 'databricks') return databricksValues(server);
  if (server.provider === 'oidc') return { metadataUrl: server.metadataUrl, audience: server.audience ?? '' };
  const { provider: _, ...fields } = server;
  return fields;
}

export function connectionValues(connection: Connection, hasSecret: boolean): ConnectionValues {
  const { server, exchange, signingKey, flow, sigmaConnectionId, clientAuthentication } = connection;
  const algorithm = signingKey?.algorithm ?? '';
  return {
    ...emptyFields,
    ...serverValues(server),
    key: connection.id,
    id: connection.id,
    label: connection.label,
    pattern: flow === 'authorization_code' && sigmaConnectionId === null ? 'identity' : flow,
    provider: server.provider,
    exchange: exchange
      ? {
          ...databricksValues(exchange.server),
          clientId: exchange.clientId ?? '',
          scopes: exchange.scopes.join(' '),
        }
      : emptyExchange(),
    sigmaConnectionId: sigmaConnectionId ?? '',
    clientId: connection.clientId,
    clientAuthentication,
    stored: hasSecret ? (usesKey({ clientAuthentication, algorithm }) ? 'key' : 'secret') : null,
    algorithm,
    keyId: signingKey?.keyId ?? '',
    scopes: connection.scopes.join(' '),
    redirectUris: connection.redirectUris.join('\n'),
  };
}

const databricksServer = ({ host, level, accountId }: DatabricksValues): DatabricksServer => ({
  provider: 'databricks',
  host: withScheme(host),
  level,
  accountId: level === 'account' && accountId.trim() !== '' ? accountId : null,
});

function serverOf(values: ConnectionValues): AuthorizationServer {
  switch (values.provider) {
    case 'databricks':
      return databricksServer(values);
    case 'entra':
      return { provider: 'entra', authority: withScheme(values.authority), tenant: values.tenant };
    case 'oidc':
      return {
        provider: 'oidc',
        metadataUrl: withScheme(values.metadataUrl),
        audience: values.audience.trim() === '' ? null : values.audience,
      };
    case 'snowflake':
      return { provider: 'snowflake', accountUrl: withScheme(values.accountUrl) };
    case 'google':
      return { provider: 'google', issuer: withScheme(values.issuer) };
  }
}

/** Whether the application proves itself with a key, as far as the form knows. */
export const usesKey = ({
  clientAuthentication,
  algorithm,
}: Pick<ConnectionValues, 'clientAuthentication' | 'algorithm'>): boolean =>
  clientAuthentication === 'private_key_jwt' || (clientAuthentication === 'automatic' && algorithm !== '');

export function connectionDraft(values: ConnectionValues): ProfileDraft['connections'][number] {
  const { pattern, exchange, algorithm, clientAuthentication } = values;
  return {
    id: values.id,
    label: values.label,
    sigmaConnectionId: pattern === 'identity' ? null : values.sigmaConnectionId,
    server: serverOf(values),
    flow: flowOf(pattern),
    exchange:
      pattern === 'token_exchange'
        ? {
            server: databricksServer(exchange),
            clientId: exchange.clientId.trim() === '' ? null : exchange.clientId,
            scopes: splitWords(exchange.scopes),
          }
        : null,
    clientId: values.clientId,
    clientAuthentication,
    signingKey:
      usesKey(values) && algorithm !== ''
        ? { algorithm, keyId: values.keyId.trim() === '' ? null : values.keyId }
        : null,
    scopes: splitWords(values.scopes),
    // A machine has no browser to come back from. The profile wants the list all the same.
    redirectUris: splitLines(
      isMachinePattern(pattern) && values.redirectUris.trim() === ''
        ? usualRedirects(values.provider)
        : values.redirectUris,
    ),
    clientSecret:
      clientAuthentication === 'none' ? null : secretOf(usesKey(values) ? values.privateKey : values.clientSecret),
  };
}

/** The origin of the server that a client secret is shown to, as far as the form knows. */
function secretOrigin(values: ConnectionValues): string {
  const console = values.level === 'account' ? accountConsole(withScheme(values.host)) : null;
  const address = withScheme(
    {
      databricks: console ?? values.host,
      entra: values.authority,
      oidc: values.metadataUrl,
      snowflake: values.accountUrl,
      google: values.issuer,
    }[values.provider],
  );
  return URL.canParse(address) ? new URL(address).origin : address;
}

/**
 * A stored secret stays with a connection as long as it goes to the same server and application; for any other, the
 * program asks for one (see `secretDestination` in main). One of another kind than is wanted now counts as none anyway.
 */
export function withKeptSecret(values: ConnectionValues, saved: ConnectionValues | undefined): ConnectionValues {
  if (!saved) return values;
  const goesThere = values.clientId.trim() === saved.clientId.trim() && secretOrigin(values) === secretOrigin(saved);
  const isWanted = saved.stored === (usesKey(values) ? 'key' : 'secret');
  return { ...values, stored: isWanted && !goesThere ? 'other' : saved.stored };
}

const sameWords = (one: string, other: string): boolean =>
  splitWords(one).sort().join(' ') === splitWords(other).sort().join(' ');

/** Whether the scopes are still those of a template, so that they may follow another choice. */
export const hasUsualScopes = ({ pattern, provider, scopes }: ConnectionValues): boolean =>
  scopes.trim() === '' ||
  scopeTemplates(pattern, provider).some((template) => sameWords(template.scopes.join(' '), scopes));

/** What changes with a choice of pattern or provider: only fields that nobody has made their own. */
function choose(
  values: ConnectionValues,
  pattern: Pattern,
  provider: ProviderKind,
  saved?: ConnectionValues,
): Partial<ConnectionValues> {
  const { clientAuthentication } = values;
  const isOffered =
    clientAuthentications(pattern, provider).includes(clientAuthentication) || clientAuthentication === 'automatic';
  const isUsualLabel = values.label === usualLabel(values.pattern, values.provider);
  const patch: Partial<ConnectionValues> = {
    pattern,
    provider,
    ...(hasUsualScopes(values) && { scopes: usualScopes(pattern, provider) }),
    ...(values.redirectUris === usualRedirects(values.provider) && { redirectUris: usualRedirects(provider) }),
    ...(isUsualLabel && { label: usualLabel(pattern, provider) }),
    ...(!isOffered && { clientAuthentication: 'automatic', algorithm: '' }),
  };
  const isBack = saved?.pattern === pattern && saved.provider === provider;
  return isBack ? { ...patch, ...asSaved(values, patch, saved) } : patch;
}

/** Whoever comes back to what was saved finds it as it was, as far as it is theirs to follow. */
function asSaved(
  { clientAuthentication }: ConnectionValues,
  patch: Partial<ConnectionValues>,
  saved: ConnectionValues,
): Partial<ConnectionValues> {
  return {
    ...(patch.scopes !== undefined && { scopes: saved.scopes }),
    ...(patch.redirectUris !== undefined && { redirectUris: saved.redirectUris }),
    ...(patch.label !== undefined && { label: saved.label }),
    ...(clientAuthentication === 'automatic' && {
      clientAuthentication: saved.clientAuthentication,
      algorithm: saved.algorithm,
    }),
  };
}

/** @param saved the connection as it is stored, if it is */
export const chooseProvider = (
  values: ConnectionValues,
  provider: ProviderKind,
  saved?: ConnectionValues,
): Partial<ConnectionValues> => choose(values, values.pattern, provider, saved);

/** @param saved the connection as it is stored, if it is */
export function choosePattern(
  values: ConnectionValues,
  pattern: Pattern,
  saved?: ConnectionValues,
): Partial<ConnectionValues> {
  const possible = providersFor(pattern);
  // An exchange is for the identity provider of a company: most have one that is found by its metadata.
  const fallback = pattern === 'token_exchange' ? 'oidc' : (possible[0] ?? values.provider);
  return choose(values, pattern, possible.includes(values.provider) ? values.provider : fallback, saved);
}

const inOrder: readonly ClientAuthentication[] = [
  'automatic',
  'none',
  'client_secret_post',
  'client_secret_basic',
  'private_key_jwt',
];

/** How an application can prove itself to this server. A machine cannot be public. */
export function clientAuthentications(pattern: Pattern, kind: ProviderKind): ClientAuthentication[] {
  const offered = providerTemplates[kind].clientAuthentication;
  return inOrder.filter((one) => offered.includes(one) && !(one === 'none' && isMachinePattern(pattern)));
}

export function chooseAuthentication(chosen: ClientAuthentication, values: ConnectionValues) {
  const algorithm = chosen === 'private_key_jwt' ? values.algorithm || 'RS256' : '';
  return { clientAuthentication: chosen, algorithm } satisfies Partial<ConnectionValues>;
}

const asSet = (exchange: Connection['exchange']) => exchange && { ...exchange, scopes: [...exchange.scopes].sort() };

export type Rebinding = 'pattern' | 'server' | 'client' | 'scopes' | 'exchange';

/**
 * What about a saved connection is no longer what its grants were given for, in the order of the form. They end with
 * the change, and people sign in again.
 */
export function rebindings(before: ConnectionValues, after: ConnectionValues): Rebinding[] {
  const [was, is] = [connectionDraft(before), connectionDraft(after)];
  const differs = (...parts: [unknown, unknown]) => JSON.stringify(parts[0]) !== JSON.stringify(parts[1]);
  const found: [Rebinding, boolean][] = [
    ['pattern', was.flow !== is.flow],
    ['server', differs(was.server, is.server)],
    ['client', was.clientId.trim() !== is.clientId.trim()],
    ['exchange', differs(asSet(was.exchange), asSet(is.exchange))],
    ['scopes', !sameWords(before.scopes, after.scopes)],
  ];
  return found.filter(([, changed]) => changed).map(([name]) => name);
}
