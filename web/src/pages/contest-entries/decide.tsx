import { Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { type Decision, type Refused, useDecideEntries } from '../../api/entries.ts'
import { ApiError } from '../../api/error.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

type Word = Decision['decision']
const WORDS: readonly Word[] = ['admit', 'supplement', 'reject', 'reopen']

interface DecideProps {
  readonly contest: string
  readonly teams: readonly string[]
  /** Only these decisions, where the state of a single entry allows no others. */
  readonly words?: readonly Word[]
  readonly onDone: () => void
}

/** What can be decided about one entry or the chosen ones. */
export function DecideBar({ contest, teams, words = WORDS, onDone }: DecideProps) {
  const { t } = useFormat()
  const [word, setWord] = useState<Word | null>(null)
  return (
    <div className="row">
      {teams.length > 1 && <b role="status">{t('contestEntry.chosen', { count: teams.length })}</b>}
      {words.map((one) => (
        <Button
          key={one}
          type={one === 'admit' ? 'primary' : 'default'}
          danger={one === 'reject'}
          onClick={() => setWord(one)}
        >
          {t(`contestEntry.decide.${one}`)}
        </Button>
      ))}
      {word && (
        <DecideDialog
          contest={contest}
          teams={teams}
          word={word}
          onClose={() => setWord(null)}
          onDone={() => {
            setWord(null)
            onDone()
          }}
        />
      )}
    </div>
  )
}

interface DialogProps extends Omit<DecideProps, 'words'> {
  readonly word: Word
  readonly onClose: () => void
}

function DecideDialog({ contest, teams, word, onClose, onDone }: DialogProps) {
  const { t, pick } = useFormat()
  const [reason, setReason] = useState('')
  const [mode, setMode] = useState<Decision['mode']>('all')
  const [left, setLeft] = useState<readonly Refused[]>([])
  const decide = useDecideEntries(contest)
  const needed = word !== 'admit'
  const send = () =>
    decide.mutate(
      { teams: [...teams], decision: word, reason: reason.trim(), until: null, mode },
      {
        onSuccess: ({ refused }) => {
          if (refused.length === 0) onDone()
          else setLeft(refused)
        },
        onError: (error) => setLeft(refusedOf(error)),
      },
    )
  return (
    <Modal
      open
      title={t(`contestEntry.decide.${word}`)}
      okText={t(decide.isSuccess ? 'contestEntry.done' : `contestEntry.decide.${word}`)}
      cancelText={t('common.cancel')}
      okButtonProps={{
        danger: word === 'reject',
        disabled: needed && reason.trim() === '',
        loading: decide.isPending,
      }}
      onOk={decide.isSuccess ? onDone : send}
      onCancel={decide.isSuccess ? onDone : onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t(`contestEntry.decideMeans.${word}`, { count: teams.length })}</p>
        <label htmlFor="decide-reason">
          {t(needed ? 'contestEntry.reason' : 'contestEntry.reasonOptional')}
        </label>
        <Input.TextArea
          id="decide-reason"
          rows={3}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
        {teams.length > 1 && (
          <Radio.Group
            aria-label={t('contestEntry.modeTitle')}
            value={mode}
            onChange={(event) => setMode(event.target.value as Decision['mode'])}
            options={(['all', 'each'] as const).map((value) => ({
              value,
              label: t(`contestEntry.mode.${value}`),
            }))}
          />
        )}
        {decide.error ? <Problem error={decide.error} /> : null}
        {left.length > 0 && (
          <ul>
            {left.map((one) => (
              <li key={one.teamId}>
                <span className="mono">{one.number ?? '—'}</span> {pick(one)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  )
}

/** The entries that a refused bulk names. */
function refusedOf(error: unknown): readonly Refused[] {
  const detail = error instanceof ApiError ? (error.detail as { refused?: Refused[] } | undefined) : undefined
  return detail?.refused ?? []
}
