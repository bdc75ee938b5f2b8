// Writes the parts of the documents that are made from the source, each between its two marks:
//
//   npm run docs
//
// A part is a function below and a line in `parts`; `<!-- name:begin -->` and `<!-- name:end -->` say where it goes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bordersTable } from './borders.mjs';
import { commandLineParts } from './command-line-docs.mjs';
import { root } from './paths.mjs';
import { policyParts } from './policy-templates.mjs';

/** @typedef {{ passes?: 'with-network' | 'in-time', mendedIn?: 'set-up' | 'sign-in', isChosen?: true }} ErrorClass */
/** @typedef {Record<string, { title: string, remedy: string }>} ErrorTexts */
/** @typedef {{ title: string, situations: readonly { name: string, kept: string, swap: string }[] }} SituationRows */
/** @typedef {{ does: string, test: string }} MessageRow */
/**
 * What the parts are made from.
 * @typedef {object} Source
 * @property {ErrorTexts} errors
 * @property {Readonly<Record<string, ErrorClass>>} errorClasses
 * @property {Readonly<Record<string, string>>} logEvents
 * @property {readonly SituationRows[]} situationGroups
 * @property {{ outbound: Readonly<Record<string, MessageRow>>, inbound: Readonly<Record<string, MessageRow>> }} sigmaMessages
 * @property {Readonly<Record<string, string>>} remedies
 * @property {typeof import('../test/support/refusals.ts').refusalTables} refusalTables
 * @property {typeof import('../test/support/refusals.ts').sigmaRefusals} sigmaRefusals
 * @property {typeof import('../src/main/settings/policy/policy.ts').policyKeys} policyKeys
 * @property {typeof import('../src/main/audit/events.ts').auditEvents} auditEvents
 * @property {typeof import('../src/shared/settings.ts').settings} settings
 * @property {typeof import('../src/shared/text/en.ts').en.settings} settingTexts
 * @property {Readonly<Record<string, string>>} languageNames
 * @property {import('./command-line-docs.mjs').CommandLine} commandLine
 */

/**
 * The groups of the troubleshooting page: a code is in the first group that its class fits.
 * @type {readonly { title: string, text: string, holds(kind: ErrorClass): boolean }[]}
 */
const errorGroups = [
  {
    title: 'Chosen by the person',
    text: 'Nothing is wrong; the person brought it about.',
    holds: (kind) => kind.isChosen === true,
  },
  {
    title: 'Passes when the network is back',
    text: 'Workbooks and renewals are tried again by themselves, now and then and at once when it is back. A network that wants a login first shows as an untrusted server.',
    holds: (kind) => kind.passes === 'with-network',
  },
  {
    title: 'Passes in time',
    text: 'It may be gone after a while. Workbooks, renewals and service accounts are tried again by themselves.',
    holds: (kind) => kind.passes === 'in-time',
  },
  {
    title: 'Mended by signing in again',
    text: 'The person can do it; nothing has to be changed.',
    holds: (kind) => kind.mendedIn === 'sign-in',
  },
  {
    title: 'Mended in the set-up of the profile',
    text: 'The window leads there. What is registered at the server has to agree with it.',
    holds: (kind) => kind.mendedIn === 'set-up',
  },
  {
    title: 'Needs a person, in another place',
    text: 'In the browser, at the server, in Sigma, or on this computer; the last column says where.',
    holds: () => true,
  },
];

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/**
 * Every error, grouped by what kind of failure it is.
 * @param {ErrorTexts} texts
 * @param {Readonly<Record<string, ErrorClass>>} classes
 */
export function errorsPart(texts, classes) {
  const groupOf = (/** @type {string} */ code) => errorGroups.find(({ holds }) => holds(classes[code] ?? {}));
  return errorGroups
    .map((group) => {
      const rows = Object.entries(texts)
        .filter(([code]) => groupOf(code) === group)
        .map(([code, { title, remedy }]) => `| \`${code}\` | ${cell(title)} | ${cell(remedy)} |`);
      const head = ['| Code | What Sightglass says | What to do |', '| --- | --- | --- |'];
      return [`## ${group.title}`, '', group.text, '', ...head, ...rows, ''].join('\n');
    })
    .join('\n')
    .trimEnd();
}

/** Every event of the log. @param {Readonly<Record<string, string>>} events */
export function eventsPart(events) {
  const rows = Object.entries(events).map(([name, meaning]) => `| \`${name}\` | ${cell(meaning)} |`);
  return ['| Event | What happened |', '| --- | --- |', ...rows].join('\n');
}

