/** Share of right guesses with Wilson's 95 % interval. */
export interface Accuracy {
  readonly right: number
  readonly of: number
  readonly share: number
  readonly low: number
  readonly high: number
}

export function accuracyOf(right: number, of: number): Accuracy {
  const z = 1.959_963_985
  const share = right / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return { right, of, share, low: middle - half, high: middle + half }
}

export const pooled = (all: readonly Accuracy[]): Accuracy =>
  accuracyOf(
    all.reduce((sum, { right }) => sum + right, 0),
    all.reduce((sum, { of }) => sum + of, 0),
  )

/** Guesses for targets from evidence: positive means sick; where there is none a coin decides. */
export function judge(
  evidence: ReadonlyMap<number, number>,
  targets: readonly { readonly person: number }[],
  isSick: (person: number) => boolean,
  random: () => number,
): Accuracy {
  const right = targets.filter(({ person }) => {
    const sum = evidence.get(person) ?? 0
    const coin = random() < 0.5
    return (sum === 0 ? coin : sum > 0) === isSick(person)
  })
  return accuracyOf(right.length, targets.length)
}
