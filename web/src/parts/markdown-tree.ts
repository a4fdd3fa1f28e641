import { GFM, parser } from '@lezer/markdown'

/** CommonMark with tables, tasks and strike-through. HTML is no part of it: what looks like a tag is text. */
export const markdownParser = parser.configure([GFM, { remove: ['HTMLBlock', 'HTMLTag'] }])

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inside: readonly Inline[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly from: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'em' | 'strong' | 'strike'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly to: string; readonly inside: readonly Inline[] }
  | { readonly kind: 'task'; readonly done: boolean }

type Tree = ReturnType<typeof markdownParser.parse>
type Node = Tree['topNode']

/** Marks that are written, not shown. */
const MARKS =
  /^(?:EmphasisMark|LinkMark|CodeMark|HeaderMark|QuoteMark|ListMark|StrikethroughMark|TableDelimiter|LinkTitle|LinkLabel|CodeInfo|LinkReference)$/

const childrenOf = (node: Node): Node[] => {
  const found: Node[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

/** The text as plain values: whoever draws it decides about every element. */
export function readMarkdown(text: string): Block[] {
  return blocksOf(markdownParser.parse(text).topNode, text)
}

function blocksOf(node: Node, text: string): Block[] {
  return childrenOf(node).flatMap((child) => blockOf(child, text))
}

function blockOf(node: Node, text: string): Block[] {
  const heading = /^(?:ATX|Setext)Heading([1-6])$/.exec(node.name)
  if (heading) return [{ kind: 'heading', level: Number(heading[1]), inside: trimmed(inlineOf(node, text)) }]
  switch (node.name) {
    case 'Paragraph':
    case 'Task':
      return [{ kind: 'paragraph', inside: inlineOf(node, text) }]
    case 'Blockquote':
      return [{ kind: 'quote', blocks: blocksOf(node, text) }]
    case 'BulletList':
    case 'OrderedList': {
      const items = childrenOf(node).filter(({ name }) => name === 'ListItem')
      const first = items[0]?.firstChild
      const from =
        node.name === 'OrderedList' && first ? Number.parseInt(text.slice(first.from, first.to), 10) : null
      return [{ kind: 'list', from, items: items.map((item) => blocksOf(item, text)) }]
    }
    case 'FencedCode':
    case 'CodeBlock':
      return [
        {
          kind: 'code',
          text: childrenOf(node)
            .filter(({ name }) => name === 'CodeText')
            .map(({ from, to }) => text.slice(from, to))
            .join(''),
        },
      ]
    case 'HorizontalRule':
      return [{ kind: 'rule' }]
    case 'Table': {
      const cells = (row: Node) =>
        childrenOf(row)
          .filter(({ name }) => name === 'TableCell')
          .map((cell) => trimmed(inlineOf(cell, text)))
      const rows = childrenOf(node)
      return [
        {
          kind: 'table',
          head: rows.filter(({ name }) => name === 'TableHeader').flatMap(cells),
          rows: rows.filter(({ name }) => name === 'TableRow').map(cells),
        },
      ]
    }
    default:
      return []
  }
}

function inlineOf(node: Node, text: string): Inline[] {
  const found: Inline[] = []
  let at = node.from
  const say = (to: number) => {
    if (to > at) found.push({ kind: 'text', text: text.slice(at, to) })
  }
  const children = childrenOf(node)
  for (const child of children) {
    say(child.from)
    at = child.to
    found.push(...pieceOf(child, text))
  }
  say(node.to)
  return found
}

function pieceOf(node: Node, text: string): Inline[] {
  if (MARKS.test(node.name)) return []
  const whole = text.slice(node.from, node.to)
  switch (node.name) {
    case 'Emphasis':
      return [{ kind: 'em', inside: inlineOf(node, text) }]
    case 'StrongEmphasis':
      return [{ kind: 'strong', inside: inlineOf(node, text) }]
    case 'Strikethrough':
      return [{ kind: 'strike', inside: inlineOf(node, text) }]
    case 'InlineCode':
      return [{ kind: 'code', text: whole.replace(/^`+ ?/, '').replace(/ ?`+$/, '') }]
    case 'HardBreak':
      return [{ kind: 'break' }]
    case 'Escape':
      return [{ kind: 'text', text: whole.slice(1) }]
    case 'TaskMarker':
      return [{ kind: 'task', done: /x/i.test(whole) }]
    case 'Link': {
      const url = childrenOf(node).find(({ name }) => name === 'URL')
      if (!url) return [{ kind: 'text', text: whole }]
      const inside = inlineOf(node, text).filter((one) => one.kind !== 'text' || one.text.trim() !== '')
      return [{ kind: 'link', to: text.slice(url.from, url.to), inside }]
    }
    case 'Image':
      // Nothing is loaded from anywhere: its words stand in its place.
      return inlineOf(node, text)
    case 'URL':
      // Within a link it is its target; alone it is text.
      return /^(?:Link|Image)$/.test(node.parent?.name ?? '') ? [] : [{ kind: 'text', text: whole }]
    default:
      return [{ kind: 'text', text: whole }]
  }
}

function trimmed(inside: readonly Inline[]): Inline[] {
  return inside
    .map((one, place): Inline => {
      if (one.kind !== 'text') return one
      const start = place === 0 ? one.text.trimStart() : one.text
      return { kind: 'text', text: place === inside.length - 1 ? start.trimEnd() : start }
    })
    .filter((one) => one.kind !== 'text' || one.text !== '')
}