/**
 * Every situation in which a renewal is tested, and what is kept in it.
 * @param {readonly SituationRows[]} groups
 */
export function situationsPart(groups) {
  const count = groups.reduce((sum, { situations }) => sum + situations.length, 0);
  const tables = groups.map(({ title, situations }) => {
    const rows = situations.map(({ name, kept, swap }) => `| ${cell(name)} | ${cell(kept)} | ${swap} |`);
    return [`## A person ${title}`, '', '| Situation | Kept | Swap |', '| --- | --- | --- |', ...rows, ''].join('\n');
  });
  return [`${count} situations. The test of each shows that everything is kept.`, '', ...tables].join('\n').trimEnd();
}

/**
 * Every message of one direction, what it does here, and the test that shows it.
 * @param {Readonly<Record<string, MessageRow>>} messages
 */
export function messagesPart(messages) {
  const rows = Object.entries(messages).map(
    ([type, { does, test }]) => `| \`${type}\` | ${cell(does)} | \`${test}\` |`,
  );
  return ['| Message | What the app does | Test |', '| --- | --- | --- |', ...rows].join('\n');
}

/**
 * What each product refuses, and what is to be done about it.
 * @param {Source} source
 */
export function refusalsPart({ errors, remedies, refusalTables, sigmaRefusals }) {
  const whatToDo = (/** @type {string} */ code, /** @type {string | null} */ remedy) =>
    cell((remedy === null ? errors[code]?.remedy : remedies[remedy]) ?? '');
  const said = (/** @type {readonly string[]} */ parts) => cell(parts.filter((part) => part !== '').join(': '));
  const tables = refusalTables.map(({ product, source, groups }) => {
    const rows = groups.flatMap(({ rows }) =>
      rows.map(
        ([error, words, code, remedy, who, renewal]) =>
          `| ${said(words.startsWith('AADSTS') ? [words] : [error, words])} | \`${code}\` | ${who} | ${renewal ?? '–'} | ${whatToDo(code, remedy)} |`,
      ),
    );
    const head = [
      '| The server says | Code | Who acts | The sign-in | What to do |',
      '| --- | --- | --- | --- | --- |',
    ];
    return [`## ${product}`, '', `After: ${source}.`, '', ...head, ...rows, ''].join('\n');
  });
  const ofSigma = sigmaRefusals.map(
    ([code, words, ours, remedy, who]) =>
      `| ${said([code, words])} | \`${ours}\` | ${who} | ${whatToDo(ours, remedy)} |`,
  );
  const sigma = [
    '## Sigma',
    '',
    'After: Common embed error codes and messages; the second half is what data platforms say through Sigma.',
    '',
  ];
  const head = ['| Sigma says | Code | Who acts | What to do |', '| --- | --- | --- | --- |'];
  return [...tables, ...sigma, ...head, ...ofSigma].join('\n').trimEnd();
}

/**
 * A document with a part in its place.
 * @param {string} document
 * @param {string} name
 * @param {string} text
 */
export function withPart(document, name, text) {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`There is no ${begin} … ${end}.`);
  return `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`;
}

/**
 * Every setting with what can be chosen, what it is at first, and the key by which an administrator decides it.
 * @param {Source} source
 */
