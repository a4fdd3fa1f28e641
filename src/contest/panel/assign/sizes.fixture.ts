import { pairKey, type Problem } from './problem.ts'

/** A contest of some size: fields, bodies of experts and conflicts as they come in real ones; repeats for a seed. */
export function sized(
  size: { works: number; experts: number; reviews: number; fields?: number; conflicts?: number },
  seed = 1,
): Problem {
  const draw = drawing(seed)
  const fields = size.fields ?? 13
  const code = (n: number) => `field_${n}`
  const works = Array.from({ length: size.works }, (_, n) => ({
    id: `work-${n}`,
    division: code(Math.floor(draw() * draw() * fields)),
  }))
  const experts = Array.from({ length: size.experts }, (_, n) => ({
    id: `expert-${n}`,
    fields: Array.from({ length: 1 + Math.floor(draw() * 4) }, () => code(Math.floor(draw() * fields))),
    maxLoad: 30 + Math.floor(draw() * 40),
    body: draw() < 0.7 ? `body-${Math.floor(draw() * 20)}` : null,
  }))
  const forbidden = new Set<string>()
  for (const work of works)
    for (const expert of experts)
      if (draw() < (size.conflicts ?? 0.04)) forbidden.add(pairKey({ workId: work.id, expertId: expert.id }))
  return {
    seed: `seed-${seed}`,
    works,
    experts,
    reviews: size.reviews,
    minLoad: 10,
    standing: [],
    forbidden,
    prefer: 'load',
  }
}

/** Numbers in 0…1 that repeat (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
