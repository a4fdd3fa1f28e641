import { isWord, scan } from './parse.ts'
import type { Value } from './values.ts'
import { print } from './write.ts'

/** Behind `ID` the bytes of a picture within the page stand up to `EI`: they are no operators. */
export function pictureEnd(content: Buffer, from: number): number {
  for (let at = content.indexOf('EI', from); at >= 0; at = content.indexOf('EI', at + 1)) {
    const [before, after] = [content[at - 1]!, content[at + 2]]
    if (
      /\s/.test(String.fromCharCode(before)) &&
      (after === undefined || /\s/.test(String.fromCharCode(after)))
    )
      return at + 2
  }
  return content.length
}

/**
 * The same drawing written anew: no comments, and no words that are said in place of what is drawn (ActualText, artefacts
 * with their makers) beside it.
 */
export function copyContent(content: Buffer): Buffer {
  const out: Buffer[] = []
  let operands: Value[] = []
  const scanner = scan(content, 0, { refs: false })
  for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
    if (!isWord(token)) {
      operands.push(token)
      continue
    }
    const marked = token.word === 'BDC' || token.word === 'DP'
    const kept = marked ? operands.slice(0, 1) : operands
    const word = token.word === 'BDC' ? 'BMC' : token.word === 'DP' ? 'MP' : token.word
    out.push(Buffer.from(`${[...kept.map(print), word].join(' ')}\n`, 'latin1'))
    if (word === 'ID') {
      const end = pictureEnd(content, scanner.at)
      // The blank behind ID was written already.
      out.push(content.subarray(scanner.at + 1, end), Buffer.from('\n'))
      scanner.at = end
    }
    operands = []
  }
  return Buffer.concat(out)
}
