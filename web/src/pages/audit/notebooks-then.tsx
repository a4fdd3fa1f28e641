import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recorded } from '../../api/audit.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Leaf, When } from '../../parts/say.tsx'
import { Outputs } from '../../parts/seat/outputs.tsx'
import type { NotebookThen } from './replay-state.ts'
import { useWho } from './who.ts'

interface Props {
  readonly notebooks: readonly NotebookThen[]
  /** The step that is shown: its cell is framed. */
  readonly now: Recorded
}

/** The notebooks as they were then. */
export function NotebooksThen({ notebooks, now }: Props) {
  const { t } = useTranslation()
  const who = useWho()
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => {
    field.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [now.seq])
  const shown = notebooks.find(({ id }) => id === now.notebookId) ?? notebooks.at(-1)
  return (
    <Card
      title={t('audit.notebookThen')}
      extra={
        notebooks.length > 1 && (
          <span className="faint">{t('audit.notebooks', { count: notebooks.length })}</span>
        )
      }
    >
      <div className="audit-cells" ref={field}>
        {!shown && <Empty title={t('audit.nothingYet')} />}
        {shown?.cells.map((cell) => (
          <article key={cell.id} className="audit-cell" aria-current={cell.id === now.cellId}>
            <pre className="source" tabIndex={0}>
              {cell.source}
            </pre>
            <Outputs outputs={cell.outputs} cut={false} source={cell.source} />
            <small className="faint">
              {who(cell.by)} · <When at={cell.at} /> · <Leaf leaf={cell.leaf} />
            </small>
          </article>
        ))}
      </div>
    </Card>
  )
}
