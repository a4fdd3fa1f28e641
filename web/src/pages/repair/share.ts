/** Parts of a million as percent with four places: 996000 → 99.6000 %. Never rounded up. */
export const share = (ppm: number): string =>
  `${Math.floor(ppm / 10_000)}.${String(ppm % 10_000).padStart(4, '0')} %`
