// How our commands speak, fail and end.

/** Something the person has to put right; its message is the whole explanation, so no stack is shown. */
export class SetUpError extends Error {}

/** One line to stderr: stdout belongs to what a command is asked for (`npm run tour -- --json`). @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command's body: a SetUpError ends it with its message alone, anything else with its stack.
 * @param {() => Promise<number | undefined>} body resolves to the exit code (0 when undefined)
 */
export async function runCommand(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    say(error instanceof SetUpError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  }
}
