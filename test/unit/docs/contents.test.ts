import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { partsOf, withPart } from '../../../scripts/docs.mjs';
import { auditEvents } from '../../../src/main/audit/events.ts';
import * as commandTable from '../../../src/main/command-line/commands.ts';
import * as commandHelp from '../../../src/main/command-line/help.ts';
import { logEvents } from '../../../src/main/log/events.ts';
import { policyKeys } from '../../../src/main/settings/policy/policy.ts';
import { exitCodes } from '../../../src/shared/command-line/exit-codes.ts';
import { consoleResults } from '../../../src/shared/command-line/requests.ts';
import { errorClasses } from '../../../src/shared/errors.ts';
import { settings } from '../../../src/shared/settings.ts';
import { SigmaCommand } from '../../../src/shared/sigma/commands.ts';
import { sigmaEventTypes } from '../../../src/shared/sigma/event-types.ts';
import { en } from '../../../src/shared/text/en.ts';
import { languageNames } from '../../../src/shared/text/languages.ts';
import { documents, readDocument, root } from '../../support/documents.ts';
import { situationGroups } from '../../support/places/situations.ts';
import { refusalTables, sigmaRefusals } from '../../support/refusals.ts';
import { sigmaMessages } from '../../support/sigma-messages.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object | undefined>;

/** The first cells of the rows of a page, without their backticks. */
const firstCells = (text: string): string[] => [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell);

