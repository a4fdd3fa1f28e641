import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { BodyKeyView } from '../../api/body-keys.ts'
import { outsideKeys } from '../../lib/contract/body-key.ts'
import { Chip } from '../../parts/chip.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Empty } from '../../parts/empty.tsx'
import { When } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'

interface Props {
  readonly items: readonly BodyKeyView[]
  /** Left out for who may only look. */
  readonly onRevoke: ((key: BodyKeyView) => void) | undefined
}

export function BodyKeyTable({ items, onRevoke }: Props) {
  const { t } = useTranslation()
  const outside = outsideKeys(items)
  const rests = (key: BodyKeyView) => outside.length > 0 && !outside.includes(key)
  const columns: Column<BodyKeyView>[] = [
    {
      key: 'name',
      title: t('bodyKey.name'),
      cell: (row) => (
        <>
          <b>{row.title || t(`contract.label.${row.label}`)}</b>
          {row.title && <div className="faint">{t(`contract.label.${row.label}`)}</div>}
        </>
      ),
    },
    {
      key: 'key',
      title: t('bodyKey.keyId'),
      cell: (row) => (
        <>
          {t(`bodyKey.algorithms.${row.algorithm}`)}
          <div className="faint mono break">{row.keyId}</div>
        </>
      ),
    },
    {
      key: 'public',
      title: t('bodyKey.publicKey'),
      cell: (row) => <Copy text={row.publicKey} label={t('bodyKey.copyPublic')} />,
    },
    { key: 'made', title: t('bodyKey.since'), cell: (row) => <When at={row.createdAt} /> },
    {
      key: 'state',
      title: t('bodyKey.state'),
      cell: (row) =>
        row.revokedAt === null ? (
          rests(row) ? (
            <Chip meaning="none">{t('bodyKey.rests')}</Chip>
          ) : (
            <Chip meaning="ok">{t('bodyKey.inForce')}</Chip>
          )
        ) : (
          <>
            <Chip meaning="no">{t('bodyKey.revoked')}</Chip>
            <div className="faint">
              <When at={row.revokedAt} />
            </div>
          </>
        ),
    },
  ]
  if (onRevoke)
    columns.push({
      key: 'revoke',
      title: t('common.actions'),
      cell: (row) =>
        row.revokedAt === null && (
          <Button size="small" danger onClick={() => onRevoke(row)}>
            {t('bodyKey.revoke')}
          </Button>
        ),
    })
  return (
    <Table
      caption={t('bodyKey.title')}
      rows={items}
      rowKey={(row) => row.id}
      empty={<Empty title={t('bodyKey.none')} hint={t('bodyKey.noneHint')} />}
      columns={columns}
    />
  )
}
