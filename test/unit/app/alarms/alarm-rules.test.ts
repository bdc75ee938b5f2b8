/** An alarm is raised once for as long as its condition lasts, and ends once. */
import { describe, expect, test } from 'vitest';
import {
  type AlarmMemory,
  type AlarmTimes,
  alarmStep,
  countedAnew,
  type Finding,
  nothingWrong,
} from '../../../../src/main/app/alarms/alarm-rules.ts';
import { alarmKinds } from '../../../../src/shared/alarms.ts';

const times = Object.fromEntries(
  alarmKinds.map((kind) => [kind, { raisedAfter: 100, endedAfter: 50 }]),
) as unknown as AlarmTimes;
const wrong: Finding = {
  key: 'clock',
  kind: 'clock',
  profileId: null,
  connectionId: null,
  reason: null,
  isKnown: true,
};
const unknown: Finding = { ...wrong, isKnown: false };

/** Goes through moments; tells at which something was raised or ended. */
function course(moments: readonly (readonly [uptime: number, findings: readonly Finding[]])[], begin = nothingWrong) {
  let memory: AlarmMemory = begin;
  let made = 0;
  const said = moments.flatMap(([uptime, findings]) => {
    const randomUuid = () => {
      made += 1;
      return `id ${made}`;
    };
    const step = alarmStep(memory, findings, { uptime, now: 1_000_000 + uptime, times, randomUuid });
    memory = step.memory;
    return [
      ...step.raised.map(({ id }) => `${uptime} raised ${id}`),
      ...step.ended.map(({ id }) => `${uptime} ended ${id}`),
    ];
  });
  return { said, memory };
}

test('what has lasted is raised once, and ends once it has been over for a while', () => {
  const { said, memory } = course([
    [0, [wrong]],
    [99, [wrong]],
    [100, [wrong]],
    [200, [wrong]],
    [300, []],
    [349, []],
    [350, []],
    [500, []],
  ]);
  expect(said).toEqual(['100 raised id 1', '350 ended id 1']);
  expect(memory).toEqual(nothingWrong);
});

test('what comes and goes raises nothing, and ends nothing', () => {
  expect(
    course([
      [0, [wrong]],
      [90, []],
      [95, [wrong]],
      [190, [wrong]],
    ]).said,
  ).toEqual([]);
  const trembling = course([
    [0, [wrong]],
    [100, [wrong]],
    [110, []],
    [140, [wrong]],
    [150, []],
    [190, [wrong]],
    [1_000, [wrong]],
  ]);
  expect(trembling.said).toEqual(['100 raised id 1']);
});

test('what comes again after it has ended is another alarm', () => {
  const { said } = course([
    [0, [wrong]],
    [100, [wrong]],
    [200, []],
    [250, []],
    [300, [wrong]],
    [400, [wrong]],
  ]);
  expect(said).toEqual(['100 raised id 1', '250 ended id 1', '400 raised id 2']);
});

test('of what nobody can say, nothing is raised and nothing ends', () => {
  expect(
    course([
      [0, [unknown]],
      [1_000, [unknown]],
    ]).said,
  ).toEqual([]);
  const { said } = course([
    [0, [wrong]],
    [100, [wrong]],
    [200, []],
    [210, [unknown]],
    [1_000, [unknown]],
  ]);
  expect(said).toEqual(['100 raised id 1']);
});

test('while it lasts its reason may change, and it is the same alarm', () => {
  const { said, memory } = course([
    [0, [{ ...wrong, reason: 'offline' }]],
    [100, [{ ...wrong, reason: 'offline' }]],
    [200, [{ ...wrong, reason: 'server_busy' }]],
    [300, [unknown]],
  ]);
  expect(said).toEqual(['100 raised id 1']);
  expect(memory.inForce.get('clock')?.alarm).toMatchObject({ id: 'id 1', reason: 'server_busy', since: 1_000_100 });
});

test('what is not the same condition has a life of its own', () => {
  const other = { ...wrong, key: 'renewal one', kind: 'renewal' } as const;
  const { said } = course([
    [0, [wrong]],
    [50, [wrong, other]],
    [100, [wrong, other]],
    [150, [wrong, other]],
  ]);
  expect(said).toEqual(['100 raised id 1', '150 raised id 2']);
});

describe('when to look again', () => {
  const at = (memory: AlarmMemory, findings: readonly Finding[], uptime: number) =>
    alarmStep(memory, findings, { uptime, now: 0, times, randomUuid: () => 'id' });
  test('is when the next thing is due', () => {
    const coming = at(nothingWrong, [wrong], 0);
    expect(coming.lookInMs).toBe(100);
    expect(at(coming.memory, [wrong], 30).lookInMs).toBe(70);
    const raised = at(coming.memory, [wrong], 100);
    expect(raised.lookInMs).toBe(null);
    expect(at(raised.memory, [], 110).lookInMs).toBe(50);
    expect(at(nothingWrong, [], 0).lookInMs).toBe(null);
  });
});

test('after a sleep nothing has lasted through it', () => {
  const coming = course([[0, [wrong]]]).memory;
  expect(course([[5_000, [wrong]]], countedAnew(coming)).said).toEqual([]);
  const well = course([
    [0, [wrong]],
    [100, [wrong]],
    [110, []],
  ]).memory;
  expect(course([[5_000, []]], countedAnew(well)).said).toEqual([]);
  expect(
    course(
      [
        [5_000, []],
        [5_050, []],
      ],
      countedAnew(well),
    ).said,
  ).toEqual(['5050 ended id 1']);
});
