import { expect, test } from 'vitest';
import { escapeHtml } from '../../../src/main/html/escape-html.ts';

test('the five characters that mean something in HTML are escaped', () => {
  expect(escapeHtml(`<a href="x" id='y'>&amp;</a>`)).toBe(
    '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  );
});
