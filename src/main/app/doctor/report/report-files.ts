/** What is in a report: the run as data and in words, versions, settings and the newest of the log; no secrets, and no names unless they are wished for. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckView } from '../../../../shared/checks.ts';
import { type DoctorView, doctorReport } from '../../../../shared/doctor.ts';
import type { ReportFile } from '../../../../shared/ipc/doctor.ts';
import type { Profile } from '../../../../shared/profile/profile.ts';
import { checksTicket } from '../../../../shared/text/check-text.ts';
import type { Text } from '../../../../shared/text/en.ts';
import { redact, redactValue } from '../../../log/redact.ts';
import type { GrantKeeper } from '../../../oauth/grants/grant-keeper.ts';
import { type Choices, ownSettingIds } from '../../../settings/choices.ts';
import type { Profiles } from '../../../settings/profiles.ts';
import type { Vault } from '../../../vault/vault.ts';
import type { Self } from '../../about.ts';
import { type Aliases, createAliases } from './aliases.ts';
import { hiddenProfile, learnProfile } from './hidden-profile.ts';
import type { ReportEdges } from './report-edges.ts';

export interface ReportSources {
  readonly version: string;
  readonly platform: string;
  readonly self: Pick<Self, 'build' | 'policy'>;
  readonly text: Text;
  readonly profiles: Pick<Profiles, 'all' | 'areWhole'>;
  readonly choices: Choices;
  readonly keeper: Pick<GrantKeeper, 'held'>;
  readonly vault: Pick<Vault, 'mode' | 'backend'>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What was logged before is seldom asked for, and a window has to show all of it. */
const MOST_LOG_BYTES = 400_000;
/** A person has a few; what a file from outside brought without end is no help to anybody. */
const MOST_PROFILES = 20;
/** Redacting a line takes some time, and others wait. */
const LINES_AT_ONCE = 100;

/** @param view the run; null where there was none */
export async function reportFiles(
  sources: ReportSources,
  edges: ReportEdges,
  view: DoctorView | null,
  withNames: boolean,
): Promise<readonly ReportFile[]> {
  const logs = await Promise.all((await edges.readLogs(MOST_LOG_BYTES)).map(redactedLog));
  const aliases = withNames ? null : await learned(sources, edges, view, logs);
  const seen = view && shownView(view, aliases);
  return [
    ...(seen ? ofRun(sources, seen) : []),
    json('versions.json', versionsOf(sources, aliases)),
    json('settings.json', settingsOf(sources, aliases)),
    ...(aliases ? await Promise.all(logs.map((log) => hiddenLog(log, aliases))) : logs),
  ];
}

const json = (name: string, value: unknown): ReportFile => ({ name, text: `${JSON.stringify(value, null, 2)}\n` });

function ofRun({ text, version, platform }: ReportSources, view: DoctorView): ReportFile[] {
  const about = { profile: view.profile?.name ?? null, version, platform, isOutdated: false };
  return [
    json('report.json', doctorReport(view, { version, platform })),
    { name: 'report.txt', text: `${checksTicket(text, view, about)}\n` },
  ];
}

/** Every name that is known, in an order that does not depend on what the log happens to hold. */
async function learned(
  { profiles, keeper }: ReportSources,
  edges: ReportEdges,
  view: DoctorView | null,
  logs: readonly ReportFile[],
): Promise<Aliases> {
  const aliases = createAliases();
  const own = edges.own();
  for (const profile of profiles.all()) learnProfile(aliases, profile);
  for (const { person } of keeper.held()) {
    for (const name of [person?.userName, person?.displayName, person?.firstName, person?.lastName]) {
      if (name) aliases.of('Person', name);
    }
  }
  if (own.home.length > 1) aliases.as(own.home, '~');
  // The folder may be called otherwise than its person, as of an account that was renamed.
  const folder = own.home.split(/[\\/]/).at(-1) ?? '';
  if (folder !== '' && folder !== 'root') aliases.of('Person', folder);
  // "root" is nobody's name, and a word of many messages.
  if (own.user !== '' && own.user !== 'root') aliases.of('Person', own.user);
  if (own.computer !== '' && own.computer !== 'localhost') aliases.of('Computer', own.computer);
  if (view?.profile) aliases.of('Profile', view.profile.name);
  for (const { label } of view?.connections ?? []) if (label.trim() !== '') aliases.of('Connection', label);
  for (const { result } of view?.checks ?? []) {
    aliases.learn(result?.findings.map(({ values }) => values));
    aliases.learn(result?.error?.values);
  }
  for (const { text } of logs) {
    await inTurns(text.split('\n'), (line) => aliases.learn(fieldsOf(line) ?? line));
  }
  return aliases;
}

