import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import { ROW_ATTRIBUTES } from './names.ts'

/** Keys under which model files in JSON write how many samples a leaf has (LightGBM, scikit-learn exports). */
const LEAF_COUNTS = /^(?:leaf_count|n_node_samples|node_samples|leaf_samples|recordCount|cover_count)$/
const MOST = 200_000

/** Models as JSON parameters: rows that are kept, leaves that are tiny. */
export function lookAtJsonModel(look: Look, value: unknown, place: string): void {
  if (!look.leaves) return
  look.looked('rows-in-model')
  look.looked('small-leaf')
  const queue: { value: unknown; path: string }[] = [{ value, path: '$' }]
  let steps = 0
  for (let next = queue.pop(); next && steps < MOST; next = queue.pop(), steps++) {
    if (typeof next.value !== 'object' || next.value === null) continue
    const list = Array.isArray(next.value)
    for (const [key, inner] of Object.entries(next.value)) {
      const path = list ? next.path : /^\w{1,40}$/.test(key) ? `${next.path}.${key}` : `${next.path}.?`
      if (!list && ROW_ATTRIBUTES.test(key) && Array.isArray(inner) && inner.length >= 10)
        look.found('rows-in-model', within(place, path))
      if (!list && LEAF_COUNTS.test(key)) lookAtLeaves(look, inner, within(place, path))
      queue.push({ value: inner, path })
    }
  }
}

function lookAtLeaves(look: Look, value: unknown, place: string): void {
  const counts = (Array.isArray(value) ? value : [value]).filter((count) => typeof count === 'number')
  if (counts.some((count) => count > 0 && count < look.terms.minGroup))
    look.found('small-leaf', place, { group: place })
}

/** LightGBM's text form: `leaf_count=12 40 3`. */
export function lookAtTextModel(look: Look, text: string, place: string): void {
  if (!look.leaves || !/^tree\s*\n[\s\S]{0,400}version=/.test(text)) return
  look.looked('small-leaf')
  for (const [, counts] of text.matchAll(/^leaf_count=([\d ]+)$/gm))
    lookAtLeaves(look, counts!.trim().split(/\s+/).map(Number), within(place, 'leaf_count'))
}
