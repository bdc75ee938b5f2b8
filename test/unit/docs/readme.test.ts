import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorsTable, withErrorsTable } from '../../../scripts/errors-table.mjs';
import { en } from '../../../src/shared/text/en.ts';

const root = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object | undefined>;

/** The first cell of each row between two markers, without its backticks. */
function namesBetween(begin: string, end: string): string[] {
  const text = readme.slice(readme.indexOf(begin), readme.indexOf(end));
  return [...text.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');
}

describe('the README', () => {
  test('explains every error as the program does; `npm run errors-table` brings it up to date', () => {
    expect(withErrorsTable(readme, errorsTable(en.errors))).toBe(readme);
  });

  test('gives a reason for each dependency, and for nothing that is not one', () => {
    const dependencies = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    const listed = namesBetween('<!-- dependencies:begin -->', '<!-- dependencies:end -->');
    expect([...listed].sort()).toEqual([...dependencies].sort());
  });

  test('names only commands that exist', () => {
    const commands = [...readme.matchAll(/\bnpm run (?:--\w+ )*(\w[\w:-]*)/g)].map((match) => match[1] ?? '');
    const scripts = Object.keys(manifest.scripts ?? {});
    expect(commands.filter((command) => !scripts.includes(command))).toEqual([]);
  });

  test('names only files that exist', () => {
    const paths = [...readme.matchAll(/`((?:src|test|scripts|docs|build)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('links only to what is there: its own headings, and files of the repository', () => {
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/\s/g, '-'),
    );
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const own = links.filter((link) => !link.startsWith('https://'));
    const leadsNowhere = (link: string) =>
      link.startsWith('#') ? !headings.includes(link.slice(1)) : !existsSync(join(root, link));
    expect(own.filter(leadsNowhere)).toEqual([]);
  });

  test('shows pictures that load quickly', () => {
    const pictures = [...readme.matchAll(/docs\/[\w-]+\.png/g)].map((match) => match[0]);
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) expect(statSync(join(root, picture)).size).toBeLessThan(200 * 1024);
  });
});
