import type { ClockView } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { shownTime, urgency } from './clock.ts'

interface Props {
  readonly clock: ClockView
  /** The part that is on; the other one is shown small. */
  readonly state: string
}

/** Both remaining times; the part that is on stands out, and says in words when it is over. */
export function ClockFace({ clock, state }: Props) {
  const { t } = useFormat()
  const on = state === 'questions' ? 'question' : 'present'
  return (
    <div className="clock-face" role="timer" aria-label={t('contestFinal.clock')}>
      {(['present', 'question'] as const).map((part) => (
        <div key={part} className={`clock-part ${part === on ? `on ${urgency(clock[part])}` : ''}`}>
          <span>{t(`contestFinal.part.${part}`)}</span>
          <b>{shownTime(clock[part])}</b>
          {part === on && clock[part] < 0 && <em>{t('contestFinal.overTime')}</em>}
          {part === on && !clock.running && state !== 'scoring' && <em>{t('contestFinal.paused')}</em>}
        </div>
      ))}
    </div>
  )
}
