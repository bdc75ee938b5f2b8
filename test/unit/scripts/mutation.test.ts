/** What npm run mutation mutates, runs and counts. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { strykerPlugins } from '../../../scripts/mutation/ignored-words.mjs';
import { verdict } from '../../../scripts/mutation/report.mjs';
import { chooseSome, codeLines } from '../../../scripts/mutation/sample.mjs';
import { testsOf } from '../../../scripts/mutation/tests-of.mjs';

describe('the tests of a mutated file', () => {
  test('are the unit tests, and for oauth the integration tests about it as well', () => {
    expect(testsOf(['src/main/sigma/claims.ts'])).toEqual(['test/unit/**/*.test.ts']);
    expect(testsOf(['src/main/oauth/grants/grant-keeper.ts', 'src/main/net/fetch.ts'])).toEqual([
      'test/unit/**/*.test.ts',
      'test/integration/oauth/**/*.test.ts',
      'test/integration/hostile/**/*.test.ts',
    ]);
  });

  test('are the unit tests alone where that was asked for', () => {
    expect(testsOf(['src/main/oauth/grants/grant-keeper.ts'], { isUnitOnly: true })).toEqual([
      'test/unit/**/*.test.ts',
    ]);
  });

  test('lie in folders that exist', () => {
    for (const pattern of testsOf(['src/main/oauth/x.ts', 'src/main/providers/x.ts', 'src/main/net/x.ts'])) {
      const names = readdirSync(pattern.replace('/**/*.test.ts', ''), { recursive: true, encoding: 'utf8' });
      expect(
        names.some((name) => name.endsWith('.test.ts')),
        pattern,
      ).toBe(true);
    }
  });
});

describe('the verdict', () => {
  const fileWith = (...states: string[]) => ({ mutants: states.map((status) => ({ status })) });

  test('counts a test that does not end as a kill, and code without a test as a survivor', () => {
    const files = { a: fileWith('Killed', 'Timeout', 'Survived'), b: fileWith('NoCoverage') };
    expect(verdict({ files })).toBe('50 % of 4 mutants killed');
  });

  test('leaves out what was not tried', () => {
    const files = { a: fileWith('Killed', 'Killed', 'Survived', 'Ignored', 'CompileError', 'RuntimeError') };
    expect(verdict({ files })).toBe('67 % of 3 mutants killed');
  });

  test('says so when there was nothing to mutate', () => {
    expect(verdict({ files: { a: fileWith('Ignored') } })).toBe('There is nothing to mutate.');
  });
});

describe('a sample', () => {
  test('is taken from lines of code, and not from comments, imports and blank lines', () => {
    const text = [
      '/** One line. */',
      "import { a } from './a.ts';",
      '',
      '/**',
      ' * Two lines.',
      ' */',
      'const b = a + 1;',
      '// Why.',
      'f(b); /* not a comment line */',
    ];
    expect(codeLines('x.ts', text.join('\n'))).toEqual(['x.ts:7-7', 'x.ts:9-9']);
  });

  test('takes each at most once, and all of them where there are no more', () => {
    expect(chooseSome(['a', 'b', 'c'], 2, () => 0)).toEqual(['a', 'b']);
    expect(chooseSome(['a', 'b', 'c'], 2, () => 0.99)).toEqual(['c', 'b']);
    expect(chooseSome(['a', 'b', 'c'], 9).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('what is never mutated', () => {
  const ignore = strykerPlugins[0]?.value.shouldIgnore;
  const call = (object: unknown, name: string) => ({
    type: 'CallExpression',
    callee: { type: 'MemberExpression', object, property: { name } },
  });

  test('are the values of an error, and not its code', () => {
    const [code, values] = [{ type: 'StringLiteral' }, { type: 'ObjectExpression' }];
    const parent = { type: 'NewExpression', callee: { name: 'AppError' }, arguments: [code, values] };
    expect(ignore?.({ node: values, parent })).toBeTruthy();
    expect(ignore?.({ node: code, parent })).toBeUndefined();
    expect(ignore?.({ node: values, parent: { ...parent, callee: { name: 'Error' } } })).toBeUndefined();
  });

  test('are the lines of the log', () => {
    expect(ignore?.({ node: call({ name: 'log' }, 'warn') })).toBeTruthy();
    expect(ignore?.({ node: call({ property: { name: 'log' } }, 'info') })).toBeTruthy();
    expect(ignore?.({ node: call({ name: 'log' }, 'entries') })).toBeUndefined();
    expect(ignore?.({ node: call({ name: 'list' }, 'info') })).toBeUndefined();
  });
});
