/** What a file of a workbook is called on disk, and of which kind it is. The same name is good on every system. */

/** In characters and in bytes of UTF-8, without number and ending: Linux takes 255 bytes, and Windows 260 characters with the folder. */
const MOST_CHARACTERS = 100;
const MOST_BYTES = 180;
/** What no file name of any system may hold, and what makes a name look like another one: controls and directions. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;
/** Names of devices on Windows, with any ending. Superscript digits count as digits there. */
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?=\.|\s|$)/i;
/** What says nothing of the file: Sigma's own words for any export, and ids. */
const SAYS_NOTHING = /^(?:export|download|file|data|untitled|unknown|[0-9a-f-]{16,})$/i;

/** Kinds of which the system's program shows data and runs nothing. */
const data = new Set(['csv', 'tsv', 'txt', 'json', 'xlsx', 'pdf', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'pptx', 'docx']);

/** Kinds that some system runs, installs, or follows to what it runs. No workbook exports one. */
const programs = new Set(
  [
    // Windows
    'exe com scr pif bat cmd msi msix msixbundle appx appxbundle msp mst msc cpl dll ocx sys drv inf ins isp reg rgs',
    'vb vbe vbs js jse mjs ws wsc wsf wsh ps1 ps1xml psc1 psd1 psm1 hta chm hlp lnk url scf shb shs settingcontent-ms',
    'appref-ms application appinstaller gadget diagcab iso img vhd vhdx library-ms search-ms searchconnector-ms theme website',
    'xbap xll wll iqy oqy slk msu msh mshxml job ps2 psc2 vbscript vsto rdp wsb udl grp pub one',
    // macOS
    'app command tool workflow action dmg pkg mpkg scpt scptd applescript osx terminal fileloc inetloc webloc ftploc afploc',
    'vncloc savedsearch mobileconfig prefpane saver kext plugin bundle dylib qlgenerator safariextz webarchive',
    // Linux
    'desktop sh bash zsh fish csh ksh run bin out elf so ko deb rpm appimage flatpak flatpakref flatpakrepo snap service timer',
    // everywhere
    'jar jnlp class py pyc pyo pyw pyz rb pl php lua tcl htm html shtml xhtml xht mht mhtml svg svgz swf xpi crx wasm apk',
    // with macros
    'xlsm xltm xlam xlsb docm dotm pptm potm ppam sldm accde mde ade',
  ].flatMap((names) => names.split(' ')),
);

/** For a file that is called by no kind. */
const kindsOfTypes: Readonly<Record<string, string>> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'text/plain': 'txt',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

export interface Suggested {
  /** What the page, or the server behind it, calls the file: anything. */
  readonly name: string;
  readonly mimeType: string;
  /** The title of the workbook that it comes out of. */
  readonly workbook: string;
  /** As `YYYY-MM-DD`. */
  readonly date: string;
  /** What a workbook without a name that could be one is called. */
  readonly fallback: string;
}

/** The workbook, what of it, the date, and the file's own kind: `NYC taxi - Fares a day 2026-11-27.csv`. */
export function fileNameOf({ name, mimeType, workbook, date, fallback }: Suggested): string {
  const plain = plainName(name);
  const [, own = '', ending = ''] = /^(.*?)((?:\.[A-Za-z0-9-]{1,20})?)$/su.exec(plain) ?? [];
  const kind = ending.slice(1) || kindsOfTypes[mimeType.toLowerCase()] || '';
  const title = plainName(workbook) || fallback;
  const stem = fitting(own.trim() === '' || SAYS_NOTHING.test(own) ? title : joined(title, own.trim()));
  return `${safe(`${stem} ${date}`)}${kind === '' ? '' : `.${kind.toLowerCase()}`}`;
}

/** What a thing with a title is called on disk, without an ending. */
export const stemOf = (title: string, fallback: string): string => safe(fitting(plainName(title)) || fallback);

/** The name with a number, as a file gets one beside another of the same name. */
export function withNumber(name: string, number: number): string {
  const [, stem = '', ending = ''] = /^(.*?)((?:\.[A-Za-z0-9-]{1,20})?)$/su.exec(name) ?? [];
  return number < 2 ? name : `${stem} (${number})${ending}`;
}

/** The ending in small letters; empty where there is none. */
export const kindOf = (name: string): string => /\.([A-Za-z0-9-]{1,20})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether the system may open it: known to be data, and nothing else. */
export const isData = (name: string): boolean => data.has(kindOf(name));
export const isProgram = (name: string): boolean => programs.has(kindOf(name));

/** A page that calls its file after the workbook says it once. */
function joined(title: string, own: string): string {
  const flat = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  if (flat(title) !== '' && flat(own).includes(flat(title))) return own;
  return flat(own) !== '' && flat(title).includes(flat(own)) ? title : `${title} - ${own}`;
}

/** Neither hidden, nor ended by what Windows drops. */
const plainName = (text: string): string =>
  text
    .normalize('NFC')
    .replace(UNFIT, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');

const safe = (name: string): string => (DEVICE.test(name) ? `_${name}` : name);

/** Cut between letters. */
function fitting(text: string): string {
  let fits = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    bytes += new TextEncoder().encode(segment).length;
    if (fits.length + segment.length > MOST_CHARACTERS || bytes > MOST_BYTES) break;
    fits += segment;
  }
  return fits.replace(/[\s.]+$/, '');
}

/** The day of an instant where the person is, as `YYYY-MM-DD`. */
export function dayOf(instant: number): string {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
