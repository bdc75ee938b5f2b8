/** The set-up form as text fields hold it, and the way from and to the profile. */
import type { ProfileView } from '../../shared/app-state.ts';
import { DEFAULT_REDIRECT_URIS, type ProfileDraft } from '../../shared/profile.ts';

export const sessionUnits = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type SessionUnit = keyof typeof sessionUnits;

export type WorkbookValues = { key: string; id: string | null; title: string; url: string };

export type ConnectionValues = {
  key: string;
  id: string | null;
  label: string;
  host: string;
  level: 'workspace' | 'account';
  accountId: string;
  sigmaConnectionId: string;
  clientId: string;
  clientAuthentication: 'none' | 'client_secret_post';
  clientSecret: string;
  clientSecretStored: boolean;
  /** Divided by spaces. */
  scopes: string;
  /** One on each line. */
  redirectUris: string;
};

export type FormValues = {
  id: string | null;
  name: string;
  embedClientId: string;
  embedSecret: string;
  embedSecretStored: boolean;
  userKind: 'embed' | 'internal';
  emailFrom: 'person' | 'fixed';
  email: string;
  accountType: string;
  /** Divided by commas. */
  teams: string;
  sessionLength: string;
  sessionUnit: SessionUnit;
  workbooks: WorkbookValues[];
  connections: ConnectionValues[];
};

/** Enough for queries, for staying signed in, and for knowing who the person is. */
const defaultScopes = 'sql offline_access openid email profile';

/** Rows are known by a key of their own, since a new one has no id yet and its place may change. */
const newKey = () => `new-${crypto.randomUUID()}`;

export const emptyWorkbook = (): WorkbookValues => ({ key: newKey(), id: null, title: '', url: '' });

export const emptyConnection = (): ConnectionValues => ({
  key: newKey(),
  id: null,
  label: 'Databricks',
  host: '',
  level: 'workspace',
  accountId: '',
  sigmaConnectionId: '',
  clientId: '',
  clientAuthentication: 'none',
  clientSecret: '',
  clientSecretStored: false,
  scopes: defaultScopes,
  redirectUris: DEFAULT_REDIRECT_URIS.join('\n'),
});

/** The least powerful account type is the default: left out, Sigma gives the most powerful one. */
export const emptyForm = (): FormValues => ({
  id: null,
  name: '',
  embedClientId: '',
  embedSecret: '',
  embedSecretStored: false,
  userKind: 'embed',
  emailFrom: 'person',
  email: '',
  accountType: 'View',
  teams: '',
  sessionLength: '1',
  sessionUnit: 'hours',
  workbooks: [emptyWorkbook()],
  connections: [emptyConnection()],
});

/** The largest unit that expresses the length exactly. */
function sessionFields(seconds: number): Pick<FormValues, 'sessionLength' | 'sessionUnit'> {
  const unit = (['days', 'hours', 'minutes'] as const).find((name) => seconds % sessionUnits[name] === 0) ?? 'seconds';
  return { sessionLength: String(seconds / sessionUnits[unit]), sessionUnit: unit };
}

export function formOf({ profile, hasEmbedSecret, clientSecrets }: ProfileView): FormValues {
  const { user } = profile;
  return {
    id: profile.id,
    name: profile.name,
    embedClientId: profile.embedClientId,
    embedSecret: '',
    embedSecretStored: hasEmbedSecret,
    userKind: user.kind,
    emailFrom: user.email === null ? 'person' : 'fixed',
    email: user.email ?? '',
    accountType: user.kind === 'embed' ? user.accountType : 'View',
    teams: user.kind === 'embed' ? user.teams.join(', ') : '',
    ...sessionFields(profile.sessionSeconds),
    workbooks: profile.workbooks.map((workbook) => ({ key: workbook.id, ...workbook })),
    connections: profile.connections.map(({ server, scopes, redirectUris, ...connection }) => ({
      ...connection,
      key: connection.id,
      host: server.host,
      level: server.level,
      accountId: server.accountId ?? '',
      clientSecret: '',
      clientSecretStored: clientSecrets.includes(connection.id),
      scopes: scopes.join(' '),
      redirectUris: redirectUris.join('\n'),
    })),
  };
}

export const splitWords = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const splitCommas = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter(Boolean);
const splitLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const secret = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** `dbc-1234.cloud.databricks.com` becomes an https address; anything with a scheme stays as it is. */
export function withScheme(address: string): string {
  const text = address.trim();
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}

/** What the form would hand over. It may still be wrong: `checkForm` says so. */
export function draftOf(values: FormValues): ProfileDraft {
  const email = values.emailFrom === 'fixed' ? values.email : null;
  return {
    id: values.id,
    name: values.name,
    embedClientId: values.embedClientId,
    embedSecret: secret(values.embedSecret),
    user:
      values.userKind === 'embed'
        ? { kind: 'embed', email, accountType: values.accountType, teams: splitCommas(values.teams) }
        : { kind: 'internal', email },
    sessionSeconds:
      values.sessionLength.trim() === '' ? Number.NaN : Number(values.sessionLength) * sessionUnits[values.sessionUnit],
    workbooks: values.workbooks.map(({ id, title, url }) => ({ id, title, url })),
    connections: values.connections.map((connection) => ({
      id: connection.id,
      label: connection.label,
      sigmaConnectionId: connection.sigmaConnectionId,
      server: {
        provider: 'databricks',
        host: withScheme(connection.host),
        level: connection.level,
        accountId: connection.level === 'account' && connection.accountId.trim() !== '' ? connection.accountId : null,
      },
      clientId: connection.clientId,
      clientAuthentication: connection.clientAuthentication,
      scopes: splitWords(connection.scopes),
      redirectUris: splitLines(connection.redirectUris),
      clientSecret: connection.clientAuthentication === 'none' ? null : secret(connection.clientSecret),
    })),
  };
}