export function settingsPart({ settings, settingTexts, languageNames }) {
  const { on, off, never, units, groups } = settingTexts;
  const items = /** @type {Record<string, { title: string, explains: string, values?: Record<string, string> }>} */ (
    settingTexts.items
  );
  const rows = Object.entries(settings).map(([id, setting]) => {
    const words = items[id] ?? { title: id, explains: '' };
    const inWords = (/** @type {string | number | boolean} */ value) => {
      if (typeof value === 'boolean') return value ? on : off;
      if (typeof value === 'string') return words.values?.[value] ?? languageNames[value] ?? value;
      if (setting.kind === 'amount' && setting.unit === 'timeOfDay') {
        return `${String(value / 60).padStart(2, '0')}:00`;
      }
      if (setting.kind !== 'amount' || (setting.unit === 'minutes' && value === 0)) return never;
      return units[setting.unit].replace('{amount}', String(value));
    };
    const values = setting.kind === 'switch' ? [false, true] : setting.values;
    const key = 'policyKey' in setting ? `\`${setting.policyKey}\`` : '–';
    const cells = [
      groups[setting.group],
      words.title,
      values.map(inWords).join(', '),
      inWords(setting.default),
      words.explains,
    ];
    return `| ${cells.map(cell).join(' | ')} | ${key} |`;
  });
  return [
    '| Group | Setting | Values | At first | What it does | Policy |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/**
 * Every event of the audit trail with its fields; P: personal.
 * @param {Source['auditEvents']} events
 */
export function auditPart(events) {
  const rows = Object.entries(events).map(([name, { says, fields }]) => {
    /** @type {[string, import('../src/main/audit/events.ts').AuditField][]} */
    const entries = Object.entries(fields);
    const told = entries.map(
      ([field, { says, isPersonal }]) => `\`${field}\`${isPersonal ? ' **P**' : ''}: ${cell(says)}`,
    );
    return `| \`${name}\` | ${cell(says)} | ${told.join('<br>') || '–'} |`;
  });
  return ['| Event | What happened | Fields |', '| --- | --- | --- |', ...rows].join('\n');
}

/** What is written where. @param {Source} source */
export function partsOf(source) {
  const { errors, errorClasses, logEvents, situationGroups, sigmaMessages } = source;
  const messages = 'docs/sigma-messages.md';
  return [
    { file: 'docs/places.md', name: 'situations', text: situationsPart(situationGroups) },
    { file: messages, name: 'outbound', text: messagesPart(sigmaMessages.outbound) },
    { file: messages, name: 'inbound', text: messagesPart(sigmaMessages.inbound) },
    { file: 'docs/administrator/troubleshooting.md', name: 'errors', text: errorsPart(errors, errorClasses) },
    { file: 'docs/administrator/refusals.md', name: 'refusals', text: refusalsPart(source) },
    { file: 'docs/security/logging.md', name: 'events', text: eventsPart(logEvents) },
    { file: 'docs/administrator/audit-trail.md', name: 'audit-events', text: auditPart(source.auditEvents) },
    ...policyParts(source.policyKeys),
    ...commandLineParts(source.commandLine),
    { file: 'docs/settings.md', name: 'settings', text: settingsPart(source) },
    { file: 'docs/contributing/architecture.md', name: 'borders', text: `\n${bordersTable()}\n` },
  ];
}

/** The tables of the source, which is TypeScript. */
async function readSource() {
  const { runnerImport } = await import('vite');
  /** @param {string} file @returns {Promise<unknown>} */
  const load = async (file) => (await runnerImport(join(root, file), { root, configFile: false })).module;
  const { en } = /** @type {typeof import('../src/shared/text/en.ts')} */ (await load('src/shared/text/en.ts'));
  const { errorClasses } = /** @type {typeof import('../src/shared/errors.ts')} */ (await load('src/shared/errors.ts'));
  const { logEvents } = /** @type {typeof import('../src/main/log/events.ts')} */ (
    await load('src/main/log/events.ts')
  );
  const { situationGroups } = /** @type {typeof import('../test/support/places/situations.ts')} */ (
    await load('test/support/places/situations.ts')
  );
  const { sigmaMessages } = /** @type {typeof import('../test/support/sigma-messages.ts')} */ (
    await load('test/support/sigma-messages.ts')
  );
  const { refusalTables, sigmaRefusals } = /** @type {typeof import('../test/support/refusals.ts')} */ (
    await load('test/support/refusals.ts')
  );
  const { languageNames } = /** @type {typeof import('../src/shared/text/languages.ts')} */ (
    await load('src/shared/text/languages.ts')
  );
  const { policyKeys } = /** @type {typeof import('../src/main/settings/policy/policy.ts')} */ (
    await load('src/main/settings/policy/policy.ts')
  );
  const { settings } = /** @type {typeof import('../src/shared/settings.ts')} */ (await load('src/shared/settings.ts'));
  const { auditEvents } = /** @type {typeof import('../src/main/audit/events.ts')} */ (
    await load('src/main/audit/events.ts')
  );
  /** @param {string} file */
  const loadAll = async (file) => /** @type {object} */ (await load(file));
  const commandLine = /** @type {import('./command-line-docs.mjs').CommandLine} */ ({
    ...(await loadAll('src/main/command-line/commands.ts')),
    ...(await loadAll('src/main/command-line/help.ts')),
    ...(await loadAll('src/shared/command-line/exit-codes.ts')),
    ...(await loadAll('src/shared/command-line/requests.ts')),
    text: en,
  });
  const { errors, remedies } = en;
  return {
    commandLine,
    errors,
    remedies,
    errorClasses,
    logEvents,
    situationGroups,
    sigmaMessages,
    refusalTables,
    sigmaRefusals,
    policyKeys,
    auditEvents,
    settings,
    languageNames,
    settingTexts: en.settings,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { file, name, text } of partsOf(await readSource())) {
    const path = join(root, file);
    writeFileSync(path, withPart(readFileSync(path, 'utf8'), name, text));
  }
}
