/** What this version brought. */
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { Answered } from './answered.tsx';
import { useAnswer } from './use-answer.ts';

export function NewsPage() {
  const text = useText().about;
  const { bridge, state } = useApp();
  const asked = useAnswer(() => bridge.about.news());
  return (
    <Answered asked={asked}>
      {(news) =>
        news === null ? (
          <p className="muted">{format(text.noNews, { version: state.version })}</p>
        ) : (
          // Written by us, in one language.
          <div className="news" lang="en" translate="no" data-testid="news">
            {news.sections.map(({ title, items }) => (
              <section key={title}>
                <h3>{title}</h3>
                <ul className="remarks">
                  {items.map((item) => (
                    <li key={item}>{item}</li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )
      }
    </Answered>
  );
}
