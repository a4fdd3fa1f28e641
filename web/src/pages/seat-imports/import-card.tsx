import type { ReactNode } from 'react'
import type { ImportView } from '../../api/types.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Card } from '../../parts/page.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { FindingList } from '../seats/findings.tsx'

const MEANING: Readonly<Record<ImportView['state'], Meaning>> = {
  waiting: 'warn',
  scanning: 'warn',
  refused: 'no',
  approved: 'ok',
  rejected: 'no',
  withdrawn: 'none',
}

/** One import: what it is, by what right, what the scan found, how it was decided. */
export function ImportCard({ one, actions }: { readonly one: ImportView; readonly actions?: ReactNode }) {
  const { t } = useFormat()
  return (
    <Card
      title={
        <span className="row">
          <span className="break">{one.name}</span>
          <Chip meaning={MEANING[one.state]}>{t(`seatImport.state.${one.state}`)}</Chip>
        </span>
      }
      extra={actions}
    >
      <div className="stack tight">
        <Facts
          rows={[
            { key: 'kind', name: t('seatImport.kindTitle'), value: t(`seatImport.kind.${one.kind}`) },
            { key: 'size', name: t('seatFile.size'), value: bytes(one.bytes) },
            { key: 'right', name: t('seatImport.right'), value: one.right },
            { key: 'hash', name: t('seatImport.hash'), value: <Hash value={one.digest} /> },
            { key: 'proof', name: t('seatImport.proof'), value: <Hash value={one.proofDigest} /> },
            { key: 'asked', name: t('seatImport.askedAt'), value: <When at={one.createdAt} /> },
            ...(one.decidedAt === null
              ? []
              : [{ key: 'decided', name: t('seatImport.decidedAt'), value: <When at={one.decidedAt} /> }]),
            ...(one.reason ? [{ key: 'reason', name: t('common.reason'), value: one.reason }] : []),
          ]}
        />
        {one.findings.length > 0 && (
          <div className={`why ${one.state === 'refused' ? '' : 'warn'}`}>
            <b className="head">{t('seatImport.found', { count: one.findings.length })}</b>
            <FindingList findings={one.findings} />
          </div>
        )}
        {one.state === 'approved' && (
          <p className="muted">{t(`seatImport.use.${one.kind}`, { name: one.name })}</p>
        )}
      </div>
    </Card>
  )
}
