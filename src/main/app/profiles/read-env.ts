/**
 * Reads the `.env` of Sigma's QuickStart "Sigma with Databricks OAuth" into a profile draft.
 *
 * Its override rule: a QuickStart's own value where it is not blank, else the shared default.
 */
import { parse } from 'dotenv';
import { AppError } from '../../../shared/errors.ts';
import { DEFAULT_REDIRECT_URIS, type Profile, ProfileDraft } from '../../../shared/profile/profile.ts';

/** The scopes that the QuickStart registers. */
const QUICKSTART_SCOPES = ['all-apis', 'offline_access'];
const DEFAULT_SESSION_SECONDS = 3_600;

export type EnvImport = {
  draft: ProfileDraft;
  /** Things worth knowing, one sentence each. */
  remarks: string[];
};

/**
 * @param text contents of the file
 * @param existing profiles; one with the same embed client is brought up to date rather than doubled
 * @throws AppError `env_incomplete`, naming each name and what is wrong with it
 */
export function readEnv(text: string, existing: readonly Profile[] = []): EnvImport {
  const env = parse(text);
  const value = (...names: string[]) => names.map((name) => env[name]?.trim()).find((found) => found) ?? null;
  const faults: string[] = [];
  const remarks: string[] = [];

  const required = (name: string, ...fallbacks: string[]): string => {
    const found = value(name, ...fallbacks);
    if (found === null) faults.push(`${[name, ...fallbacks].join(' or ')} is missing`);
    return found ?? '';
  };

  const embedClientId = required('CLIENT_ID');
  const embedSecret = required('SECRET');
  const workbookUrl = required('DATABRICKS_OAUTH_BASE_URL');
  const accountType = required('DATABRICKS_OAUTH_ACCOUNT_TYPE', 'ACCOUNT_TYPE');
  const teams = value('DATABRICKS_OAUTH_TEAMS', 'TEAMS');
  const email = value('DATABRICKS_OAUTH_EMAIL', 'EMAIL');
  const host = required('DATABRICKS_HOST');
  const level = value('DATABRICKS_AUTH_LEVEL') ?? 'workspace';
  const clientId = required('DATABRICKS_OAUTH_CLIENT_ID');
  const clientSecret = value('DATABRICKS_OAUTH_CLIENT_SECRET');
  const connectionId = required('DATABRICKS_CONNECTION_ID');
  const accountId = value('DATABRICKS_ACCOUNT_ID');
  const redirectUri = value('DATABRICKS_REDIRECT_URI');
  const sessionLength = value('SESSION_LENGTH');

  if (faults.length > 0) throw new AppError('env_incomplete', `${faults.join('; ')}.`);

  if (email !== null) remarks.push(`Everyone who uses this profile appears in Sigma as ${email}, as the file says.`);
  if (clientSecret === null)
    remarks.push('The file has no client secret, so the connection is set up as a public client.');

  const sameProfile = existing.find((profile) => profile.embedClientId === embedClientId) ?? null;
  const sameConnection = sameProfile?.connections.find((known) => known.sigmaConnectionId === connectionId) ?? null;
  const sameWorkbook = sameProfile?.workbooks.find((known) => known.url === workbookUrl) ?? null;

  const parsed = ProfileDraft.safeParse({
    id: sameProfile?.id ?? null,
    name: sameProfile?.name ?? 'Databricks',
    embedClientId,
    embedSecret,
    user: {
      // What an administrator added to the profile since is not in the file, and stays.
      attributes: [],
      teamsClaim: null,
      ...sameProfile?.user,
      kind: 'embed',
      email,
      accountType,
      teams: splitList(teams),
    },
    sessionSeconds: sessionLength === null ? DEFAULT_SESSION_SECONDS : Number(sessionLength),
    workbooks: [
      ...(sameProfile?.workbooks.filter((known) => known !== sameWorkbook) ?? []),
      { id: sameWorkbook?.id ?? null, title: sameWorkbook?.title ?? titleFromUrl(workbookUrl), url: workbookUrl },
    ],
    connections: [
      ...(sameProfile?.connections
        .filter((known) => known !== sameConnection)
        .map((known) => ({ ...known, clientSecret: null })) ?? []),
      {
        id: sameConnection?.id ?? null,
        label: sameConnection?.label ?? 'Databricks',
        sigmaConnectionId: connectionId,
        server: { provider: 'databricks', host: originOf(host), level: level.toLowerCase(), accountId },
        flow: 'authorization_code',
        exchange: null,
        signingKey: null,
        clientId,
        clientAuthentication: clientSecret === null ? 'none' : 'client_secret_post',
        clientSecret,
        scopes: QUICKSTART_SCOPES,
        redirectUris: redirectUri === null ? DEFAULT_REDIRECT_URIS : [redirectUri],
      },
    ],
  });
  if (!parsed.success) {
    // The messages of the schema name the rule, never the value, which may be a secret put on the wrong line.
    const sentences = parsed.error.issues.map((issue) => `${envNameOf(issue.path)}: ${issue.message}`);
    throw new AppError('env_incomplete', sentences.join('; '));
  }
  return { draft: parsed.data, remarks };
}

function splitList(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** The QuickStart writes hosts with and without their scheme. */
function originOf(host: string): string {
  const withScheme = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  return URL.canParse(withScheme) ? new URL(withScheme).origin : withScheme;
}

/** Sigma's workbook URLs end in the title with dashes and an id: `Use-Case-Databricks-with-OAuth-6w2cUiJlvQeG1rI5`. */
function titleFromUrl(url: string): string {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : '';
  const words = last.split('-');
  const title = (words.length > 1 ? words.slice(0, -1) : words).join(' ').trim();
  return title.slice(0, 120) || 'Workbook';
}

const envNames: readonly [pathPattern: RegExp, name: string][] = [
  [/^embedClientId/, 'CLIENT_ID'],
  [/^embedSecret/, 'SECRET'],
  [/^user\.email/, 'EMAIL'],
  [/^user\.accountType/, 'ACCOUNT_TYPE'],
  [/^user\.teams/, 'TEAMS'],
  [/^sessionSeconds/, 'SESSION_LENGTH'],
  [/^workbooks/, 'DATABRICKS_OAUTH_BASE_URL'],
  [/server\.host/, 'DATABRICKS_HOST'],
  [/server\.level/, 'DATABRICKS_AUTH_LEVEL'],
  [/server\.accountId/, 'DATABRICKS_ACCOUNT_ID'],
  [/clientId/, 'DATABRICKS_OAUTH_CLIENT_ID'],
  [/clientSecret/, 'DATABRICKS_OAUTH_CLIENT_SECRET'],
  [/redirectUris/, 'DATABRICKS_REDIRECT_URI'],
  [/sigmaConnectionId/, 'DATABRICKS_CONNECTION_ID'],
];

function envNameOf(path: readonly PropertyKey[]): string {
  const joined = path.map(String).join('.');
  return envNames.find(([pattern]) => pattern.test(joined))?.[1] ?? joined;
}
