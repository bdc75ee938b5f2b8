/** Writes what was measured into docs/performance.md; what people wrote around it stays. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPart } from '../docs.mjs';
import { root } from '../paths.mjs';
import { warningOf } from './machine.ts';
import { machineLines, type Report, tableMarkdown } from './table.ts';

/** The figures of a report, with the computer that they are from. Pure. */
export function figuresOf(report: Report): string {
  const warning = warningOf(report.machine);
  const rounds = `Medians of ${report.rounds} rounds in turn${report.isShort ? ', in the short form' : ''}`;
  return [
    ...[...machineLines(report.machine), rounds].map((line) => `- ${line}`),
    ...(warning ? ['', `**${warning}**`] : []),
    '',
    tableMarkdown(report),
  ].join('\n');
}

export function writePage(report: Report): void {
  const file = join(root, 'docs/performance.md');
  writeFileSync(file, withPart(readFileSync(file, 'utf8'), 'bench', figuresOf(report)));
}
