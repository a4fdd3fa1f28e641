/** The candidate with the fewest single-letter edits from `word`, or '' where all are further away than `limit`. */
export function nearest(word: string, candidates: readonly string[], limit = Infinity): string {
  let best = { name: '', distance: Infinity }
  for (const name of candidates) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase())
    if (distance < best.distance) best = { name, distance }
  }
  return best.distance <= limit ? best.name : ''
}

/** Levenshtein: insertions, deletions and replacements each count one. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced))
    }
    row = next
  }
  return row[b.length]!
}
