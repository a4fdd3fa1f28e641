/** An accuracy as percent with four places, never rounded up: 99.6 % must not be shown where it is not reached. */
export const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : `${(Math.floor(value * 1_000_000) / 10_000).toFixed(4)} %`
