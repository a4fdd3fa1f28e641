import { useState } from 'react'
import { useDecideImport, useWaitingImports } from '../../api/imports.ts'
import type { ImportView } from '../../api/types.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Queue } from '../../parts/queue.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { ImportCard } from './import-card.tsx'

const REASONS = {
  approve: ['right', 'harmless'],
  reject: ['noRight', 'persons', 'unneeded', 'scan'],
} as const

/** The operator's queue: the next one opens by itself, A approves, R rejects, each with its reason. */
export function ImportQueue() {
  const { t } = useFormat()
  const waiting = useWaitingImports()
  const decide = useDecideImport()
  const [asking, setAsking] = useState<{
    readonly act: 'approve' | 'reject'
    readonly one: ImportView
  } | null>(null)
  const ask = (act: 'approve' | 'reject') => (one: ImportView) => {
    decide.reset()
    setAsking({ act, one })
  }
  return (
    <>
      <Loaded of={waiting} lines={8}>
        {({ items }) => (
          <Queue
            items={items}
            itemKey={(one) => one.id}
            line={(one) => (
              <>
                <b className="break">{one.name}</b>
                <div className="faint">
                  {t(`seatImport.kind.${one.kind}`)} · {bytes(one.bytes)}
                </div>
              </>
            )}
            body={(one) => (
              <ImportCard
                one={one}
                actions={
                  <span className="row">
                    <Action danger onClick={() => ask('reject')(one)}>
                      {t('seatImport.reject')}
                    </Action>
                    <Action primary onClick={() => ask('approve')(one)}>
                      {t('seatImport.approve')}
                    </Action>
                  </span>
                }
              />
            )}
            keys={{ a: ask('approve'), r: ask('reject') }}
            help={[
              { key: 'a', says: t('seatImport.approve') },
              { key: 'r', says: t('seatImport.reject') },
            ]}
            empty={{ title: t('seatImport.queueEmpty'), hint: t('seatImport.queueEmptyHint') }}
          />
        )}
      </Loaded>
      {asking && (
        <ReasonDialog
          open
          title={t(`seatImport.${asking.act}`)}
          explain={t(`seatImport.explain.${asking.act}`, { name: asking.one.name })}
          reasons={REASONS[asking.act].map((one) => t(`seatImport.reason.${one}`))}
          confirm={t(`seatImport.${asking.act}`)}
          danger={asking.act === 'reject'}
          pending={decide.isPending}
          error={decide.error}
          onConfirm={(reason) =>
            decide.mutate(
              { id: asking.one.id, act: asking.act, reason },
              { onSuccess: () => setAsking(null) },
            )
          }
          onClose={() => setAsking(null)}
        />
      )}
    </>
  )
}
