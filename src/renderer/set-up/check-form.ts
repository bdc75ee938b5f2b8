/** The rules of `src/shared/profile.ts`, as one sentence for each field of the form. */
import { ProfileDraft } from '../../shared/profile.ts';
import { draftOf, type FormValues } from './form-values.ts';

/** Field name → what is wrong with it. Names are paths of the draft, with a row's key in place of its number. */
export type Problems = ReadonlyMap<string, string>;
export type FormCheck = { draft: ProfileDraft | null; problems: Problems };

export function checkForm(values: FormValues): FormCheck {
  const problems = new Map<string, string>();
  const add = (field: string, sentence: string) => {
    if (!problems.has(field)) problems.set(field, sentence);
  };

  const parsed = ProfileDraft.safeParse(draftOf(values));
  for (const issue of parsed.error?.issues ?? []) {
    const field = fieldName(issue.path, values);
    add(field, sentenceFor(field, issue.path, issue.message, values));
  }

  // What the schema cannot know: whether the vault already holds a secret that the form leaves empty.
  if (!values.embedSecretStored && values.embedSecret.trim() === '') add('embedSecret', 'Enter the embed secret.');
  for (const connection of values.connections) {
    const field = `connections.${connection.key}`;
    const needsSecret = connection.clientAuthentication === 'client_secret_post' && !connection.clientSecretStored;
    if (needsSecret && connection.clientSecret.trim() === '') add(`${field}.clientSecret`, 'Enter the client secret.');
    // The schema looks at this only when the host is already right.
    if (connection.level === 'account' && connection.accountId.trim() === '') {
      add(`${field}.server.accountId`, 'The account level needs the account ID.');
    }
  }
  return { draft: problems.size === 0 && parsed.success ? parsed.data : null, problems };
}

const lists = new Set(['scopes', 'redirectUris', 'teams']);

function fieldName(path: readonly PropertyKey[], values: FormValues): string {
  const [head, index, ...rest] = path;
  const end = rest.findIndex((part) => lists.has(String(part)));
  const tail = end === -1 ? rest : rest.slice(0, end + 1);
  if (head === 'workbooks' || head === 'connections') {
    const row = typeof index === 'number' ? values[head][index] : undefined;
    return [head, row?.key ?? index, ...tail].map(String).join('.');
  }
  return (head === 'user' ? path.slice(0, 2) : path).map(String).join('.');
}

function sentenceFor(field: string, path: readonly PropertyKey[], message: string, values: FormValues): string {
  if (field === 'sessionSeconds') {
    if (!Number.isFinite(Number(values.sessionLength)) || values.sessionLength.trim() === '') return 'Enter a number.';
    if (message.startsWith('Enter at least')) return 'A session lasts at least one minute.';
    if (message.startsWith('Sigma allows')) return 'Sigma allows at most 30 days.';
  }
  const sentence = message.startsWith('Too big') ? 'This is too long.' : capitalised(message);
  const line = path.at(-1);
  if (field.endsWith('.redirectUris') && typeof line === 'number' && values.connections.length > 0) {
    const own = values.connections.find((connection) => field === `connections.${connection.key}.redirectUris`);
    if (own && own.redirectUris.split('\n').filter((text) => text.trim()).length > 1)
      return `Line ${line + 1}: ${sentence}`;
  }
  return sentence;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
