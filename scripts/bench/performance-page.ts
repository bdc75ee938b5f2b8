/** Writes what was measured into docs/performance.md; what people wrote there stays. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { warningOf } from './machine.ts';
import { machineLines, type Report, tableMarkdown } from './table.ts';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** What stands around the figures when the page is first written. */
const frame = `# Performance

What the program costs, beside a bare Electron app of the same runtime (one window, one static page), beside the way of
Sigma's SDK, and beside a web page that does what Sigma's QuickStart does, in the same run. \`npm run bench -- --write\`
writes the figures; \`scripts/bench/budgets.ts\` says how much each may be. Ratios travel from computer to computer, times
do not. How it is measured stands in \`scripts/bench/README.md\`.

${BEGIN}
${END}

## What helped

One line for each change that was made for speed or memory, also for one that did not help. Both figures are of the same
computer on the same day.

| Change | What | Before | After | Commit |
| --- | --- | --- | --- | --- |
`;

/** The page with the figures of this report between the marks. Pure. */
export function pageWith(page: string, report: Report): string {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`docs/performance.md has lost its marks ${BEGIN} and ${END}.`);
  const warning = warningOf(report.machine);
  const part = [
    ...machineLines(report.machine).map((line) => `- ${line}`),
    `- Medians of ${report.rounds} rounds in turn${report.isShort ? ', in the short form' : ''}`,
    ...(warning ? ['', `**${warning}**`] : []),
    '',
    tableMarkdown(report),
  ];
  return `${page.slice(0, before + BEGIN.length)}\n\n${part.join('\n')}\n\n${page.slice(after)}`;
}

export function writePage(report: Report): void {
  const file = join(root, 'docs/performance.md');
  writeFileSync(file, pageWith(existsSync(file) ? readFileSync(file, 'utf8') : frame, report));
}