/** A run without secrets; they were redacted where they were met, and this is the last look. */
function shownView(view: DoctorView, aliases: Aliases | null): DoctorView {
  const shown = <Values extends object>(values: Values): Values => {
    const redacted = redactedTexts(values);
    return aliases ? aliases.hideAll(redacted) : redacted;
  };
  const named = (kind: 'Profile' | 'Connection', name: string) =>
    aliases && name.trim() !== '' ? aliases.of(kind, name) : name;
  const check = (one: CheckView): CheckView => ({
    ...one,
    result: one.result && {
      ...one.result,
      findings: one.result.findings.map((found) => ({ ...found, values: shown(found.values) })),
      error: one.result.error && { ...one.result.error, values: shown(one.result.error.values) },
    },
  });
  return {
    ...view,
    profile: view.profile && { ...view.profile, name: named('Profile', view.profile.name) },
    connections: view.connections.map((one) => ({ ...one, label: named('Connection', one.label) })),
    checks: view.checks.map(check),
  };
}

/** Texts alone: a value under the name `code` or `state` is what it says here. */
function redactedTexts<Value>(value: Value): Value {
  const copy = (item: unknown): unknown => {
    if (typeof item === 'string') return redact(item);
    if (Array.isArray(item)) return item.map(copy);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([name, field]) => [name, copy(field)]));
  };
  return copy(value) as Value;
}

function versionsOf({ version, platform, self, vault, text }: ReportSources, aliases: Aliases | null) {
  const { build, policy } = self;
  const { mode, backend } = vault;
  return redactedTexts({
    sightglass: version,
    platform,
    ...build,
    locale: text.locale,
    vault: { mode, backend },
    policy: aliases ? aliases.hideAll(policy) : policy,
  });
}

function settingsOf({ choices, profiles }: ReportSources, aliases: Aliases | null) {
  const all = profiles.all();
  const shown = (profile: Profile) => (aliases ? hiddenProfile(aliases, profile) : profile);
  return {
    settings: Object.fromEntries(ownSettingIds.map((id) => [id, { value: choices.get(id), setBy: choices.setBy(id) }])),
    profilesAreWhole: profiles.areWhole(),
    profilesLeftOut: Math.max(all.length - MOST_PROFILES, 0),
    profiles: redactedTexts(all.slice(0, MOST_PROFILES).map(shown)),
  };
}

const redactedLog = async ({ name, text }: ReportFile): Promise<ReportFile> => ({
  name,
  text: (await inTurns(text.split('\n'), redactedLine)).join('\n'),
});

/** As it went into the log, once more: rules may have become stricter since. */
function redactedLine(line: string): string {
  const fields = fieldsOf(line);
  return fields ? JSON.stringify({ ...(redactValue(fields) as object), ...headOf(fields) }) : redact(line);
}

async function hiddenLog({ name, text }: ReportFile, aliases: Aliases): Promise<ReportFile> {
  const hidden = (line: string): string => {
    const fields = fieldsOf(line);
    // What happened is one of our own words.
    return fields ? JSON.stringify({ ...aliases.hideAll(fields), ...headOf(fields) }) : aliases.hide(line);
  };
  return { name, text: (await inTurns(text.split('\n'), hidden)).join('\n') };
}

function fieldsOf(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // A line that was cut off, as by a crash.
    return null;
  }
}

const headOf = ({ at, level, event }: Readonly<Record<string, unknown>>) => ({ at, level, event });

async function inTurns<Item, Result>(items: readonly Item[], apply: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    if (index % LINES_AT_ONCE === LINES_AT_ONCE - 1) await nextTurn();
    results.push(apply(item));
  }
  return results;
}
