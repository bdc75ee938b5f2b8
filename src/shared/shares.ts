/** How much of the room the first of two sides may have: of a workbook that is narrower than this too little is seen. */
export const SHARES = { least: 0.2, half: 0.5, most: 0.8 } as const;
