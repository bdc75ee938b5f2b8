/**
 * Takes things in turns of the event loop, some in each, so that a thousand at once hold the thread no longer than a few:
 * timers, answers of the network and the person's input come between them.
 */

/** @returns resolves when it is one's turn, in the order of asking; at once while there is room in this turn */
export function createTurns(most: number, nextTurn: (action: () => void) => void = setImmediate): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let room = most;
  let isPending = false;

  function endTurn(): void {
    if (isPending) return;
    isPending = true;
    nextTurn(() => {
      isPending = false;
      const next = waiting.splice(0, most);
      room = most - next.length;
      for (const goOn of next) goOn();
      if (next.length > 0) endTurn();
    });
  }

  return async () => {
    endTurn();
    if (room === 0) return new Promise((resolve) => waiting.push(resolve));
    room -= 1;
  };
}
