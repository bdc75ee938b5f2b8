/** What Stryker found, in one line. */

/** From the project's folder. */
export const reportFile = 'reports/mutation.json';

/** A mutant counts as killed when a test fails, or when a test does not end any more. */
const killed = ['Killed', 'Timeout'];
const tried = [...killed, 'Survived', 'NoCoverage'];

/**
 * The last line of `npm run mutation`.
 * @param {{ files: Record<string, { mutants: readonly { status: string }[] }> }} report of Stryker's JSON reporter
 */
export function verdict({ files }) {
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const all = states.filter((status) => tried.includes(status)).length;
  if (all === 0) return 'There is nothing to mutate.';
  const share = states.filter((status) => killed.includes(status)).length / all;
  return `${Math.round(share * 100)} % of ${all} mutants killed`;
}
