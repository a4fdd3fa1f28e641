import { Button, Segmented } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recorded } from '../../api/audit.ts'
import { date } from '../../lib/format.ts'
import { Card } from '../../parts/page.tsx'
import { marksOf } from './replay-state.ts'
import { SPEEDS, type usePlayer } from './use-player.ts'
import { useWho } from './who.ts'

interface Props {
  readonly steps: readonly Recorded[]
  readonly player: ReturnType<typeof usePlayer>
  readonly present: readonly string[]
}

const MARKS: Partial<Record<Recorded['kind'], string>> = { capped: '⊘', import: '⬇', export: '⬆', state: '◆' }

/** Play, pause, step, speed, and the line of time with its marks. */
export function Controls({ steps, player, present }: Props) {
  const { t } = useTranslation()
  const who = useWho()
  const { place, playing, speed, setSpeed, go, toggle } = player
  const last = steps.length - 1
  const now = steps[place]!
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      // The line of time and the buttons have keys of their own.
      if (/^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName) || event.metaKey || event.ctrlKey) return
      if (event.key === ' ') {
        event.preventDefault()
        toggle()
      } else if (event.key === 'ArrowRight') go(place + 1)
      else if (event.key === 'ArrowLeft') go(place - 1)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
  return (
    <Card className="audit-controls">
      <div className="row">
        <Button type="primary" onClick={toggle}>
          <span aria-hidden="true">{playing ? '❚❚' : '▶'}</span>
          {t(playing ? 'audit.pause' : 'audit.play')}
        </Button>
        <Button disabled={place === 0} onClick={() => go(place - 1)}>
          {t('audit.back')}
        </Button>
        <Button disabled={place === last} onClick={() => go(place + 1)}>
          {t('audit.forward')}
        </Button>
        <Segmented
          aria-label={t('audit.speed')}
          value={speed}
          onChange={setSpeed}
          options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        />
        <span style={{ flex: 1 }} />
        <span>
          {t('audit.stepOf', { step: place + 1, all: steps.length })} · <b>{date(now.at)}</b>
        </span>
      </div>
      <div className="audit-line">
        <input
          type="range"
          min={0}
          max={last}
          value={place}
          aria-label={t('audit.line')}
          aria-valuetext={`${date(now.at)} ${t(`audit.stepKind.${now.kind}`)}`}
          onChange={(event) => go(Number(event.target.value))}
        />
        {marksOf(steps).map((mark) => (
          <button
            key={mark.place}
            type="button"
            className={`mark ${mark.kind}`}
            style={{ left: `calc(8px + (100% - 16px) * ${mark.share})` }}
            title={`${t(`audit.stepKind.${mark.kind}`)} · ${date(steps[mark.place]!.at)}`}
            aria-label={t(`audit.stepKind.${mark.kind}`)}
            onClick={() => go(mark.place)}
          >
            {MARKS[mark.kind]}
          </button>
        ))}
      </div>
      <p className="faint">
        {present.length === 0
          ? t('audit.nobodyThere')
          : t('audit.there', { who: present.map(who).join(' · ') })}
      </p>
    </Card>
  )
}
