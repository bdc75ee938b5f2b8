/**
 * Orders to the main process whose answers cannot be lost. V8's inspector holds the promise of an answer weakly: when Node's
 * collector comes before its turn ("Promise was collected"), the deed is done and nobody hears of it. So each order has an
 * id, its answer is kept in main, and what was lost is asked for again, without doing it twice.
 */
import { randomUUID } from 'node:crypto';
import type { ElectronApplication } from 'playwright';

type Evaluate = ElectronApplication['evaluate'];

/** Answers that are kept: more than are ever asked for at the same time. */
const MOST = 50;

/** Replaces `evaluate` of a program that was just launched. */
export function keepAnswers(electron: ElectronApplication): void {
  const evaluate = electron.evaluate.bind(electron) as (order: typeof doOnce, input: Order) => Promise<unknown>;
  const ask = async (deed: (...input: never[]) => unknown, input?: unknown): Promise<unknown> => {
    const order: Order = { id: randomUUID(), most: MOST, code: String(deed), input };
    for (;;) {
      try {
        return await evaluate(doOnce, order);
      } catch (error) {
        if (!isLost(error)) throw error;
      }
    }
  };
  electron.evaluate = ask as unknown as Evaluate;
}

interface Order {
  readonly id: string;
  readonly most: number;
  readonly code: string;
  readonly input: unknown;
}

const isLost = (error: unknown): boolean =>
  error instanceof Error && /promise was (garbage )?collected/i.test(error.message);

/** Runs in main. */
function doOnce(modules: unknown, { id, most, code, input }: Order): Promise<unknown> {
  const main = globalThis as { answersOfOrders?: Map<string, Promise<unknown>> };
  main.answersOfOrders ??= new Map();
  const answers = main.answersOfOrders;
  const known = answers.get(id);
  if (known) return known;
  // biome-ignore lint/security/noGlobalEval: the code is the test's own, as the driver sends it anyway
  const answer = (async () => await globalThis.eval(`(${code})`)(modules, input))();
  // Whoever asked hears of a failure; it is nobody else's.
  answer.catch(() => undefined);
  answers.set(id, answer);
  for (const old of answers.keys()) if (answers.size > most) answers.delete(old);
  return answer;
}
