/** The icons of the interface, drawn for a grid of 16 by 16. */
import type { ReactNode } from 'react';
import drawing from '../../../build/icon.svg';

interface IconProps {
  readonly size?: number;
}

function Icon({ size = 16, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      className="icon"
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const ReloadIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M13 8a5 5 0 1 1-1.5-3.55" />
    <path d="M13.2 2.2v2.9h-2.9" />
  </Icon>
);

/** Two arrows, where the reload has one: what is on screen stays, and its data comes anew. */
export const RefreshIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.7 7.2a5.4 5.4 0 0 1 9.6-2.4" />
    <path d="M12.6 2.2v2.9H9.7" />
    <path d="M13.3 8.8a5.4 5.4 0 0 1-9.6 2.4" />
    <path d="M3.4 13.8v-2.9h2.9" />
  </Icon>
);

export const DetailsIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="3" width="12" height="10" rx="2" />
    <path d="M10 3v10" />
  </Icon>
);

/** The mirror image of the one for details: what lies at the other side. */
export const RailIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="3" width="12" height="10" rx="2" />
    <path d="M6 3v10" />
  </Icon>
);

export const EditIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m3 13 .7-2.9 7-7a1.2 1.2 0 0 1 1.7 0l.5.5a1.2 1.2 0 0 1 0 1.7l-7 7Z" />
    <path d="m9.6 4.2 2.2 2.2" />
  </Icon>
);

/** Two workbooks side by side. */
export const SplitIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2" y="3" width="12" height="10" rx="2" />
    <path d="M8 3v10" />
  </Icon>
);

export const LinkIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.6.6" />
    <path d="M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.6-.6" />
  </Icon>
);

export const MoreIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="3.5" cy="8" r=".6" fill="currentColor" />
    <circle cx="8" cy="8" r=".6" fill="currentColor" />
    <circle cx="12.5" cy="8" r=".6" fill="currentColor" />
  </Icon>
);

export const ChevronDownIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
  </Icon>
);

export const BackIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M13 8H3.5M7.5 4l-4 4 4 4" />
  </Icon>
);

export const ForwardIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 8h9.5M8.5 4l4 4-4 4" />
  </Icon>
);

export const ChevronRightIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />
  </Icon>
);

export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);

export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m3.5 8.5 3 3 6-7" />
  </Icon>
);

/** Nothing is known, or nothing was looked at. */
export const DashIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 8h8" />
  </Icon>
);

export const PlusIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 3.5v9M3.5 8h9" />
  </Icon>
);

export const AlertIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 5v3.4M8 10.9v.1" />
  </Icon>
);

export const OfflineIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.5 6.2A8.6 8.6 0 0 1 8 4.2c2.1 0 4 .75 5.5 2M5 9a4.7 4.7 0 0 1 6 0M8 12v.1M3 13 13 3" />
  </Icon>
);

export const WorkbookIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.5" y="2.5" width="11" height="11" rx="2" />
    <path d="M5.5 10.5v-2M8 10.5v-5M10.5 10.5v-3.5" />
  </Icon>
);

export const ServiceAccountIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.5" y="3" width="11" height="7.5" rx="1.5" />
    <path d="M8 10.5v2.5M5.5 13h5" />
  </Icon>
);

export const ControlsIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.5 5h6M12.5 5h1M2.5 11h1M7.5 11h6" />
    <circle cx="10.5" cy="5" r="1.8" />
    <circle cx="5.5" cy="11" r="1.8" />
  </Icon>
);

export const BookmarkIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4.5 2.5h7v11L8 10.7l-3.5 2.8Z" />
  </Icon>
);

export const PageIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 2.5h5l3 3v8H4Z" />
    <path d="M9 2.5v3h3" />
  </Icon>
);

export const ElementIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.5" y="3.5" width="11" height="9" rx="1.5" />
    <path d="M5.5 10V8M8 10V6M10.5 10V7" />
  </Icon>
);

export const MaximiseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M9.5 3H13v3.5M6.5 13H3V9.5M13 3 9 7M3 13l4-4" />
  </Icon>
);

export const PinIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5.5 2.5h5l-.8 4.2 2.3 2.6H4l2.3-2.6z" />
    <path d="M8 9.3v4.2" />
  </Icon>
);

export const ProfileIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.5" y="3.5" width="11" height="9" rx="1.5" />
    <circle cx="6" cy="7.2" r="1.3" />
    <path d="M3.9 10.6c.5-.9 1.2-1.3 2.1-1.3s1.6.4 2.1 1.3M10 7h1.8M10 9.3h1.8" />
  </Icon>
);

export const GoIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m3.5 4.5 3.5 3.5-3.5 3.5" />
    <path d="M8.5 12h4" />
  </Icon>
);

export const SearchIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="7" cy="7" r="4" />
    <path d="m10 10 3.5 3.5" />
  </Icon>
);

export const DownloadIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 2.5V10M4.8 7 8 10.2 11.2 7" />
    <path d="M2.8 13.5H13.2" />
  </Icon>
);

/** The mark: the one drawing from which the icons of the packages come, too. */
export function Mark({ size = 20 }: IconProps) {
  const edge = `${size / 16}rem`;
  return <img className="mark" src={drawing} alt="" style={{ width: edge, height: edge }} draggable={false} />;
}
