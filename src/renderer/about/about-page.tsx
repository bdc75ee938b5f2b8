/** What stands in the About dialog below its head. */
import type { AboutPage } from '../../shared/about.ts';
import { CrashesPage } from './crashes-page.tsx';
import { GuidePage } from './guide-page.tsx';
import { LicencePage } from './licence-page.tsx';
import { NewsPage } from './news-page.tsx';
import { NoticesPage } from './notices-page.tsx';
import { ProgramPage } from './program-page.tsx';

const pages: Record<AboutPage, () => React.ReactNode> = {
  program: ProgramPage,
  guide: GuidePage,
  news: NewsPage,
  licence: LicencePage,
  notices: NoticesPage,
  crashes: CrashesPage,
};

export function AboutPageBody({ page }: { page: AboutPage }) {
  const Page = pages[page];
  return <Page />;
}
