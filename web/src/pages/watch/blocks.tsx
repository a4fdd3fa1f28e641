import { useState } from 'react'
import { type CaseView, useLiftBlock } from '../../api/watch.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Card } from '../../parts/page.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Hash, When } from '../../parts/say.tsx'

type Block = CaseView['blocks'][number]

export const inForce = ({ state }: Block): boolean => state === 'wanted' || state === 'in_force'

const MEANING: Readonly<Record<Block['state'], Meaning>> = {
  wanted: 'warn',
  in_force: 'no',
  failed: 'no',
  lifting: 'warn',
  lifted: 'ok',
}
const REASONS = ['checked', 'harmless', 'mended'] as const

interface Props {
  readonly of: CaseView
  /** Why the reader may not lift; null: may. */
  readonly whyNot: string | null
}

/** What is stopped because of a case, and the way to let it go on. */
export function Blocks({ of, whyNot }: Props) {
  const { t } = useFormat()
  const [lifting, setLifting] = useState<Block | null>(null)
  const lift = useLiftBlock(of.id)
  if (of.blocks.length === 0) return null
  return (
    <Card title={t('watch.blocks')}>
      <ul className="items">
        {of.blocks.map((block) => (
          <li key={block.id}>
            <div>
              <Chip meaning={MEANING[block.state]}>{t(`watch.blockState.${block.state}`)}</Chip>{' '}
              <b>{t(`watch.what.${block.what}`)}</b> {t(`watch.reactions.${block.reaction}`)}
              <div className="faint">
                <Hash value={block.subjectId} /> · {t('watch.since')} <When at={block.since} />
                {block.liftedAt !== null && (
                  <>
                    {' '}
                    · {t('watch.liftedAt')} <When at={block.liftedAt} />
                  </>
                )}
              </div>
              {block.reason && <div className="break">{block.reason}</div>}
              {block.problem && <div className="no break">⊘ {block.problem}</div>}
            </div>
            {inForce(block) && (
              <Action whyNot={whyNot} onClick={() => setLifting(block)}>
                {t('watch.lift')}
              </Action>
            )}
          </li>
        ))}
      </ul>
      {lifting && (
        <ReasonDialog
          open
          title={t('watch.lift')}
          explain={t('watch.liftExplain', { what: t(`watch.what.${lifting.what}`) })}
          reasons={REASONS.map((one) => t(`watch.lifting.${one}`))}
          confirm={t('watch.lift')}
          pending={lift.isPending}
          error={lift.error}
          onClose={() => setLifting(null)}
          onConfirm={(reason) =>
            lift.mutate({ blockId: lifting.id, reason }, { onSuccess: () => setLifting(null) })
          }
        />
      )}
    </Card>
  )
}
