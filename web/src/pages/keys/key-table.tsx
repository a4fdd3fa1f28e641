import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { KEY_ASKS, type KeyAsk, type KeyView } from '../../api/keys.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { When } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import type { Asked } from './ask-dialog.tsx'

const LOOKS = { active: 'ok', retired: 'none', revoked: 'no' } as const

/** A body rotates its own key among its own pages; what of it is lost is recovered here all the same. */
const asksOf = (key: KeyView): readonly KeyAsk[] => (key.name.startsWith('bodies/') ? ['recovery'] : KEY_ASKS)

interface KeyTableProps {
  readonly items: readonly KeyView[]
  /** Left out for who may only look. */
  readonly onAsk: ((asked: Asked) => void) | undefined
}

export function KeyTable({ items, onAsk }: KeyTableProps) {
  const { t } = useTranslation()
  const columns: Column<KeyView>[] = [
    {
      key: 'purpose',
      title: t('keys.key'),
      cell: (row) => (
        <>
          <b>{t(`keys.purpose.${row.purpose}`, { defaultValue: row.purpose })}</b>
          <div className="faint mono break">{row.name}</div>
        </>
      ),
    },
    {
      key: 'scheme',
      title: t('keys.scheme'),
      cell: (row) => (
        <>
          {t(`keys.schemes.${row.scheme}`, { defaultValue: row.scheme })}
          <div className="faint mono">{row.keyId}</div>
        </>
      ),
    },
    { key: 'custody', title: t('keys.custody'), cell: (row) => t(`keys.custodies.${row.custody}`) },
    { key: 'made', title: t('keys.madeAt'), cell: (row) => <When at={row.madeAt} /> },
    {
      key: 'age',
      title: t('keys.age'),
      cell: (row) => (
        <>
          <span className="nowrap">{t('keys.days', { count: Math.floor(row.ageDays) })}</span>
          <div className="faint nowrap">{t('keys.rotateAfter', { count: row.rotateAfterDays })}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('keys.state'),
      cell: (row) => (
        <span className="row tight">
          <Chip meaning={LOOKS[row.state]}>{t(`keys.states.${row.state}`)}</Chip>
          {row.due && <Chip meaning="warn">{t('keys.isDue')}</Chip>}
        </span>
      ),
    },
  ]
  if (onAsk)
    columns.push({
      key: 'ask',
      title: t('common.actions'),
      cell: (row) =>
        row.state === 'active' && (
          <span className="row tight">
            {asksOf(row).map((kind) => (
              <Button
                key={kind}
                size="small"
                danger={kind === 'revoke'}
                onClick={() => onAsk({ kind, key: row.name })}
              >
                {t(`keys.ask.${kind}`)}
              </Button>
            ))}
          </span>
        ),
    })
  return (
    <Table
      caption={t('keys.title')}
      rows={items.toSorted((a, b) => Number(b.state === 'active') - Number(a.state === 'active'))}
      rowKey={(row) => `${row.name} ${row.keyId}`}
      empty={<Empty title={t('keys.none')} />}
      columns={columns}
    />
  )
}
