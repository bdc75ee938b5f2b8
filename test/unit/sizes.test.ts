/** How long files and functions may be. What is longer probably holds two things. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

const MOST_LINES_OF_A_FILE = 320;
/** Of the rooms that every coming capability touches. */
const MOST_LINES_OF_COMPOSITION = 300;
const MOST_LINES_OF_A_FUNCTION = 90;

interface Source {
  readonly path: string;
  readonly text: string;
}

const sources: Source[] = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ path: relative(root, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));

const linesOf = (text: string) => text.split('\n').length;

/** The functions of a source with more lines than this. */
function longFunctions({ path, text }: Source, most: number): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type, start, end, body } = node as { type?: string; start?: number; end?: number; body?: unknown };
    if (type?.includes('Function') && body && start !== undefined && end !== undefined) {
      const lines = linesOf(text.slice(start, end));
      if (lines > most) found.push(`${path}:${linesOf(text.slice(0, start))} has ${lines} lines`);
    }
    Object.values(node).forEach(visit);
  };
  visit(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }).body);
  return found;
}

describe('the sources', () => {
  test('have no file that is too long; texts and tables are as long as they are', () => {
    const long = sources.filter(({ path, text }) => !path.includes('/text/') && linesOf(text) > MOST_LINES_OF_A_FILE);
    expect(long.map(({ path }) => path)).toEqual([]);
    const composition = sources.filter(({ path }) => /^src\/main\/(app|shell)\/|^src\/main\/\w+\.ts$/.test(path));
    expect(composition.length).toBeGreaterThan(20);
    expect(composition.filter(({ text }) => linesOf(text) > MOST_LINES_OF_COMPOSITION)).toEqual([]);
  });

  test('have no function that is too long; JSX is as long as its page', () => {
    const code = sources.filter(({ path }) => path.endsWith('.ts'));
    expect(code.length).toBeGreaterThan(150);
    expect(code.flatMap((source) => longFunctions(source, MOST_LINES_OF_A_FUNCTION))).toEqual([]);
  });
});

test('a function that is too long is found, however it is written', () => {
  const body = `{\n${'  run();\n'.repeat(4)}}`;
  const text = `function a() ${body}\nexport const b = () => ${body};\nconst c = { d() ${body}, e: async function () ${body} };\n`;
  expect(longFunctions({ path: 'x.ts', text }, 5)).toHaveLength(4);
  expect(longFunctions({ path: 'x.ts', text }, 6)).toEqual([]);
});
