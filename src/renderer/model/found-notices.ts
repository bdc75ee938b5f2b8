/** Which third-party notices a person looks for. */
import type { ThirdPartyNotice } from '../../shared/about.ts';

/** Those whose name or licence holds every word, in any case; all of them without a word. In order of their names. */
export function foundNotices(notices: readonly ThirdPartyNotice[], wanted: string): readonly ThirdPartyNotice[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return notices
    .filter(({ name, version, licence }) => {
      const searched = `${name} ${version} ${licence}`.toLowerCase();
      return words.every((word) => searched.includes(word));
    })
    .toSorted(
      (one, other) => one.name.localeCompare(other.name, 'en') || one.version.localeCompare(other.version, 'en'),
    );
}
