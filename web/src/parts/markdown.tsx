import './markdown.css'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'react-router'
import { type Block, type Inline, readMarkdown } from './markdown-tree.ts'

/** A page's heading is h1 and a card's is h2: a text's own begin below. */
const HEADINGS = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const

/** Markdown drawn element by element: no HTML of the author's, no pictures from elsewhere, no way out by a link. */
export function Markdown({ text }: { readonly text: string }) {
  const blocks = useMemo(() => readMarkdown(text), [text])
  return <div className="markdown">{blocks.map(draw)}</div>
}

function draw(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const Tag = HEADINGS[block.level - 1] ?? 'h6'
      return (
        <Tag key={key} className={`level-${block.level}`}>
          {block.inside.map(piece)}
        </Tag>
      )
    }
    case 'paragraph':
      return <p key={key}>{block.inside.map(piece)}</p>
    case 'quote':
      return <blockquote key={key}>{block.blocks.map(draw)}</blockquote>
    case 'list': {
      const items = block.items.map((item, place) => <li key={place}>{item.map(draw)}</li>)
      return block.from === null ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={block.from}>
          {items}
        </ol>
      )
    }
    case 'code':
      return (
        <pre key={key} className="sql">
          {block.text}
        </pre>
      )
    case 'rule':
      return <hr key={key} />
    case 'table':
      return (
        <div key={key} className="table-wrap">
          <table className="data dense">
            <thead>
              <tr>
                {block.head.map((cell, place) => (
                  <th key={place} scope="col">
                    {cell.map(piece)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, line) => (
                <tr key={line}>
                  {row.map((cell, place) => (
                    <td key={place}>{cell.map(piece)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )
  }
}

function piece(one: Inline, key: number): ReactNode {
  switch (one.kind) {
    case 'text':
      return one.text
    case 'code':
      return <code key={key}>{one.text}</code>
    case 'break':
      return <br key={key} />
    case 'em':
      return <em key={key}>{one.inside.map(piece)}</em>
    case 'strong':
      return <strong key={key}>{one.inside.map(piece)}</strong>
    case 'strike':
      return <del key={key}>{one.inside.map(piece)}</del>
    case 'task':
      return (
        <span key={key} aria-hidden="true">
          {one.done ? '☑' : '☐'}
        </span>
      )
    case 'link':
      // A link elsewhere would carry what stands in it out of the space by one click: it is shown, not followed.
      return /^\/(?!\/)/.test(one.to) ? (
        <Link key={key} to={one.to}>
          {one.inside.map(piece)}
        </Link>
      ) : (
        <span key={key}>
          {one.inside.map(piece)} <span className="faint break">({one.to})</span>
        </span>
      )
  }
}
