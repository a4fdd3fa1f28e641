import { useTranslation } from 'react-i18next'
import type { PreviewView, ValidationView } from '../../api/mapping.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** What keeps the mapping from being run, and what it leaves out; looked at anew with every change. */
export function Checks({
  of,
  sources,
}: {
  readonly of: ValidationView | undefined
  readonly sources: readonly string[]
}) {
  const { t } = useTranslation()
  const { pick } = useFormat()
  if (!of) return null
  const part = (index: number) => (sources.length > 1 ? `${index + 1}. ${sources[index] ?? ''}: ` : '')
  return (
    <Card
      title={t('mapping.checks')}
      extra={<span className="faint">{t('mapping.filled', { filled: of.filled, of: of.of })}</span>}
    >
      <div className="stack tight" aria-live="polite">
        {of.complaints.length === 0 ? (
          <p>✓ {t('mapping.right')}</p>
        ) : (
          <ul>
            {of.complaints.map((one, i) => (
              <li key={i}>
                {part(one.part)}
                {one.column && <code>{one.column}</code>} {pick(one)}
              </li>
            ))}
          </ul>
        )}
        {of.missing.map((one) => (
          <p key={one.part}>
            <b>{t('mapping.missing')}</b> {part(one.part)}
            <span className="muted">{one.columns.join(', ')}</span>
          </p>
        ))}
        {of.unused.map((one) => (
          <p key={one.part}>
            <b>{t('mapping.unused')}</b> {part(one.part)}
            <span className="muted">{one.columns.join(', ')}</span>
          </p>
        ))}
      </div>
    </Card>
  )
}

/** The first rows that the mapping would make, masked. */
export function Preview({ of }: { readonly of: PreviewView }) {
  const { t } = useTranslation()
  return (
    <Card title={t('mapping.preview')}>
      <p className="muted">{t('mapping.previewAbout')}</p>
      {of.parts.map((part, i) => (
        <div key={i} className="stack tight">
          <b>
            <code>{part.source}</code>
          </b>
          <Table
            dense
            caption={t('mapping.preview')}
            rows={part.rows}
            rowKey={(_, row) => String(row)}
            columns={of.columns.map((name, c) => ({
              key: name,
              title: <code>{name}</code>,
              cell: (row: readonly (string | null)[]) => row[c] ?? <span className="faint">—</span>,
            }))}
          />
        </div>
      ))}
    </Card>
  )
}
