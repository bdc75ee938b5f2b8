/** A check in words: what was seen, who must act and what to do, for a window and for a ticket. */
import {
  type CheckFinding,
  type CheckOwner,
  type CheckResult,
  type ChecksView,
  type CheckView,
  checkPage,
  checksCount,
  nextStep,
} from '../checks.ts';
import { durationWords } from './duration.ts';
import type { Text } from './en.ts';
import { errorText } from './error-text.ts';
import { format, plural, type TextValue, type TextValues } from './format.ts';

export interface CheckText {
  readonly name: string;
  /** How it stands, in a word or two. */
  readonly outcome: string;
  /** What an error is called, and what happened, in the words of a server too; null where there is none. */
  readonly error: { readonly title: string; readonly detail: string } | null;
  /** What was seen, in sentences. */
  readonly seen: readonly string[];
  /** What to do; empty where there is nothing. */
  readonly todo: readonly string[];
  /** Who must act; null where nobody must. */
  readonly owner: string | null;
}

/** Values of these names hold no words for people, but name other texts, or milliseconds. */
const textsOf: Readonly<Record<string, (text: Text, value: string) => string>> = {
  backend: (text, value) => named(text.vaultBackends, value),
  check: (text, value) => named(text.checks.names, value),
  duration: (text, value) => durationWords(Number(value), text),
  outlet: (text, value) => named(text.audit.outlets, value),
  next: (text, value) => durationWords(Number(value), text),
};

/** What this version does not know stays as it is. */
const named = (texts: Readonly<Record<string, string>>, name: string): string =>
  (Object.hasOwn(texts, name) ? texts[name] : undefined) ?? name;

function inWords(text: Text, values: TextValues): TextValues {
  const entries = Object.entries(values).map(([name, value]): [string, TextValue] => {
    const textOf = textsOf[name];
    return [name, textOf && typeof value === 'string' ? textOf(text, value) : value];
  });
  return Object.fromEntries(entries);
}

function sentencesOf(text: Text, { code, values }: CheckFinding): { readonly seen: string; readonly todo: string } {
  const { seen, todo = '' }: { readonly seen: string; readonly todo?: string } = text.checks.findings[code];
  const known = inWords(text, values);
  return { seen: format(seen, known, text.locale), todo: format(todo, known, text.locale) };
}

const ended = (sentence: string): string => (/[.!?…。！？」\]]$/.test(sentence) ? sentence : `${sentence}.`);

export function checkText(text: Text, { check, state, result }: CheckView): CheckText {
  const { names, outcomes, owners } = text.checks;
  const name = names[check];
  if (result === null) {
    const outcome = outcomes[state === 'running' ? 'running' : 'waiting'];
    return { name, outcome, error: null, seen: [], todo: [], owner: null };
  }
  const found = result.findings.map((one) => sentencesOf(text, one));
  const error = result.error && errorText(text, result.error);
  // Two redirect URLs of one port are seen alike.
  const all = (sentences: readonly string[]) => [...new Set(sentences.filter((one) => one !== '').map(ended))];
  return {
    name,
    outcome: outcomes[result.outcome],
    error: error && { title: ended(error.title), detail: error.detail === '' ? '' : ended(error.detail) },
    seen: all(found.map(({ seen }) => seen)),
    todo: all([...(error ? [error.remedy] : []), ...found.map(({ todo }) => todo)]),
    owner: ownerText(result, owners),
  };
}

const ownerText = ({ owner }: CheckResult, owners: Text['checks']['owners']): string | null =>
  owner === null ? null : owners[owner];

/** One line about the whole: how far it is, how many are right, and whom the others need. */
export function checksSummary(text: Text, view: ChecksView): string {
  const { checks: words, locale } = text;
  const { made, right, skipped, left, needs } = checksCount(view.checks);
  if (view.phase === 'running') return format(plural(words.running, left, locale), { count: left });
  const need = ([owner, count]: readonly [CheckOwner, number]) =>
    format(plural(words.needs, count, locale), { count, owner: words.owners[owner] });
  return [
    ...(view.phase === 'cancelled' ? [words.stopped] : []),
    format(words.summary, { right, made }),
    ...needs.map(need),
    ...(skipped === 0 ? [] : [format(plural(words.skippedToo, skipped, locale), { count: skipped })]),
  ].join(' ');
}

/** One check as lines of a ticket. */
export function checkLines(text: Text, check: CheckView): string[] {
  const { checks: words } = text;
  const { name, outcome, error, seen, todo, owner } = checkText(text, check);
  const all = [error?.title ?? '', error?.detail ?? '', ...seen].filter((sentence) => sentence !== '');
  return [
    format(words.ticket.line, { outcome, check: name }),
    ...all.map((sentence) => `  ${format(words.seen, { seen: sentence })}`),
    ...todo.map((sentence) => `  ${format(words.todo, { todo: sentence })}`),
    ...(owner === null ? [] : [`  ${format(words.actor, { owner })}`]),
    `  ${format(words.readMore, { page: checkPage(check.check) })}`,
  ];
}

/** The whole as text, for a ticket. It holds what the window shows, and so nothing secret. */
export function checksTicket(
  text: Text,
  view: ChecksView,
  about: {
    /** Null where the run was about the computer alone. */
    readonly profile: string | null;
    readonly version: string;
    readonly platform: string;
    /** The form holds something else by now. */
    readonly isOutdated: boolean;
  },
): string {
  const { checks: words } = text;
  const groups = groupsOf(text, view).flatMap(({ title, checks }) => [
    '',
    title,
    ...checks.flatMap((check) => checkLines(text, check)),
  ]);
  const { profile, version, platform, isOutdated } = about;
  const head =
    profile === null
      ? format(words.ticket.headOfComputer, { version, platform })
      : format(words.ticket.head, { profile, version, platform });
  const lines = [head, ...(isOutdated ? [words.outdated] : []), checksSummary(text, view), ...groups];
  return lines.map(oneLine).join('\n');
}

/** A name or an answer cannot add lines of its own to a ticket, nor turn them around. */
const oneLine = (line: string): string => line.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ');

export interface CheckGroup {
  readonly key: string;
  readonly title: string;
  /** The title is a name that people gave, and no text of ours. */
  readonly isName: boolean;
  readonly checks: readonly CheckView[];
}

/** The checks by what they are about: the whole, and each connection. */
export function groupsOf(text: Text, { connections, checks }: ChecksView): CheckGroup[] {
  const of = (connection: number | null) => checks.filter((check) => check.connection === connection);
  const whole: CheckGroup = { key: 'whole', title: text.checks.wholeProfile, isName: false, checks: of(null) };
  const ofConnections = connections.map(({ label }, index): CheckGroup => {
    const isName = label.trim() !== '';
    const title = isName ? label : format(text.checks.unnamed, { number: index + 1 });
    return { key: String(index), title, isName, checks: of(index) };
  });
  return [whole, ...ofConnections];
}

/** What a person does next, in a sentence; null while nobody can say. */
export function nextStepText(text: Text, view: ChecksView): string | null {
  const next = nextStep(view);
  return next === null ? null : text.checks.next[next.kind];
}
