import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Destruction,
  type Retention,
  useAskDestruction,
  useCancelDestruction,
  useDecideDestruction,
} from '../../api/retention.ts'
import { useHasRole } from '../../api/session.ts'
import { exact } from '../../lib/format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Leaf, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

const LOOKS: Readonly<Record<string, Meaning>> = {
  asked: 'warn',
  approved: 'warn',
  running: 'warn',
  done: 'seal',
  refused: 'no',
  cancelled: 'none',
}
const RUNNING = new Set(['approved', 'running'])

type Asking =
  | { readonly kind: 'ask' }
  | { readonly kind: 'decide'; readonly id: string; readonly approve: boolean }

/** Destroying what is due: one asks, the auditor decides, and the log keeps the proof. */
export function Destructions({ of }: { readonly of: Retention }) {
  const { t } = useTranslation()
  const has = useHasRole()
  const [asking, setAsking] = useState<Asking | null>(null)
  const cancel = useCancelDestruction()
  const mayAsk = has('security_officer')
  const whyNotAsk = !mayAsk ? t('retention.onlyAsk') : of.due === 0 ? t('retention.noneDue') : null
  const whyNotDecide = !has('auditor') && t('retention.onlyAuditor')
  const decide = (row: Destruction, approve: boolean) => () =>
    setAsking({ kind: 'decide', id: row.id, approve })
  return (
    <Card
      title={t('retention.destructions')}
      extra={
        <Action primary whyNot={whyNotAsk} onClick={() => setAsking({ kind: 'ask' })}>
          {t('retention.ask')}
        </Action>
      }
    >
      <p className="muted">{t('retention.destructionsWhy')}</p>
      {cancel.error ? <Problem error={cancel.error} /> : null}
      <Table<Destruction>
        caption={t('retention.destructions')}
        rows={of.destructions}
        rowKey={(row) => row.id}
        empty={<Empty title={t('retention.noDestructions')} hint={t('retention.noDestructionsHint')} />}
        columns={[
          {
            key: 'at',
            title: t('retention.askedAt'),
            cell: (row) => (
              <>
                <When at={row.at} />
                <div className="faint">{row.reason}</div>
              </>
            ),
          },
          { key: 'entries', title: t('retention.entries'), numeric: true, cell: (row) => exact(row.entries) },
          { key: 'span', title: t('retention.span'), cell: (row) => <Span of={row} /> },
          { key: 'state', title: t('retention.state'), cell: (row) => <State of={row} /> },
          { key: 'leaf', title: t('evidence.leaf'), cell: (row) => <Leaf leaf={row.leaf} /> },
          {
            key: 'actions',
            title: t('common.actions'),
            cell: (row) => (
              <span className="row tight">
                {row.state === 'asked' && (
                  <>
                    <Action primary whyNot={whyNotDecide} onClick={decide(row, true)}>
                      {t('retention.approve')}
                    </Action>
                    {!whyNotDecide && <Action onClick={decide(row, false)}>{t('retention.refuse')}</Action>}
                  </>
                )}
                {RUNNING.has(row.state) && has('security_officer', 'auditor') && (
                  <Action loading={cancel.isPending} onClick={() => cancel.mutate(row.id)}>
                    {t('common.cancel')}
                  </Action>
                )}
                {row.leaf !== null && (
                  <a className="anchor" href={`/api/retention/destructions/${row.id}/proof`} download>
                    {t('retention.proof')}
                  </a>
                )}
              </span>
            ),
          },
        ]}
      />
      {asking && <Dialog of={asking} due={of.due} onClose={() => setAsking(null)} />}
    </Card>
  )
}

const Span = ({ of }: { readonly of: Destruction }) =>
  of.from === null ? (
    <span className="faint">—</span>
  ) : (
    <>
      <Leaf leaf={of.from} /> – <Leaf leaf={of.to} />
    </>
  )

function State({ of }: { readonly of: Destruction }) {
  const { t } = useTranslation()
  return (
    <span className="stack tight">
      <Chip meaning={LOOKS[of.state] ?? 'none'}>
        {t(`retention.destructionState.${of.state}`, { defaultValue: of.state })}
      </Chip>
      {RUNNING.has(of.state) && <Bar share={of.progress} label={t('retention.destructions')} />}
    </span>
  )
}

interface DialogProps {
  readonly of: Asking
  readonly due: number
  readonly onClose: () => void
}

function Dialog({ of, due, onClose }: DialogProps) {
  const { t } = useTranslation()
  const ask = useAskDestruction()
  const decide = useDecideDestruction()
  const word = of.kind === 'ask' ? 'ask' : of.approve ? 'approve' : 'refuse'
  return (
    <ReasonDialog
      open
      title={t(`retention.${word}`)}
      explain={t(`retention.explain.${word}`, { entries: exact(due) })}
      reasons={[t(`retention.reasons.${word}`)]}
      confirm={t(`retention.${word}`)}
      danger={word !== 'refuse'}
      pending={ask.isPending || decide.isPending}
      error={ask.error ?? decide.error}
      onConfirm={(reason) =>
        of.kind === 'ask'
          ? ask.mutate(reason, { onSuccess: onClose })
          : decide.mutate({ id: of.id, approve: of.approve, reason }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  )
}
