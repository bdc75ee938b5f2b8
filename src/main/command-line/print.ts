/** What a command answered, as text for people: aligned, in their language, and without anything that a terminal obeys. */

import type { ChecksView } from '../../shared/checks.ts';
import type { ConsoleCommand, ConsoleResult, SignInStatus, TokenTest } from '../../shared/command-line/requests.ts';
import type { AppErrorView } from '../../shared/errors.ts';
import { checksSummary, checksTicket } from '../../shared/text/check-text.ts';
import { durationWords } from '../../shared/text/duration.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format, plural } from '../../shared/text/format.ts';
import { columns, shown } from './columns.ts';

export interface PrintContext {
  readonly text: Text;
  readonly version: string;
  readonly platform: string;
  /** Where the person asked for a file. */
  readonly file: string;
}

type Printers = {
  readonly [Command in ConsoleCommand]: (result: ConsoleResult<Command>, about: PrintContext) => string[];
};

const statuses = ({ connections }: { readonly connections: readonly SignInStatus[] }, { text }: PrintContext) =>
  connectionLines(connections, text);

const printers: Printers = {
  doctor: (report, about) =>
    checkLines(
      report.profile?.name ?? about.text.commandLine.shows.none,
      { ...report, runId: '', isSaved: true },
      about,
    ),
  'auth status': statuses,
  'auth sign-in': statuses,
  'auth sign-out': statuses,
  'auth renew': statuses,
  'token test': (result, { text }) => tokenLines(result, text),
  open: (_result, { text }) => [text.commandLine.shows.opened],
  'profile list': ({ profiles }, { text }) => {
    const { shows } = text.commandLine;
    if (profiles.length === 0) return [shows.noProfiles];
    const head = [shows.profile, shows.workbooks, shows.connection, shows.id];
    const rows = profiles.map(({ id, name, workbooks, connections }) => [
      shown(name),
      workbooks.map(({ title }) => shown(title)).join(', ') || shows.none,
      connections.map(({ label }) => shown(label)).join(', ') || shows.none,
      id,
    ]);
    return columns([head, ...rows]);
  },
  'profile check': ({ profiles }, about) => {
    if (profiles.length === 0) return [about.text.commandLine.shows.noProfiles];
    return profiles.flatMap(({ profile, checks }, at) => [
      ...(at > 0 ? [''] : []),
      ...checkLines(profile, checks, about),
    ]);
  },
  'profile import': ({ profileName, changes }, { text }) => {
    const { shows } = text.commandLine;
    const profile = shown(profileName);
    if (changes === null) return [format(shows.imported, { profile })];
    return [changes === 0 ? format(shows.unchanged, { profile }) : format(shows.changed, { profile, count: changes })];
  },
  'profile export': ({ profileName, hasSecrets }, { text, file }) => {
    const { exported, exportedOpen } = text.commandLine.shows;
    return [format(hasSecrets ? exported : exportedOpen, { profile: shown(profileName), file: shown(file) })];
  },
  'audit verify': (result, { text }) => auditLines(result, text),
  status: ({ isRunning, heartbeat }, { text }) => {
    const { running, notRunning } = text.commandLine.shows;
    const said = typeof heartbeat === 'object' && heartbeat !== null ? heartbeatLines(heartbeat) : [];
    return [isRunning ? running : notRunning, ...said];
  },
};

/** @param result as the schema of the command has it */
export function printResult<Command extends ConsoleCommand>(
  command: Command,
  result: ConsoleResult<Command>,
  about: PrintContext,
): string {
  // Sound: the table has the printer of each command under its name.
  const print = printers[command] as (value: ConsoleResult<Command>, context: PrintContext) => string[];
  return print(result, about).join('\n');
}

/** Refusals that other words of the command would mend: their remedy leads to the help. */
const mendedByOtherWords: ReadonlySet<unknown> = new Set([
  'profileUnknown',
  'profileNeeded',
  'profileAmbiguous',
  'connectionUnknown',
  'connectionNeeded',
  'notALink',
]);

/** An error in a few lines, for standard error. */
export function errorLines(error: AppErrorView, text: Text): string[] {
  const { title, detail, remedy } = errorText(text, error);
  const helps = error.code !== 'command_refused' || mendedByOtherWords.has(error.values.reason);
  return [title, detail, helps ? remedy : ''].filter((line) => line !== '').map(shown);
}

const instant = (when: string, text: Text): string =>
  new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(when));