describe('the generated parts', () => {
  const { errors, remedies } = en;
  const parts = partsOf({
    errors,
    remedies,
    errorClasses,
    logEvents,
    situationGroups,
    sigmaMessages,
    refusalTables,
    sigmaRefusals,
    policyKeys,
    auditEvents,
    settings,
    settingTexts: en.settings,
    languageNames,
    commandLine: { ...commandTable, ...commandHelp, exitCodes, consoleResults, text: en },
  });

  test.each(parts)('$name of $file is current; `npm run docs` brings it up to date', ({ file, name, text }) => {
    const { text: document } = readDocument(file);
    expect(withPart(document, name, text)).toBe(document);
  });

  test('explain every error once, in the group that its class says', () => {
    const { text } = readDocument('docs/administrator/troubleshooting.md');
    expect(firstCells(text).toSorted()).toEqual(Object.keys(en.errors).toSorted());
    const groups = new Map(text.split(/^## /m).map((group) => [group.split('\n')[0] ?? '', firstCells(group)]));
    expect(groups.get('Mended by signing in again')).toContain('grant_dead');
    expect(groups.get('Passes when the network is back')).toContain('offline');
    expect(groups.get('Chosen by the person')).toContain('sign_in_cancelled');
    expect(groups.get('Mended in the set-up of the profile')).toContain('redirect_uri_mismatch');
  });

  test('name, for every message of Sigma, a test that is about it', () => {
    expect(Object.keys(sigmaMessages.outbound)).toEqual([...sigmaEventTypes]);
    expect(Object.keys(sigmaMessages.inbound)).toEqual(SigmaCommand.options.map(({ shape }) => shape.type.value));
    const rows = Object.entries({ ...sigmaMessages.outbound, ...sigmaMessages.inbound });
    const untested = rows.filter(([type, row]) => !readFileSync(join(root, row.test), 'utf8').includes(`'${type}'`));
    expect(untested).toEqual([]);
  });

  test('name each situation of a renewal once, and more than thirty', () => {
    const all = situationGroups.flatMap(({ title, situations }) => situations.map(({ name }) => `${title}: ${name}`));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(30);
  });

  test('a page without the marks is an error, not an empty page', () => {
    expect(() => withPart('# A page\n', 'errors', 'x')).toThrow('errors:begin');
  });
});

describe('the pages', () => {
  test('the README has at most 150 lines', () => {
    expect(readDocument('README.md').text.split('\n').length).toBeLessThanOrEqual(150);
  });

  test('a page for contributors gives a reason for each dependency, and for nothing that is not one', () => {
    const dependencies = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    const { text } = readDocument('docs/contributing/dependencies.md');
    const table = text.slice(text.indexOf('<!-- dependencies:begin -->'), text.indexOf('<!-- dependencies:end -->'));
    expect(firstCells(table).toSorted()).toEqual(dependencies.toSorted());
  });

  test('and for each client and server of others, pinned to one version', () => {
    const own = JSON.parse(readFileSync(join(root, 'test/servers/package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const { text } = readDocument('docs/contributing/dependencies.md');
    const table = text.slice(text.indexOf('<!-- servers:begin -->'), text.indexOf('<!-- servers:end -->'));
    expect(firstCells(table).toSorted()).toEqual(Object.keys(own.devDependencies).toSorted());
    expect(Object.values(own.devDependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('say what the answer is to each question of a newcomer, with a file', () => {
    const rows = readDocument('docs/contributing/where-is-what.md')
      .text.split('\n')
      .filter((line) => line.startsWith('| '));
    const questions = [
      'sign-in limit',
      'permission',
      'switches',
      'standby take over',
      'survives a swap',
      'error texts',
      'CSP of our window',
      'CSP of a guest',
      'IPC request',
      'borders',
      'caps `exp`',
      'proxy',
      'grant?',
      'pane?',
      'guest,',
      'frame?',
      'another person',
      'vault pruned',
      'sign-out',
      'second start',
      'renewal margin',
      'pass by themselves',
      'AADSTS50105',
      '`{tenantid}`',
      'writes `vault.json`',
      'audit',
      'default redirect URL',
    ];
    const unanswered = questions.filter(
      (question) => !rows.some((row) => row.split('|')[1]?.includes(question) && /`(?:src|scripts)\/[^`]+`/.test(row)),
    );
    expect(unanswered).toEqual([]);
  });

  test('name, beside a file, only what is written in it', () => {
    const { text } = readDocument('docs/contributing/where-is-what.md');
    const named = [...text.matchAll(/`([\w./-]+\.(?:tsx?|mjs))` \(((?:`\w+`(?:, )?)+)\)/g)].flatMap(
      ([, file = '', names = '']) => names.split(', ').map((name) => ({ file, name: name.replaceAll('`', '') })),
    );
    expect(named.length).toBeGreaterThan(5);
    // A file that is not there is for the test of the paths to find.
    const present = named.filter(({ file }) => existsSync(join(root, file)));
    const unwritten = present.filter(
      ({ file, name }) => !new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, file), 'utf8')),
    );
    expect(unwritten).toEqual([]);
  });

  test('cite nothing that a reader of the repository cannot open', () => {
    const hidden =
      /\bFACTS\b|\bREDESIGN\b|\bDESIGN\.md\b|\bseeds?\b|\.\.\/shared\/|(?<![\w.])\/(?:work|tmp|root|home)\//;
    expect(documents.filter(({ text }) => hidden.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('a decision has its context, the decision and its consequences, on one page, and stands in the list', () => {
    const list = readDocument('docs/decisions/README.md').text;
    const decisions = documents.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
    expect(decisions.length).toBeGreaterThanOrEqual(12);
    for (const { path, text } of decisions) {
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings, path).toEqual(['Context', 'Decision', 'Consequences', 'Where']);
      expect(text.split('\n').length, path).toBeLessThanOrEqual(60);
      const [, title] = /^# \d{4}\. (.+)$/m.exec(text) ?? [];
      expect(list).toContain(`(${path.replace('docs/decisions/', '')}) | ${title} |`);
    }
    expect(
      decisions.map(({ path }) => Number(path.slice('docs/decisions/'.length, -'.md'.length).slice(0, 4))),
    ).toEqual(decisions.map((_, index) => index + 1));
  });

  test('the glossary says each word once', () => {
    const words = [...readDocument('docs/contributing/glossary.md').text.matchAll(/^\| \*\*(.+?)\*\*/gm)].flatMap(
      ([, names = '']) => names.split(', '),
    );
    expect(words).toEqual(expect.arrayContaining(['grant', 'pane', 'guest', 'frame', 'standby', 'signer', 'vault']));
    expect(new Set(words).size).toBe(words.length);
  });
});

describe('the rooms of the main process', () => {
  const rooms = readdirSync(join(root, 'src/main'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const fromPattern = /^\s*(?:import|export)\s(?!type\b)[^'";]*?from '([^']+)'|^import '([^']+)'/gm;

  /** What the files of a room import from elsewhere: rooms, `shared`, `electron`. Types alone do not count. */
  function importsOf(room: string): string[] {
    const found = readdirSync(join(root, 'src/main', room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .flatMap((entry) => {
        const source = readFileSync(join(entry.parentPath, entry.name), 'utf8');
        return [...source.matchAll(fromPattern)].map(([, named, bare]) => {
          const target = named ?? bare ?? '';
          if (!target.startsWith('.')) return target;
          const [, , first = '', second = ''] = join(entry.parentPath, target).slice(root.length).split(/[\\/]/);
          return first === 'main' ? second : first;
        });
      });
    return [...new Set(found)].filter((name) => name === 'electron' || name === 'shared' || rooms.includes(name));
  }

  test.each(rooms)('%s has a README that names what it may import, and it imports nothing else', (room) => {
    const { text } = readDocument(`src/main/${room}/README.md`);
    const [, allowed] = /^\*\*May import:\*\* ([\s\S]+?)\.\s/m.exec(text) ?? [];
    expect(allowed, 'a line that begins with "**May import:**"').toBeDefined();
    const forbidsElectron = /no\s+`electron`/.test(allowed ?? '');
    const named = [...(allowed ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
    const unnamed = importsOf(room).filter((name) => {
      if (name === room) return false;
      return name === 'electron' ? forbidsElectron || !named.includes(name) : !named.includes(name);
    });
    expect(unnamed).toEqual([]);
    expect(text.split('\n').length).toBeLessThanOrEqual(20);
  });
});
