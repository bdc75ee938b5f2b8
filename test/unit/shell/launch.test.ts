import { describe, expect, test } from 'vitest';
import {
  createLaunchQueue,
  type LaunchRequest,
  launchRequestsOf,
  restartArguments,
} from '../../../src/main/shell/launch.ts';

const importing = (file: string): LaunchRequest => ({ kind: 'import-env', file });
const opening = (file: string): LaunchRequest => ({ kind: 'open-set-up', file });
const following = (link: string): LaunchRequest => ({ kind: 'open-link', link });

describe('the arguments of a start', () => {
  test.each([
    [['app', '--import-env=/x/.env'], [importing('/x/.env')]],
    [['app', '--import-env=.env'], [importing('/folder/.env')]],
    [['app', '--no-sandbox', '.', '--import-env=a=b'], [importing('/folder/a=b')]],
    [
      ['app', '--import-env=/a/.env', '--import-env=/b/.env'],
      [importing('/a/.env'), importing('/b/.env')],
    ],
    [['app', 'sightglass://open?profile=a'], [following('sightglass://open?profile=a')]],
    [
      ['app', 'Sightglass:x', '--import-env=/a/.env'],
      [importing('/a/.env'), following('Sightglass:x')],
    ],
    [['app', '--x=sightglass://open', '/a/sightglass:'], []],
    [['app', '--import-env', '/a/.env'], []],
    [['app', 'x--import-env=/a/.env'], []],
    [['app', '/a/Finance.sightglass'], [opening('/a/Finance.sightglass')]],
    [['app', '.', 'with space.SIGHTGLASS'], [opening('/folder/with space.SIGHTGLASS')]],
    [['app', 'file:///a/Z%C3%BCrich%20plant.sightglass'], [opening('/a/Zürich plant.sightglass')]],
    [
      ['app', 'sightglass://open', '/a.sightglass', '--import-env=/a/.env'],
      [importing('/a/.env'), opening('/a.sightglass'), following('sightglass://open')],
    ],
    // Fetched from elsewhere it would be, or it is a switch, a link or the like of a name.
    [['app', 'file://server/share/a.sightglass'], []],
    [['app', 'https://example.com/a.sightglass'], []],
    [['app', '--x=a.sightglass', '-a.sightglass', 'a.sightglass.txt', 'a-sightglass'], []],
    [['app', 'sightglass://open?profile=a.sightglass'], [following('sightglass://open?profile=a.sightglass')]],
    [['app', 'file:///%00.sightglass', 'file:///%2f.sightglass'], []],
    [
      ['app', '--new-window', 'sightglass://open', '--new-window'],
      [{ kind: 'new-window' }, following('sightglass://open')],
    ],
    [['app', '--new-window=1', 'new-window'], []],
    [['app'], []],
  ])('%j ask for %j', (argv, requests) => {
    expect(launchRequestsOf(argv, '/folder')).toEqual(requests);
  });
});

test('a new start after the closing gets the file that was named then, and not the one that was imported already', () => {
  const own = ['/app', '--no-sandbox', '.', '--import-env=/old/.env'];
  expect(restartArguments(own, [{ kind: 'come-forward' }])).toEqual(['--no-sandbox', '.']);
  expect(restartArguments(own, [{ kind: 'come-forward' }, importing('/x/.env')])).toEqual([
    '--no-sandbox',
    '.',
    '--import-env=/x/.env',
  ]);
});

test('a new start after the closing follows the last link that came then, and none that was followed already', () => {
  const own = ['/app', '--lang=de', 'sightglass://open?profile=old'];
  expect(restartArguments(own, [{ kind: 'come-forward' }])).toEqual(['--lang=de']);
  const requests = [following('sightglass://open?profile=a'), importing('/x/.env'), following('sightglass://open')];
  // At the end: nothing may follow a link.
  expect(restartArguments(own, requests)).toEqual(['--lang=de', '--import-env=/x/.env', 'sightglass://open']);
});

test('a new start after the closing asks about the set-up file that came then, and not about the one before', () => {
  const own = ['/app', '--lang=de', '/old.sightglass'];
  const requests = [opening('/x.sightglass'), following('sightglass://open')];
  expect(restartArguments(own, requests)).toEqual(['--lang=de', '/x.sightglass', 'sightglass://open']);
});

test('a new start after the closing has a window, and needs no argument for it', () => {
  expect(restartArguments(['/app', '--new-window', '--lang=de'], [{ kind: 'new-window' }])).toEqual(['--lang=de']);
});

test('a new start may be made again itself, whatever this one was', () => {
  expect(restartArguments(['/app', '--started-again', '--lang=de'], [])).toEqual(['--lang=de']);
});

describe('the queue of launch requests', () => {
  test('holds what comes early, and hands it over in the order in which it came', () => {
    const queue = createLaunchQueue();
    queue.add([{ kind: 'come-forward' }, importing('/one')]);
    queue.add([importing('/two')]);
    const served: LaunchRequest[] = [];
    queue.serve((request) => served.push(request));
    expect(served).toEqual([{ kind: 'come-forward' }, importing('/one'), importing('/two')]);
    queue.add([importing('/three')]);
    expect(served.at(-1)).toEqual(importing('/three'));
    expect(served).toHaveLength(4);
  });

  test('hands nothing over twice when it gets another handler', () => {
    const queue = createLaunchQueue();
    const [first, second]: [LaunchRequest[], LaunchRequest[]] = [[], []];
    queue.add([importing('/one')]);
    queue.serve((request) => first.push(request));
    queue.serve((request) => second.push(request));
    queue.add([importing('/two')]);
    expect([first, second]).toEqual([[importing('/one')], [importing('/two')]]);
  });
});
