import { Button, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSetDeciding } from '../../api/deciding.ts'
import type { DecidingView, Purpose, ScriptRule } from '../../api/types.ts'
import { Problem } from '../problem.tsx'
import { Action } from '../reason.tsx'
import { RuleEditor } from './rule-editor.tsx'

interface Props {
  readonly offerId: string
  readonly purposes: readonly Purpose[]
  readonly start: DecidingView
  readonly onClose: () => void
}

const MODES = ['manual', 'automatic', 'scripted'] as const
// oxlint-disable-next-line unicorn/no-thenable -- the word of the rule's shape; nobody awaits a rule
const FRESH: ScriptRule = { differencesWithin: [], maxScore: 30, then: 'accept', comment: '' }

/** Chooses who answers, and writes the rules. */
export function DecidingEditor({ offerId, purposes, start, onClose }: Props) {
  const { t } = useTranslation()
  const [mode, setMode] = useState(start.mode)
  const [script, setScript] = useState<readonly ScriptRule[]>(
    start.script.length > 0 ? start.script : [FRESH],
  )
  const save = useSetDeciding(offerId)
  const open = mode === 'scripted' && script.some((rule) => rule.comment.trim().length < 4)
  const change = (place: number, rule: ScriptRule) =>
    setScript(script.map((one, at) => (at === place ? rule : one)))
  const move = (place: number, by: number) => {
    const next = [...script]
    const [rule] = next.splice(place, 1)
    next.splice(place + by, 0, rule!)
    setScript(next)
  }
  return (
    <div className="stack">
      <Radio.Group
        aria-label={t('deciding.title')}
        className="stack tight"
        value={mode}
        onChange={(event) => setMode(event.target.value as DecidingView['mode'])}
        options={MODES.map((value) => ({
          value,
          label: (
            <>
              {t(`deciding.mode.${value}`)} <span className="faint">{t(`deciding.modeHint.${value}`)}</span>
            </>
          ),
        }))}
      />
      {mode === 'scripted' && (
        <>
          {script.map((rule, place) => (
            <RuleEditor
              key={place}
              place={place}
              last={place === script.length - 1}
              rule={rule}
              purposes={purposes}
              onChange={(next) => change(place, next)}
              onMove={(by) => move(place, by)}
              onRemove={
                script.length > 1 ? () => setScript(script.filter((_, at) => at !== place)) : undefined
              }
            />
          ))}
          <p className="muted">{t('deciding.else')}</p>
          <div>
            <Button disabled={script.length >= 50} onClick={() => setScript([...script, FRESH])}>
              {t('deciding.addRule')}
            </Button>
          </div>
        </>
      )}
      {mode !== 'manual' && <p className="faint">{t('deciding.standing')}</p>}
      <div className="row">
        <span style={{ flex: 1 }} />
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Action
          primary
          whyNot={open && t('deciding.commentMissing')}
          loading={save.isPending}
          onClick={() =>
            save.mutate(mode === 'scripted' ? { mode, script: [...script] } : { mode }, {
              onSuccess: onClose,
            })
          }
        >
          {t('common.save')}
        </Action>
      </div>
      {save.error ? <Problem error={save.error} /> : null}
    </div>
  )
}
