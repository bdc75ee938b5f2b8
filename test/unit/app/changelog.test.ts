import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newsOf } from '../../../src/main/app/changelog.ts';

const changelog = `# Changelog

What a user would notice.

## 0.2.0 (2026-12-01)

### Signing in

- Sign-in with \`openid\` works at [more servers](docs/providers.md),
  also behind a proxy.
- Another thing.

### Nothing

Words.

## 0.1.0

### Signing in

- The first.
`;

describe('what is new', () => {
  test('is the part about one version, as plain text', () => {
    expect(newsOf(changelog, '0.2.0')).toEqual({
      version: '0.2.0',
      sections: [
        {
          title: 'Signing in',
          items: ['Sign-in with openid works at more servers, also behind a proxy.', 'Another thing.'],
        },
      ],
    });
    expect(newsOf(changelog, '0.1.0')?.sections).toHaveLength(1);
  });

  test('is nothing for a version that is not there, and for a beginning of its name', () => {
    expect(newsOf(changelog, '0.3.0')).toBeNull();
    expect(newsOf(changelog, '0.2')).toBeNull();
  });

  test('is there for the version that is being built', () => {
    const root = join(import.meta.dirname, '../../..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const news = newsOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
    expect(news?.sections.length).toBeGreaterThan(0);
    const words = news?.sections.flatMap(({ title, items }) => [title, ...items]).join('\n') ?? '';
    expect(words).not.toMatch(/\]\(|`/);
  });
});