function connectionLines(connections: readonly SignInStatus[], text: Text): string[] {
  const { shows } = text.commandLine;
  if (connections.length === 0) return [shows.noConnections];
  const when = (at: string | null) => (at === null ? '' : instant(at, text));
  const head = [shows.profile, shows.connection, shows.status, shows.person, shows.ends, shows.renews];
  const rows = connections.map((one) => [
    shown(one.profile),
    shown(one.connection),
    shows.statuses[one.status],
    one.person === null ? (one.isServiceAccount ? shows.serviceAccount : '') : shown(one.person),
    when(one.expiresAt),
    when(one.renewsAt),
  ]);
  const problems = connections.flatMap(({ problem, connection }) =>
    problem === null ? [] : ['', `${shown(connection)}:`, ...errorLines(problem, text).map((line) => `  ${line}`)],
  );
  return [...columns([head, ...rows]), ...problems];
}

function checkLines(profile: string, checks: ChecksView, about: PrintContext): string[] {
  const { text, version, platform } = about;
  if (checks.phase !== 'done') return [checksSummary(text, checks)];
  const ticket = checksTicket(text, checks, { profile, version, platform, isOutdated: false });
  return ticket
    .split('\n')
    .map((line) => line.replace(/^( *)(.*)$/, (_whole, indent: string, rest: string) => indent + shown(rest)));
}

function tokenLines(result: TokenTest, text: Text): string[] {
  const { shows } = text.commandLine;
  const { token, lifetime, scopes, identity, session } = result;
  const list = (items: readonly string[]) => items.map(shown).join(' ') || shows.none;
  const yesOrNo = (is: boolean) => (is ? shows.yes : shows.no);
  const left = durationWords(lifetime.secondsLeft * 1_000, text);
  const claims = Object.entries(token.claims).map(([name, value]) => [`  ${shown(name)}`, shown(value)]);
  const tokens = format(shows.readable, { readable: session.readable, count: session.tokens });
  const rows = [
    [shows.profile, shown(result.profile)],
    [shows.connection, `${shown(result.connection)} (${shown(result.server)})`],
    [shows.token, shows.forms[token.form]],
    [shows.obtained, instant(lifetime.obtainedAt, text)],
    [shows.ends, instant(lifetime.expiresAt, text) + (lifetime.isAssumed ? ` (${shows.assumed})` : '')],
    [shows.left, left],
    [shows.renewable, yesOrNo(lifetime.isRenewable)],
    [shows.requested, list(scopes.requested)],
    [shows.granted, list(scopes.granted)],
    [
      shows.identity,
      `${identity.userName === null ? shows.none : shown(identity.userName)} (${shows.askedAt[identity.asked]})`,
    ],
    [shows.workbook, session.workbook === null ? shows.none : shown(session.workbook)],
    ...(session.length === null
      ? []
      : [
          [shows.length, format(shows.bytes, { count: session.length })],
          [
            shows.session,
            session.endsAt === null ? '' : `${shows.ends.toLowerCase()} ${instant(session.endsAt, text)}`,
          ],
          [shows.signature, shows.marks[session.signature]],
          [shows.sessionClaims, shows.marks[session.claims]],
          [shows.tokens, tokens],
        ]),
  ];
  const problems = [scopes.problem, identity.problem, session.problem].flatMap((problem) =>
    problem === null ? [] : ['', ...errorLines(problem, text)],
  );
  return [
    ...columns(rows),
    ...(claims.length === 0 ? [] : ['', shows.claims, ...columns(claims)]),
    ...problems,
    '',
    result.isRight ? shows.allRight : shows.notRight,
    ...(result.revealed === null ? [] : ['', shown(result.revealed)]),
  ];
}

function auditLines({ fault, records, lastAt, marks, seal }: ConsoleResult<'audit verify'>, text: Text): string[] {
  const words = text.audit;
  const first = fault
    ? [
        words.notWhole,
        format(words.faults[fault.kind] as string, {
          file: shown(fault.file ?? ''),
          line: fault.line ?? 0,
          missing: fault.missing,
        }),
        ...(lastAt === null ? [] : [format(words.since, { when: instant(lastAt, text) })]),
      ]
    : [format(plural(words.whole, records, text.locale), { count: records.toLocaleString(text.locale) })];
  return [
    ...first,
    ...(marks === 0
      ? []
      : [format(plural(words.marked, marks, text.locale), { count: marks, kind: words.kinds.program })]),
    ...(seal === 'sealed' ? [] : [words[seal]]),
  ];
}

/** Names and values, one below the other; what is inside of one is indented. */
function heartbeatLines(value: object, indent = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    if (typeof inner === 'object' && inner !== null)
      return [`${indent}${shown(name)}:`, ...heartbeatLines(inner, `${indent}  `)];
    return [`${indent}${shown(name)}: ${shown(String(inner))}`];
  });
}
