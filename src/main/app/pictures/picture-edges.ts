/** Pictures of workbooks as plain code knows them, and what only Electron can do with them. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes for each pixel, row by row: blue, green, red, and how opaque it is. */
  readonly pixels: Uint8Array;
}

/** A guest that nobody sees, for a picture of more than fits on the screen. */
export interface HiddenGuest {
  readonly windowId: string;
  readonly src: string;
  readonly partition: string;
  /** Of the page, in its own pixels: what is shown of it at first, so that it is laid out as the person has it. */
  readonly width: number;
  readonly height: number;
}

export interface HiddenPage {
  /** How high the page is from now on, in its own pixels. */
  setHeight(height: number): Promise<void>;
  /** @param height how much of it, from the top, in its own pixels */
  take(height: number): Promise<Picture>;
  close(): void;
}

/** A picture on sheets of paper. */
export interface Printed {
  readonly paper: 'A4' | 'Letter';
  readonly isLandscape: boolean;
  readonly sheets: readonly PrintedSheet[];
}

export interface PrintedSheet {
  /** A PNG. */
  readonly image: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly left: string;
  readonly right: string;
}

export interface PictureEdges {
  /** What a person sees of a guest now; null for one that is gone. */
  seen(guestId: string): Promise<Picture | null>;
  /** The same, small and as a PNG, to be kept for a while. */
  small(guestId: string): Promise<Uint8Array | null>;
  /** How large a guest is shown, in pixels of its page. */
  sizeOf(guestId: string): Promise<{ readonly width: number; readonly height: number } | null>;
  openHidden(guest: HiddenGuest): Promise<HiddenPage>;
  /** @param picture shared with the thread that reads it */
  png(picture: Picture): Promise<Uint8Array>;
  /** @throws where another program holds the clipboard */
  copy(picture: Picture): Promise<void>;
  pdf(printed: Printed, signal: AbortSignal): Promise<Uint8Array>;
  /** Shows the dialog of the system. Resolves when the person has decided. @throws where there is nothing to print on */
  print(printed: Printed, signal: AbortSignal): Promise<void>;
  write(path: string, content: Uint8Array): Promise<void>;
  /** Two letters, such as `DE`; empty where the system does not say. */
  country(): string;
}
