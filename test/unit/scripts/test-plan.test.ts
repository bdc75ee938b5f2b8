/** Which stages npm test runs for which words, and how it counts. */
import { describe, expect, test } from 'vitest';
import { countsOf, failuresIn, lanesOf, planOf, sum, summary, turnsOf } from '../../../scripts/test-plan.mjs';

const projects = ['unit', 'integration', 'e2e'];

describe('what npm test runs', () => {
  test('is everything when nothing is named', () => {
    const again = ['unit-node24', 'integration-node24'];
    const stages = ['typecheck', 'lint', 'build', 'unit', 'integration', 'e2e', ...again];
    expect(planOf([], projects)).toEqual({ stages, vitestArguments: [] });
  });

  test('is the named stages alone, in the usual order', () => {
    expect(planOf(['unit', 'lint'], projects).stages).toEqual(['lint', 'unit']);
    expect(planOf(['e2e', 'build'], projects).stages).toEqual(['build', 'e2e']);
    expect(planOf(['--project', 'unit', 'vault'], projects)).toEqual({ stages: ['unit'], vitestArguments: ['vault'] });
    expect(planOf(['--project=e2e', '-t', 'swap'], projects)).toEqual({
      stages: ['e2e'],
      vitestArguments: ['-t', 'swap'],
    });
  });

  test('is a second run where it is named, alone or with the first', () => {
    expect(planOf(['unit-node24', 'vault'], projects)).toEqual({ stages: ['unit-node24'], vitestArguments: ['vault'] });
    expect(planOf(['--project', 'integration-node24', 'unit'], projects).stages).toEqual([
      'unit',
      'integration-node24',
    ]);
    expect(planOf([], ['unit']).stages).not.toContain('integration-node24');
  });

  test('is every project once, without the checks, when only files are named', () => {
    expect(planOf(['vault'], projects)).toEqual({ stages: projects, vitestArguments: ['vault'] });
  });

  test('names the projects when an unknown one is asked for', () => {
    expect(() => planOf(['--project', 'units'], projects)).toThrow(/no test project "units".*unit, integration, e2e/);
  });
});

describe('what runs beside what', () => {
  const stages = ['lint', 'build', 'unit', 'ui', 'e2e', 'installed', 'packages', 'unit-node24'];

  test('is what opens windows beside all else, once the checks are over; windows take turns', () => {
    expect(lanesOf(stages, 2)).toEqual({
      first: ['lint', 'build'],
      lanes: [['e2e', 'installed'], []],
      rest: ['unit', 'ui', 'packages', 'unit-node24'],
    });
  });

  test('is nothing where there is one core, or one kind', () => {
    expect(lanesOf(stages, 1)).toMatchObject({
      lanes: [['unit', 'ui', 'e2e', 'installed', 'packages', 'unit-node24']],
      rest: [],
    });
    expect(lanesOf(['unit', 'ui'], 8)).toMatchObject({ lanes: [['unit', 'ui']], rest: [] });
    expect(lanesOf(['e2e'], 8)).toMatchObject({ lanes: [['e2e']], rest: [] });
    expect(lanesOf(['lint'], 8)).toEqual({ first: ['lint'], lanes: [], rest: [] });
  });

  test('loses no stage, and runs none twice', () => {
    for (const cores of [1, 2, 16]) {
      const { first, lanes, rest } = lanesOf(stages, cores);
      const turns = lanes.flatMap((own) => [...turnsOf(own, rest)]);
      expect([...first, ...turns].sort()).toEqual([...stages].sort());
    }
  });

  test('is decided by who is free: a lane that is through takes what the other has not begun', () => {
    const { lanes, rest } = lanesOf(stages, 2);
    const [windows, others] = lanes.map((own) => turnsOf(own, rest));
    const next = (lane: typeof windows) => lane?.next().value;
    expect([next(windows), next(others)]).toEqual(['e2e', 'unit']);
    expect([next(windows), next(windows), next(others), next(windows)]).toEqual([
      'installed',
      'ui',
      'packages',
      'unit-node24',
    ]);
    expect([next(windows), next(others)]).toEqual([undefined, undefined]);
  });
});

describe('the last line', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  const refused = {
    status: 'failed',
    fullName: 'the vault opens',
    failureMessages: ['\u001b[31mError: locked\u001b[39m\n at x'],
  };
  const failedFile = {
    name: '/p/test/vault.test.ts',
    status: 'failed',
    assertionResults: [refused, { status: 'passed', fullName: 'the vault closes' }],
  };
  const broken = {
    name: '/p/test/keys.test.ts',
    status: 'failed',
    message: 'Error: no such module',
    assertionResults: [],
  };

  test('counts tests', () => {
    expect(countsOf({ ...report, testResults: [failedFile] }, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  test('counts a file that could not be loaded as one failure', () => {
    expect(countsOf({ ...report, testResults: [failedFile, broken] }, 1).failed).toBe(2);
  });

  test('comes after a line for each failure', () => {
    expect(failuresIn({ ...report, testResults: [failedFile, broken] }, '/p')).toEqual([
      'test/vault.test.ts > the vault opens: Error: locked',
      'test/keys.test.ts: Error: no such module',
    ]);
    const seen = { ...failedFile, assertionResults: [{ ...refused, meta: { seen: 'Welcome\n--- the log' } }] };
    expect(failuresIn({ ...report, testResults: [seen] }, '/p')).toEqual([
      'test/vault.test.ts > the vault opens: Error: locked\n    Welcome\n    --- the log',
    ]);
    expect(failuresIn(undefined, '/p')).toEqual([]);
  });

  test('never hides a failed run', () => {
    expect(countsOf({ ...report, numFailedTests: 0, testResults: [] }, 1).failed).toBe(1);
    expect(countsOf(undefined, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('is plain', () => {
    expect(summary(sum([{ passed: 2, failed: 0, skipped: 0 }, countsOf(undefined, 1)]))).toBe('2 passed, 1 failed');
    expect(summary({ passed: 2, failed: 0, skipped: 3 })).toBe('2 passed, 0 failed, 3 skipped');
  });
});
