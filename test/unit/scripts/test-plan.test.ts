import { describe, expect, it } from 'vitest';
import { countsOf, planOf, sum, summary } from '../../../scripts/test-plan.mjs';

const projects = ['unit', 'integration', 'e2e'];

describe('what npm test runs', () => {
  it('is everything when nothing is named', () => {
    const stages = ['typecheck', 'lint', 'build', 'unit', 'integration', 'e2e'];
    expect(planOf([], projects)).toEqual({ stages, vitestArguments: [] });
  });

  it('is the named stages alone, in the usual order', () => {
    expect(planOf(['unit', 'lint'], projects).stages).toEqual(['lint', 'unit']);
    expect(planOf(['e2e', 'build'], projects).stages).toEqual(['build', 'e2e']);
    expect(planOf(['--project', 'unit', 'vault'], projects)).toEqual({ stages: ['unit'], vitestArguments: ['vault'] });
    expect(planOf(['--project=e2e', '-t', 'swap'], projects)).toEqual({
      stages: ['e2e'],
      vitestArguments: ['-t', 'swap'],
    });
  });

  it('is every project, without the checks, when only files are named', () => {
    expect(planOf(['vault'], projects)).toEqual({ stages: projects, vitestArguments: ['vault'] });
  });

  it('names the projects when an unknown one is asked for', () => {
    expect(() => planOf(['--project', 'units'], projects)).toThrow(/no test project "units".*unit, integration, e2e/);
  });
});

describe('the last line', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  const failedFile = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };

  it('counts tests', () => {
    expect(countsOf({ ...report, testResults: [failedFile] }, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(countsOf({ ...report, testResults: [failedFile, broken] }, 1).failed).toBe(2);
  });

  it('never hides a failed run', () => {
    expect(countsOf({ ...report, numFailedTests: 0, testResults: [] }, 1).failed).toBe(1);
    expect(countsOf(undefined, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('is plain', () => {
    expect(summary(sum([{ passed: 2, failed: 0, skipped: 0 }, countsOf(undefined, 1)]))).toBe('2 passed, 1 failed');
    expect(summary({ passed: 2, failed: 0, skipped: 3 })).toBe('2 passed, 0 failed, 3 skipped');
  });
});
