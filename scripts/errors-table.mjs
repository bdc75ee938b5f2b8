// Writes the README's troubleshooting table from src/shared/text/en.ts:
//
//   npm run errors-table
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const begin = '<!-- errors:begin -->';
const end = '<!-- errors:end -->';

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/**
 * One row for each error, in the order of the source.
 * @param {Record<string, { title: string, remedy: string }>} errors
 */
export function errorsTable(errors) {
  const rows = Object.entries(errors).map(
    ([code, { title, remedy }]) => `| \`${code}\` | ${cell(title)} | ${cell(remedy)} |`,
  );
  return ['| Code | What Sightglass says | What to do |', '| --- | --- | --- |', ...rows].join('\n');
}

/**
 * The README with the table in its place.
 * @param {string} readme
 * @param {string} table
 */
export function withErrorsTable(readme, table) {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}.`);
  return `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(root, 'src/shared/text/en.ts'), { root, configFile: false });
  const { en } = /** @type {typeof import('../src/shared/text/en.ts')} */ (module);
  const file = join(root, 'README.md');
  writeFileSync(file, withErrorsTable(readFileSync(file, 'utf8'), errorsTable(en.errors)));
}
