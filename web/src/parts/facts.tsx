import type { ReactNode } from 'react'
import { exact } from '../lib/format.ts'
import { Leaf, When } from './say.tsx'

export interface FactRow {
  readonly key: string
  readonly name: ReactNode
  readonly value: ReactNode
}

/** Facts in two columns, one on a phone. */
export function Facts({ rows, one }: { readonly rows: readonly FactRow[]; readonly one?: boolean }) {
  return (
    <dl className={`facts ${one ? 'one' : ''}`}>
      {rows.map((row) => (
        <div key={row.key}>
          <dt>{row.name}</dt>
          <dd>{row.value ?? <span className="faint">—</span>}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface Happening {
  readonly leaf: number
  readonly at: number
  readonly what: ReactNode
  readonly who?: ReactNode
}

/** What happened, each with its place in the evidence. */
export function Timeline({ items }: { readonly items: readonly Happening[] }) {
  return (
    <ol className="timeline">
      {items.map((item) => (
        <li key={exact(item.leaf)}>
          {item.what}
          <small>
            <When at={item.at} /> {item.who && <>· {item.who} </>}· <Leaf leaf={item.leaf} />
          </small>
        </li>
      ))}
    </ol>
  )
}
