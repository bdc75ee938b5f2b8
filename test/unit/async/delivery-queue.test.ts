/** What waits for somebody: its order, its bounds, its tries, and what a restart or a crash leaves of it. */
import { describe, expect, test } from 'vitest';
import {
  createDeliveryQueue,
  type Delivery,
  type DeliveryQueueOptions,
  waitAfter,
} from '../../../src/main/async/delivery-queue.ts';
import { createVirtualClock, settled } from '../../support/virtual-clock.ts';

const taken: Delivery = { problem: null, againInMs: null };
const busy: Delivery = { problem: 'busy', againInMs: 0 };
const failed: Delivery = { problem: 'exit 3', againInMs: null };

function queueing(changes: Partial<DeliveryQueueOptions<string>> = {}, answers: Delivery[] = []) {
  const clock = createVirtualClock();
  const delivered: string[] = [];
  const tried: string[] = [];
  /** What a crash at this moment would leave. */
  const kept = { now: [] as readonly string[] };
  const queue = createDeliveryQueue<string>({
    ...clock,
    random: () => 0.5,
    mostWaiting: 3,
    mostAtOnce: 1,
    gatheringMs: 0,
    async deliver(items) {
      const answer = answers.shift() ?? taken;
      tried.push(items.join());
      if (answer.problem === null) delivered.push(...items);
      return answer;
    },
    async keep(waiting) {
      kept.now = [...waiting];
    },
    ...changes,
  });
  return { clock, queue, delivered, tried, kept };
}

describe('without a place besides', () => {
  test('the newest stay where there is no room, and what went is counted', async () => {
    const { queue, clock, delivered, kept } = queueing({}, [busy]);
    for (const one of ['a', 'b', 'c', 'd', 'e']) queue.take(one);
    await settled();
    expect(queue.view()).toEqual({ waiting: 3, dropped: 2, problem: 'busy' });
    expect(kept.now).toEqual(['c', 'd', 'e']);
    await clock.advance(waitAfter(1, 0.5));
    expect(delivered).toEqual(['c', 'd', 'e']);
    expect(kept.now).toEqual([]);
  });

  test('what is not to be tried again is counted, and the next comes at once', async () => {
    const { queue, delivered } = queueing({}, [failed]);
    queue.take('a');
    queue.take('b');
    await settled();
    expect(delivered).toEqual(['b']);
    expect(queue.view()).toEqual({ waiting: 0, dropped: 1, problem: null });
  });
});

describe('over a restart', () => {
  test('what was not delivered is, in its order and before what is new, and no more than there is room for', async () => {
    const { queue, delivered } = queueing({ first: ['lost', 'a', 'b', 'c'] });
    await settled();
    // The program is still starting.
    expect(delivered).toEqual([]);
    queue.begin();
    await settled();
    expect(delivered).toEqual(['a', 'b', 'c']);
  });

  test('what the last run left is not touched by one that ends before it has begun', async () => {
    const { queue, tried } = queueing({ first: ['a'] });
    await queue.close();
    expect(tried).toEqual([]);
    expect(queue.view().waiting).toBe(1);
  });

  test('what was delivered is not kept, so that it is not delivered twice', async () => {
    const { queue, kept, delivered } = queueing({}, [taken, busy]);
    queue.take('a');
    queue.take('b');
    await settled();
    expect(delivered).toEqual(['a']);
    expect(kept.now).toEqual(['b']);
  });

  test('what waits when the program ends is kept, and not tried once more against one that is away', async () => {
    const { queue, kept, tried } = queueing({}, [busy]);
    queue.take('a');
    await settled();
    await queue.close();
    expect(tried).toEqual(['a']);
    expect(kept.now).toEqual(['a']);
    queue.take('late');
    expect(queue.view().waiting).toBe(1);
  });

  test('what may be begun once alone is not kept while it is under way, though nobody knows how it ends', async () => {
    let end = (_answer: Delivery): void => undefined;
    let atBegin: readonly string[] | null = null;
    const { queue, kept } = queueing({
      isBegunOnce: true,
      deliver() {
        atBegin = kept.now;
        return new Promise((resolve) => {
          end = resolve;
        });
      },
    });
    queue.take('a');
    queue.take('b');
    await settled();
    expect(atBegin).toEqual(['b']);
    end(taken);
    await settled();
    expect(atBegin).toEqual([]);
    expect(kept.now).toEqual([]);
  });

  test('what may be tried twice is kept until it is delivered', async () => {
    const { queue, kept } = queueing({ deliver: () => new Promise(() => undefined) });
    queue.take('a');
    await settled();
    expect(kept.now).toEqual(['a']);
  });
});

describe('with a place besides', () => {
  test('nothing is lost for want of room: it is read there when its turn comes', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'];
    let read = 0;
    const { queue, clock, delivered } = queueing({
      gatheringMs: 500,
      mostAtOnce: 2,
      backlog: async (most) => all.slice(delivered.length, delivered.length + most),
      onDone: async () => {
        read += 1;
      },
    });
    for (const one of all) queue.take(one);
    expect(queue.view()).toEqual({ waiting: 0, dropped: 0, problem: null });
    await clock.advance(500);
    expect(delivered).toEqual(all);
    expect(read).toBe(3);
  });

  test('one that comes while that place is read is neither lost nor delivered before what was read', async () => {
    const all = ['a', 'b'];
    let isFirst = true;
    const { queue, delivered } = queueing({
      async backlog(most) {
        const found = all.slice(delivered.length, delivered.length + most);
        if (isFirst) {
          isFirst = false;
          all.push('c');
          queue.take('c');
        }
        return found;
      },
    });
    queue.take('b');
    await settled();
    expect(delivered).toEqual(['a', 'b', 'c']);
  });

  test('one that cannot be read just now is read later', async () => {
    let isBroken = true;
    const { queue, clock, delivered } = queueing({
      async backlog() {
        if (isBroken) throw new Error('EIO');
        return delivered.length === 0 ? ['a'] : [];
      },
    });
    queue.take('a');
    await settled();
    expect(delivered).toEqual([]);
    isBroken = false;
    await clock.advance(waitAfter(1, 0.5));
    expect(delivered).toEqual(['a']);
  });
});
