// The commands in the forms that documents want: tables for docs/administrator/command-line.md, and the fields of each JSON
// document. `npm run docs` writes them; test/unit/docs/contents.test.ts holds them current.
import { z } from 'zod';

/**
 * @typedef {object} CommandLine
 * @property {typeof import('../src/main/command-line/commands.ts').commands} commands
 * @property {typeof import('../src/shared/command-line/exit-codes.ts').exitCodes} exitCodes
 * @property {typeof import('../src/shared/command-line/requests.ts').consoleResults} consoleResults
 * @property {typeof import('../src/main/command-line/help.ts').usageOf} usageOf
 * @property {import('../src/shared/text/en.ts').Text} text
 */

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** Each command as it is typed, what it does, and with which codes it ends. @param {CommandLine} source */
export function commandsPart({ commands, exitCodes, usageOf, text }) {
  const words = text.commandLine;
  /** @type {Readonly<Record<string, string>>} */
  const more = words.more;
  const names = /** @type {(keyof typeof commands)[]} */ (Object.keys(commands));
  const rows = names.map((name) => {
    const ends = commands[name].ends.map((ending) => exitCodes[ending]).join(', ');
    const says = [words.commands[name], more[name] ?? ''].filter(Boolean).join(' ');
    return `| \`${cell(usageOf(name, text))}\` | ${cell(says)} | ${ends} |`;
  });
  return ['| Command | What it does | Ends with |', '| --- | --- | --- |', ...rows].join('\n');
}

/** @param {CommandLine} source */
export function exitCodesPart({ exitCodes, text }) {
  const rows = Object.entries(exitCodes).map(
    ([ending, code]) => `| ${code} | ${text.commandLine.exitCodes[/** @type {keyof typeof exitCodes} */ (ending)]} |`,
  );
  return ['| Code | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** @typedef {{ type?: string, description?: string, properties?: Record<string, Schema>, items?: Schema, anyOf?: Schema[], enum?: unknown[] }} Schema */

/** The fields of what each command prints with `--json`. @param {CommandLine} source */
export function jsonPart({ commands, consoleResults }) {
  const rows = Object.entries(consoleResults).flatMap(([name, schema]) => {
    const { flags = [] } = commands[/** @type {keyof typeof commands} */ (name)];
    if (!flags.includes('json') || name in described) return [];
    const json = /** @type {Schema} */ (z.toJSONSchema(schema, { unrepresentable: 'any' }));
    return fieldsOf(json, '').map(([path, says]) => `| \`${name}\` | \`${path}\` | ${cell(says)} |`);
  });
  const others = Object.entries(described).map(([name, says]) => `| \`${name}\` | | ${says} |`);
  return ['| Command | Field | What it says |', '| --- | --- | --- |', ...rows, ...others].join('\n');
}

/** Documents that are described where they come from. @type {Readonly<Record<string, string>>} */
const described = {
  doctor: 'The report of [the doctor](doctor.md): `schema`, `phase`, `profile`, `connections` and `checks`',
  status: 'What the program says of itself: `schema`, `program`, `version` and `state` at the least',
};

/** @param {Schema} schema @param {string} path @returns {[path: string, says: string][]} */
function fieldsOf(schema, path) {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  if (inner.items) return fieldsOf(inner.items, `${path}[]`);
  return Object.entries(inner.properties ?? {}).flatMap(([name, field]) => {
    const here = path === '' ? name : `${path}.${name}`;
    const says = field.description;
    // What has no words of its own is that of another document, such as an error or a test of a set-up.
    const isOwn = says !== undefined || here.endsWith('[]');
    return /** @type {[string, string][]} */ ([
      ...(says === undefined ? [] : [[here, says]]),
      ...(isOwn && !isForeign(field) ? fieldsOf(field, here) : []),
    ]);
  });
}

/** An error stands in the documents once. @param {Schema} field */
const isForeign = (field) =>
  JSON.stringify(Object.keys(field.anyOf?.find(({ type }) => type === 'object')?.properties ?? {})) ===
  '["code","values"]';

/** @param {CommandLine} source */
export const commandLineParts = (source) => [
  { file: 'docs/administrator/command-line.md', name: 'commands', text: commandsPart(source) },
  { file: 'docs/administrator/command-line.md', name: 'exit-codes', text: exitCodesPart(source) },
  { file: 'docs/administrator/command-line.md', name: 'json', text: jsonPart(source) },
];
