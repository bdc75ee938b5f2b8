/** What is wrong with a field of a profile, in words. */
import { defaultRedirectUri } from '../profile/addresses.ts';
import type { FieldFault, Text } from './en.ts';
import { format } from './format.ts';

/** The fault that a schema found. A rule of the library, without a fault of ours, makes the value `invalid`. */
export function faultOf(text: Text, message: string): FieldFault {
  return Object.hasOwn(text.fieldFaults, message) ? (message as FieldFault) : 'invalid';
}

/** One sentence about a field. @param path of the field in the profile; its last name counts */
export function faultText(text: Text, fault: FieldFault, path: readonly PropertyKey[]): string {
  const sentences: string | Readonly<Record<string, string>> = text.fieldFaults[fault];
  const field = path.findLast((part) => typeof part === 'string') ?? '';
  const sentence =
    typeof sentences === 'string'
      ? sentences
      : ((Object.hasOwn(sentences, field) ? sentences[field] : undefined) ?? sentences.other ?? '');
  return format(sentence, { example: defaultRedirectUri('databricks') }, text.locale);
}
