import { SaxesParser } from 'saxes'
import { Refusal } from './refusal.ts'

/** What is done to an XML part while it is copied. Names are as they stand there, with their prefix. */
export interface XmlRules {
  /** Left out with all that is in it. */
  readonly drop: (local: string, attributes: Readonly<Record<string, string>>) => boolean
  /** Left out itself; what is in it stays. */
  readonly unwrap: (local: string) => boolean
  /** The value that an attribute has in the copy; null: none. */
  readonly attribute: (local: string, name: string, value: string) => string | null
  /** Texts within one of these are one text to a reader: a paragraph. */
  readonly paragraph: (local: string) => boolean
  /** The texts of a paragraph, as they stand in the copy. */
  readonly texts: (runs: readonly string[]) => string[]
}

interface TextToken {
  text: string
}

export const localOf = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * A new part made of what the rules let through: no comments, no instructions, no entities of its own.
 * @throws Refusal for what is no XML, or says that it is more than data
 */
export function copyXml(xml: string, rules: XmlRules): string {
  const out: (string | TextToken)[] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
  const groups: TextToken[][] = [[]]
  const open: ('kept' | 'paragraph' | 'gone')[] = []
  let dropped = 0
  const finish = (group: readonly TextToken[]) => {
    const texts = rules.texts(group.map(({ text }) => text))
    for (const [at, token] of group.entries()) token.text = texts[at]!
  }
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', () => {
    throw new Refusal('damaged')
  })
  parser.on('doctype', () => {
    throw new Refusal('doctype')
  })
  parser.on('opentag', ({ name, attributes }) => {
    const local = localOf(name)
    if (dropped > 0 || rules.drop(local, attributes)) {
      dropped++
      return
    }
    if (rules.unwrap(local)) return void open.push('gone')
    const isParagraph = rules.paragraph(local)
    open.push(isParagraph ? 'paragraph' : 'kept')
    if (isParagraph) groups.push([])
    const kept = Object.entries(attributes).flatMap(([key, value]) => {
      const now = rules.attribute(local, key, value)
      return now === null ? [] : [` ${key}="${escaped(now)}"`]
    })
    out.push(`<${name}${kept.join('')}>`)
  })
  parser.on('closetag', ({ name }) => {
    if (dropped > 0) {
      dropped--
      return
    }
    const was = open.pop()
    if (was === 'paragraph') finish(groups.pop()!)
    if (was !== 'gone') out.push(`</${name}>`)
  })
  const text = (value: string) => {
    if (dropped > 0 || open.length === 0) return
    const token = { text: value }
    if (value.trim() !== '') groups.at(-1)!.push(token)
    out.push(token)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.write(xml.replace(/^\ufeff/, '')).close()
  finish(groups[0]!)
  return out.map((one) => (typeof one === 'string' ? one : escaped(one.text))).join('')
}

const escaped = (text: string): string =>
  text.replaceAll(/[<>&"\r\n\t]/g, (mark) => {
    if (mark === '<') return '&lt;'
    if (mark === '>') return '&gt;'
    if (mark === '&') return '&amp;'
    return mark === '"' ? '&quot;' : mark === '\n' ? '\n' : `&#${mark.codePointAt(0)};`
  })
