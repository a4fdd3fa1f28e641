import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RunView, useSamples } from '../../api/quality.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

const SIZE = 20

interface SamplesProps {
  readonly check: string
  readonly rule: RunView['rules'][number]
  readonly onClose: () => void
}

/** Cells that a rule found, as the server masks them. */
export function Samples({ check, rule, onClose }: SamplesProps) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const [offset, setOffset] = useState(0)
  const samples = useSamples(check, rule.rule, offset)
  return (
    <Drawer open title={name(rule.titleZh, rule.titleEn)} onClose={onClose} size="large">
      <p className="faint">{t('quality.masked')}</p>
      <Loaded of={samples}>
        {({ items, total }) => (
          <>
            <Table
              dense
              caption={t('quality.samples')}
              rows={items}
              rowKey={(row) => String(row.row)}
              columns={[
                {
                  key: 'row',
                  title: t('quality.row'),
                  numeric: true,
                  cell: (row) => <Num value={row.row + 1} />,
                },
                { key: 'key', title: t('quality.key'), cell: (row) => <code>{row.key ?? '—'}</code> },
                {
                  key: 'value',
                  title: rule.column,
                  cell: (row) =>
                    row.value === null ? <i>{t('quality.empty')}</i> : <code>{row.value}</code>,
                },
              ]}
            />
            {total > SIZE && (
              <nav className="pager" aria-label={t('list.pages')}>
                <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - SIZE)}>
                  {t('list.before')}
                </Button>
                <span>
                  {t('list.range', { from: offset + 1, to: Math.min(total, offset + SIZE), total })}
                </span>
                <Button
                  size="small"
                  disabled={offset + SIZE >= total}
                  onClick={() => setOffset(offset + SIZE)}
                >
                  {t('list.after')}
                </Button>
              </nav>
            )}
          </>
        )}
      </Loaded>
    </Drawer>
  )
}
