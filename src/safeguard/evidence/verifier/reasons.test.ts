import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reasonZh } from './index.ts'

/** Texts that a verdict can carry, as they stand in the sources; what a reason names is an x. */
function reasons(): string[] {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z0-9-]+\.ts$/.test(name))
  const said = /(?:fail\('\w+', |return |why: |refused\(|[?:] |why \?\? )(['`])([^'`\n]* [^'`\n]*)\1/g
  return files
    .filter((name) => name !== 'reasons.ts')
    .flatMap((name) => [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(said)])
    .map(([, , text]) => text!.replaceAll(/\$\{[^}]*\}/g, 'x'))
    .filter((text) => !NO_REASON.some((one) => one.test(text)))
}
/** What is printed into a note, a key or a message to be signed. */
const NO_REASON = [/^— /, /\\n/, /\+/, /^\$/]

test('every reason has Chinese words', () => {
  const all = reasons()
  expect(all.length).toBeGreaterThan(70)
  expect(all.filter((one) => reasonZh(one) === null)).toEqual([])
})

test('what a reason names stands in the translation, in its order', () => {
  expect(reasonZh('the proof does not fit leaf 7 of a tree of 5')).toBe(
    '证明的长短与第 7 条、共 5 条的树不符',
  )
  expect(reasonZh('line 3: unknown word quroum')).toBe('第 3 行：不认识的词 quroum')
  expect(reasonZh('not signed by xinyu.internal/a (SM2)')).toBe('没有 xinyu.internal/a 的签名（SM2）')
  expect(reasonZh('the SM2 signature of a does not hold')).toBe('SM2 签名不成立（a）')
  expect(reasonZh('the signature of the witness w1 does not hold')).toBe('见证方 w1 的签名不成立')
  expect(reasonZh('something else')).toBe(null)
  expect(reasonZh('')).toBe(null)
})
