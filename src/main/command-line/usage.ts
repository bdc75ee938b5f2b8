/** What is wrong with the words of a command, in a sentence. */
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { shown } from './columns.ts';
import { flagShape, usageOf } from './help.ts';
import type { UsageFault } from './parse.ts';

export function usageLines(fault: UsageFault, text: Text): string[] {
  const words = text.commandLine.faults;
  const usage =
    'name' in fault
      ? [format(words.usage, { usage: usageOf(fault.name, text) })]
      : [text.errors.command_refused.remedy];
  return [sentence(fault, text), ...usage];
}

function sentence(fault: UsageFault, text: Text): string {
  const { faults, arguments: names } = text.commandLine;
  switch (fault.fault) {
    case 'noCommand':
      return faults.noCommand;
    case 'unfinished':
      return format(faults.unfinished, { word: shown(fault.word), words: fault.words.join(', ') });
    case 'argumentMissing':
      return format(faults.argumentMissing, { argument: names[fault.argument].shape });
    case 'flagMissing':
      return format(faults.flagMissing, { flag: flagShape(fault.flag, text).slice(2) });
    case 'flagTwice':
    case 'flagWithValue':
    case 'flagWithoutValue':
      return format(faults[fault.fault], { flag: fault.flag });
    default:
      return format(faults[fault.fault], { word: shown(fault.word) });
  }
}
